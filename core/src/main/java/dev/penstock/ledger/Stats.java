package dev.penstock.ledger;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of every record up to one instant, for which {@code accepted = delivered + dropped + pending} holds.
 *
 * @param accepted records handed to the shipper, and those of an earlier process that it found on disk
 * @param delivered records the backend acknowledged
 * @param droppedByReason records given up, by reason; every reason is present, most of them with 0
 * @param pending records still on their way: queued, batched, waiting or in flight
 * @param onDisk how many of the pending ones are in the buffer directory, and survive the process
 * @param sentBytes compressed bytes the backend acknowledged
 * @param retries requests that were repeated
 * @param truncatedLines lines that were cut to {@code max_line_size}
 * @param demotedLabels how many records were sent with a label as structured metadata because it has too many values, by
 *     label; see {@link LabelDemotions}
 */
public record Stats(
        long accepted,
        long delivered,
        Map<DropReason, Long> droppedByReason,
        long pending,
        long onDisk,
        long sentBytes,
        long retries,
        long truncatedLines,
        Map<String, Long> demotedLabels) {

    /** Nothing happened yet. */
    public static final Stats NONE = new Ledger(() -> 0).snapshot();

    /** Copies the maps, so that a snapshot never changes. */
    public Stats {
        droppedByReason = Collections.unmodifiableMap(new EnumMap<>(droppedByReason));
        demotedLabels = Collections.unmodifiableMap(new LinkedHashMap<>(demotedLabels));
    }

    /** The ledger in one line; reasons that never happened are left out. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder("accepted=" + accepted + " delivered=" + delivered + " dropped=" + dropped());
        droppedByReason.forEach((reason, count) -> {
            if (count > 0) {
                text.append(' ').append(reason.label()).append('=').append(count);
            }
        });
        text.append(" pending=").append(pending);
        return onDisk == 0
                ? text.toString()
                : text.append(" onDisk=").append(onDisk).toString();
    }

    /**
     * Records given up for any reason.
     *
     * @return the sum over all reasons
     */
    public long dropped() {
        long sum = 0;
        for (long count : droppedByReason.values()) {
            sum += count;
        }
        return sum;
    }

    /**
     * Records given up for one reason.
     *
     * @param reason the reason asked for
     * @return the count, 0 when it never happened
     */
    public long dropped(DropReason reason) {
        return droppedByReason.getOrDefault(reason, 0L);
    }
}
