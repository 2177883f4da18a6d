package dev.penstock.ledger;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts every record in and out, exactly.
 *
 * <p>A record is counted as accepted before it can be counted as anything else, and a snapshot reads the ways out before
 * the way in; so a snapshot taken at any instant never shows more records out than in, and pending is never negative.
 * Thread-safe. {@link LongAdder} because many application threads count at once and reading is rare.
 */
public final class Ledger {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);
    /** The same as in the map: counted without a look-up, for a caller whose stack is all but used up. */
    private final LongAdder internalErrors = new LongAdder();

    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder truncatedLines = new LongAdder();

    /** An empty ledger. */
    public Ledger() {
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, reason == DropReason.INTERNAL_ERROR ? internalErrors : new LongAdder());
        }
    }

    /** One record was handed over by the application. */
    public void accepted() {
        accepted.increment();
    }

    /**
     * The backend acknowledged a batch.
     *
     * @param records how many records it held
     * @param bytes how many compressed bytes it had
     */
    public void delivered(long records, long bytes) {
        delivered.add(records);
        sentBytes.add(bytes);
    }

    /**
     * Records were given up.
     *
     * @param reason why
     * @param records how many
     */
    public void dropped(DropReason reason, long records) {
        counter(reason).add(records);
    }

    /** One record could not be handled: {@code dropped(INTERNAL_ERROR, 1)} with as few calls as can be. */
    public void internalError() {
        internalErrors.increment();
    }

    /**
     * Records given up so far for one reason.
     *
     * @param reason the reason
     * @return 0 or more
     */
    public long dropped(DropReason reason) {
        return counter(reason).sum();
    }

    private LongAdder counter(DropReason reason) {
        return Objects.requireNonNull(dropped.get(reason));
    }

    /** A request is about to be repeated. */
    public void retried() {
        retries.increment();
    }

    /** A line was cut to the longest the backend takes. */
    public void truncatedLine() {
        truncatedLines.increment();
    }

    /**
     * Everything counted so far.
     *
     * @return an immutable snapshot
     */
    public Stats snapshot() {
        Map<DropReason, Long> byReason = new EnumMap<>(DropReason.class);
        long out = delivered.sum();
        long deliveredNow = out;
        for (DropReason reason : DropReason.values()) {
            long count = counter(reason).sum();
            byReason.put(reason, count);
            out += count;
        }
        long acceptedNow = accepted.sum();
        return new Stats(
                acceptedNow,
                deliveredNow,
                byReason,
                acceptedNow - out,
                sentBytes.sum(),
                retries.sum(),
                truncatedLines.sum());
    }
}
