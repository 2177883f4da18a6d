package dev.penstock.ledger;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts every record in and out, exactly.
 *
 * <p>Each record is counted as accepted by the very step that takes it: by its place in the queue, or by the counter of
 * the reason for which it was refused there. There is no instant, and no failure, between the two: not even a stack that
 * overflows leaves one counted and the other not. A snapshot reads the ways out before the way in, so that at any instant
 * no more records are out than in. Thread-safe. {@link LongAdder} because many application threads count at once and
 * reading is rare.
 */
public final class Ledger {

    private final LongSupplier taken;
    private final LongAdder delivered = new LongAdder();

    /** Given up after they were taken. */
    private final Map<DropReason, LongAdder> dropped = counters();

    /** Never taken: accepted and given up at once. */
    private final Map<DropReason, LongAdder> refused = counters();

    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder truncatedLines = new LongAdder();

    /**
     * An empty ledger.
     *
     * @param taken how many records were taken so far by what counts them itself, such as a queue by its indexes
     */
    public Ledger(LongSupplier taken) {
        this.taken = taken;
    }

    private static Map<DropReason, LongAdder> counters() {
        Map<DropReason, LongAdder> counters = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            counters.put(reason, new LongAdder());
        }
        return counters;
    }

    private static LongAdder counter(Map<DropReason, LongAdder> counters, DropReason reason) {
        return Objects.requireNonNull(counters.get(reason));
    }

    /**
     * One record was handed over and not taken: accepted and dropped in one.
     *
     * @param reason why
     */
    public void refused(DropReason reason) {
        counter(refused, reason).increment();
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
     * Records that had been taken were given up.
     *
     * @param reason why
     * @param records how many
     */
    public void dropped(DropReason reason, long records) {
        counter(dropped, reason).add(records);
    }

    /**
     * Records given up so far for one reason.
     *
     * @param reason the reason
     * @return 0 or more
     */
    public long dropped(DropReason reason) {
        return counter(dropped, reason).sum() + counter(refused, reason).sum();
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
        long deliveredNow = delivered.sum();
        long out = deliveredNow;
        for (DropReason reason : DropReason.values()) {
            long count = counter(dropped, reason).sum();
            byReason.put(reason, count);
            out += count;
        }
        long in = taken.getAsLong();
        long pending = in - out;
        for (DropReason reason : DropReason.values()) {
            long count = counter(refused, reason).sum();
            byReason.merge(reason, count, Long::sum);
            in += count;
        }
        return new Stats(in, deliveredNow, byReason, pending, sentBytes.sum(), retries.sum(), truncatedLines.sum());
    }
}
