package dev.penstock.micrometer;

import dev.penstock.ledger.Account;
import dev.penstock.ledger.DropReason;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The meters of one tenant at one host: counters that sum the accounts of all shippers, running and closed, and
 * histograms. Thread-safe.
 *
 * <p>Names, labels and buckets are those of grafana/alloy, internal/component/common/loki/client/metrics.go; only the
 * reasons are Penstock's own.
 */
final class TenantMeters {

    private static final String BYTES = "bytes";
    private static final String ENTRIES = "entries";

    /** The default buckets of Prometheus' clients. */
    private static final Duration[] REQUEST_DURATIONS =
            seconds(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    private static final Duration[] LATENCIES = seconds(0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600);

    /** From 1 KiB to 20 MiB. */
    private static final double[] REQUEST_SIZES =
            kibibytes(1, 4, 16, 64, 256, 512, 1024, 2048, 4096, 8192, 16_384, 20_480);

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Total> totals = new ArrayList<>();

    /** All that were ever put into the registry. */
    private final Set<Meter> meters = ConcurrentHashMap.newKeySet();

    /** Under this lock, as is what a total has of the past: so no reading sees an account twice, or not at all. */
    private final List<Account> running = new ArrayList<>();

    /** One counter over all accounts. Held here, because a registry holds it weakly. */
    private final class Total {
        final String name;
        final String unit;
        final String description;
        final Tags labels;
        final ToLongFunction<Account> part;

        /** What closed shippers had counted. */
        long past;

        Total(String name, String unit, String description, Tags labels, ToLongFunction<Account> part) {
            this.name = name;
            this.unit = unit;
            this.description = description;
            this.labels = labels;
            this.part = part;
        }

        void register() {
            meters.add(FunctionCounter.builder(name, this, Total::sum)
                    .baseUnit(unit)
                    .description(description)
                    .tags(labels)
                    .register(registry));
        }

        double sum() {
            synchronized (running) {
                long sum = past;
                for (Account each : running) {
                    sum += part.applyAsLong(each);
                }
                return sum;
            }
        }
    }

    /** Nothing is in the registry before {@link #register}. */
    TenantMeters(MeterRegistry registry, String host, String tenant) {
        this.registry = registry;
        tags = Tags.of("host", host, "tenant", tenant);
        total("loki.write.sent.bytes", BYTES, "Compressed bytes the backend acknowledged.", tags, Account::sentBytes);
        total("loki.write.sent.entries", ENTRIES, "Entries the backend acknowledged.", tags, Account::delivered);
        total("loki.write.batch.retries", "retries", "Requests that were repeated.", tags, Account::retries);
        for (DropReason reason : DropReason.values()) {
            Tags labels = tags.and("reason", reason.label());
            total("loki.write.dropped.bytes", BYTES, "Bytes given up.", labels, each -> each.droppedBytes(reason));
            total("loki.write.dropped.entries", ENTRIES, "Entries given up.", labels, each -> each.dropped(reason));
        }
    }

    private void total(String name, String unit, String description, Tags labels, ToLongFunction<Account> part) {
        totals.add(new Total(name, unit, description, labels, part));
    }

    private static Duration[] seconds(double... seconds) {
        Duration[] durations = new Duration[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            durations[i] = Duration.ofMillis(Math.round(seconds[i] * 1000));
        }
        return durations;
    }

    private static double[] kibibytes(double... sizes) {
        double[] bytes = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            bytes[i] = sizes[i] * 1024;
        }
        return bytes;
    }

    /** Puts all into the registry whose labels are known by now. */
    void register() {
        totals.forEach(Total::register);
        requestSize();
        latency();
    }

    void unregister() {
        meters.forEach(registry::remove);
    }

    /** Counts what an account has counted and will. */
    void add(Account account) {
        synchronized (running) {
            running.add(account);
        }
    }

    /** Keeps what an account has counted, and lets go of it. */
    void fold(Account account) {
        synchronized (running) {
            if (running.remove(account)) {
                totals.forEach(each -> each.past += each.part.applyAsLong(account));
            }
        }
    }

    void request(int status, long bytes, long nanos) {
        requestDuration(status).record(nanos, TimeUnit.NANOSECONDS);
        requestSize().record(bytes);
    }

    /** Once for a batch: a timer knows no weights, and as many calls as a batch has entries would be dear. */
    void propagated(long nanos) {
        latency().record(nanos, TimeUnit.NANOSECONDS);
    }

    // The registry gives back the meter it has: a look-up, which beside a request costs nothing.

    private Timer requestDuration(int status) {
        return kept(Timer.builder("loki.write.request.duration")
                .description("How long requests took; status -1 where no answer came.")
                .tags(tags.and("status_code", Integer.toString(status)))
                .serviceLevelObjectives(REQUEST_DURATIONS)
                .register(registry));
    }

    private DistributionSummary requestSize() {
        return kept(DistributionSummary.builder("loki.write.request.size")
                .baseUnit(BYTES)
                .description("Compressed bytes of requests.")
                .tags(tags)
                .serviceLevelObjectives(REQUEST_SIZES)
                .register(registry));
    }

    private Timer latency() {
        return kept(Timer.builder("loki.write.entry.propagation.latency")
                .description("How long batches waited until they were sent or given up; one observation per batch.")
                .tags(tags)
                .serviceLevelObjectives(LATENCIES)
                .register(registry));
    }

    private <M extends Meter> M kept(M meter) {
        meters.add(meter);
        return meter;
    }
}
