package dev.penstock.ledger;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of one tenant's records. Thread-safe. {@link LongAdder} because many application threads count at once and
 * reading is rare.
 */
public final class Account {

    private final String tenant;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder retries = new LongAdder();

    /** Given up after they were taken. */
    private final Map<DropReason, LongAdder> dropped = counters();

    /** Never taken: accepted and given up at once. */
    private final Map<DropReason, LongAdder> refused = counters();

    private final Map<DropReason, LongAdder> droppedBytes = counters();

    Account(String tenant) {
        this.tenant = tenant;
    }

    private static Map<DropReason, LongAdder> counters() {
        Map<DropReason, LongAdder> counters = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            counters.put(reason, new LongAdder());
        }
        return Collections.unmodifiableMap(counters);
    }

    private static LongAdder counter(Map<DropReason, LongAdder> counters, DropReason reason) {
        return Objects.requireNonNull(counters.get(reason));
    }

    /**
     * Whose account it is.
     *
     * @return the tenant, empty when none is sent
     */
    public String tenant() {
        return tenant;
    }

    /**
     * The backend acknowledged records.
     *
     * @param records how many
     * @param bytes how many compressed bytes they had
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
     * @param bytes how many bytes they had, as far as that is known
     */
    public void dropped(DropReason reason, long records, long bytes) {
        counter(dropped, reason).add(records);
        counter(droppedBytes, reason).add(bytes);
    }

    void refused(DropReason reason, long records, long bytes) {
        counter(refused, reason).add(records);
        counter(droppedBytes, reason).add(bytes);
    }

    /** A request is about to be repeated. */
    public void retried() {
        retries.increment();
    }

    /**
     * Records the backend acknowledged.
     *
     * @return 0 or more
     */
    public long delivered() {
        return delivered.sum();
    }

    /**
     * Compressed bytes the backend acknowledged.
     *
     * @return 0 or more
     */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /**
     * Requests that were repeated.
     *
     * @return 0 or more
     */
    public long retries() {
        return retries.sum();
    }

    /**
     * Records given up for one reason.
     *
     * @param reason the reason
     * @return 0 or more
     */
    public long dropped(DropReason reason) {
        return taken(reason) + refused(reason);
    }

    /**
     * Bytes given up for one reason: compressed if the backend refused them, else what they took in memory. Source of the
     * mixture: grafana/alloy, loki.write counts so too.
     *
     * @param reason the reason
     * @return 0 or more
     */
    public long droppedBytes(DropReason reason) {
        return counter(droppedBytes, reason).sum();
    }

    /** Those that had been taken. */
    long taken(DropReason reason) {
        return counter(dropped, reason).sum();
    }

    /** Those that never were. */
    long refused(DropReason reason) {
        return counter(refused, reason).sum();
    }
}
