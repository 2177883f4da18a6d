package dev.penstock.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts every record in and out, exactly.
 *
 * <p>Each record is counted as accepted by the very step that takes it: by its place in the queue, or by the counter of
 * the reason for which it was refused there. There is no instant, and no failure, between the two: not even a stack that
 * overflows leaves one counted and the other not. A snapshot reads the ways out before the way in, so that at any instant
 * no more records are out than in. Thread-safe.
 */
public final class Ledger {

    /** Reasons of stages that are counted by themselves; a configuration has a handful. */
    private static final int STAGE_REASONS = 1000;

    /** Tenants that have an account of their own; records may name tenants at will. */
    private static final int ACCOUNTS = 1000;

    private final LongSupplier taken;
    private final Account main;
    private final Map<String, Account> others = new ConcurrentHashMap<>();
    private final LongAdder recovered = new LongAdder();
    private final LongAdder onDisk = new LongAdder();
    private final LongAdder truncatedLines = new LongAdder();
    private final LabelDemotions labelDemotions = new LabelDemotions();
    private final LongAdder split = new LongAdder();
    private final Map<String, LongAdder> byStages = new ConcurrentHashMap<>();

    /**
     * An empty ledger.
     *
     * @param taken how many records were taken so far by what counts them itself, such as a queue by its indexes
     */
    public Ledger(LongSupplier taken) {
        this(taken, null);
    }

    /**
     * An empty ledger.
     *
     * @param taken as above
     * @param tenant the configured tenant, to which also belongs what is dropped before its own tenant is known
     */
    public Ledger(LongSupplier taken, @Nullable String tenant) {
        this.taken = taken;
        main = new Account(tenant == null ? "" : tenant);
    }

    /**
     * A tenant's account.
     *
     * @param tenant the tenant, or null for the configured one
     * @return always the same for the same tenant
     */
    public Account account(@Nullable String tenant) {
        if (tenant == null || tenant.equals(main.tenant())) {
            return main;
        }
        Account known = others.get(tenant);
        if (known != null) {
            return known;
        }
        return others.size() < ACCOUNTS ? others.computeIfAbsent(tenant, Account::new) : main;
    }

    /**
     * All accounts.
     *
     * @return the configured tenant's first
     */
    public List<Account> accounts() {
        List<Account> all = new ArrayList<>();
        all.add(main);
        all.addAll(others.values());
        return all;
    }

    /**
     * One record was handed over and not taken: accepted and dropped in one.
     *
     * @param reason why
     * @param bytes what it would have taken
     */
    public void refused(DropReason reason, long bytes) {
        main.refused(reason, 1, bytes);
    }

    /**
     * Records were handed over and not taken: accepted and dropped in one.
     *
     * @param reason why
     * @param records how many
     * @param bytes what they would have taken
     */
    public void refused(DropReason reason, long records, long bytes) {
        main.refused(reason, records, bytes);
    }

    /**
     * Records that had been taken were given up before their tenant was known.
     *
     * @param reason why
     * @param records how many
     * @param bytes how many bytes they took
     */
    public void dropped(DropReason reason, long records, long bytes) {
        main.dropped(reason, records, bytes);
    }

    /**
     * Records given up so far for one reason.
     *
     * @param reason the reason
     * @return 0 or more
     */
    public long dropped(DropReason reason) {
        long sum = main.dropped(reason);
        for (Account each : others.values()) {
            sum += each.dropped(reason);
        }
        return sum;
    }

    /**
     * Records of an earlier process were found on disk: accepted here.
     *
     * @param records how many
     */
    public void recovered(long records) {
        recovered.add(records);
    }

    /**
     * Records were put on disk, or taken off it.
     *
     * @param records how many more
     */
    public void onDisk(long records) {
        onDisk.add(records);
    }

    /** A record was made of a part of another one: accepted here. */
    public void split() {
        split.increment();
    }

    /**
     * A stage of a pipeline dropped a record that had been taken.
     *
     * @param reason the stage's own reason, such as {@code drop_stage}
     * @param bytes how many bytes it took
     */
    public void droppedByStage(String reason, long bytes) {
        LongAdder known = byStages.get(reason);
        if (known == null && byStages.size() < STAGE_REASONS) {
            known = byStages.computeIfAbsent(reason, unused -> new LongAdder());
        }
        if (known != null) {
            known.increment();
        }
        dropped(DropReason.STAGE, 1, bytes);
    }

    /**
     * Records that stages dropped, by the stages' own reasons.
     *
     * @return a new map
     */
    public Map<String, Long> droppedByStages() {
        Map<String, Long> counts = new TreeMap<>();
        byStages.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    /** A line was cut to the longest the backend takes. */
    public void truncatedLine() {
        truncatedLines.increment();
    }

    /**
     * Counts labels that were sent as structured metadata.
     *
     * @return always the same
     */
    public LabelDemotions labelDemotions() {
        return labelDemotions;
    }

    /**
     * Everything counted so far.
     *
     * @return an immutable snapshot
     */
    public Stats snapshot() {
        List<Account> accounts = accounts();
        Map<DropReason, Long> byReason = new EnumMap<>(DropReason.class);
        long delivered = 0;
        long sentBytes = 0;
        long retries = 0;
        long out = 0;
        for (Account each : accounts) {
            long deliveredOfTenant = each.delivered();
            delivered += deliveredOfTenant;
            out += deliveredOfTenant;
            sentBytes += each.sentBytes();
            retries += each.retries();
            for (DropReason reason : DropReason.values()) {
                long count = each.taken(reason);
                byReason.merge(reason, count, Long::sum);
                out += count;
            }
        }
        long in = taken.getAsLong() + recovered.sum() + split.sum();
        long pending = in - out;
        for (DropReason reason : DropReason.values()) {
            long count = main.refused(reason);
            byReason.merge(reason, count, Long::sum);
            in += count;
        }
        // Read last, and by another thread's clock than the rest: never more than is pending.
        long kept = Math.max(0, Math.min(pending, onDisk.sum()));
        return new Stats(
                in,
                delivered,
                byReason,
                pending,
                kept,
                sentBytes,
                retries,
                truncatedLines.sum(),
                labelDemotions.counts());
    }
}
