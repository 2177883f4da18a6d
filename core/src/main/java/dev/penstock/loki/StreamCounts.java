package dev.penstock.loki;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many records each stream has got: the first thousand streams by themselves, later ones together, so that labels with
 * endless values do not fill memory. Streams of several tenants with the same labels count as one.
 *
 * <p>First come, first counted: a program's own few streams come first, and what comes without end comes later. The
 * shipping thread counts once for each stream of a batch; any thread may read.
 */
public final class StreamCounts {

    /** The most streams that are counted by themselves. */
    public static final int REMEMBERED = 1000;

    /** And so many characters of labels, for labels may be long. */
    private static final long CHARACTERS_REMEMBERED = 1L << 18;

    private final Map<String, AtomicLong> byLabels = new ConcurrentHashMap<>();
    private final AtomicLong others = new AtomicLong();

    /** Streams that are counted together. */
    private final AtomicLong otherStreams = new AtomicLong();

    /** Used by the shipping thread alone. */
    private long characters;

    /** No streams yet. */
    public StreamCounts() {}

    /**
     * How many records a stream has got.
     *
     * @param labels its labels as Loki reads them
     * @param records at least 1
     */
    public record Count(String labels, long records) {}

    /** Where the records of a stream are counted. On the shipping thread. */
    AtomicLong counter(String labels) {
        AtomicLong known = byLabels.get(labels);
        if (known != null) {
            return known;
        }
        if (byLabels.size() >= REMEMBERED || characters + labels.length() > CHARACTERS_REMEMBERED) {
            otherStreams.incrementAndGet();
            return others;
        }
        AtomicLong counter = new AtomicLong();
        byLabels.put(labels, counter);
        characters += labels.length();
        return counter;
    }

    /**
     * The streams that have most records.
     *
     * @param most how many
     * @return the largest first
     */
    public List<Count> largest(int most) {
        List<Count> all = new ArrayList<>();
        byLabels.forEach((labels, counter) -> {
            long records = counter.get();
            // A stream whose only entry found no room has none.
            if (records > 0) {
                all.add(new Count(labels, records));
            }
        });
        all.sort(Comparator.comparingLong(Count::records).reversed().thenComparing(Count::labels));
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    /**
     * How many streams there were.
     *
     * @return exact up to {@link #REMEMBERED}; beyond, one that comes again after thousands of others counts again
     */
    public long seen() {
        return byLabels.size() + otherStreams.get();
    }

    /**
     * Records of streams that are not counted by themselves.
     *
     * @return their sum
     */
    public long others() {
        return others.get();
    }
}
