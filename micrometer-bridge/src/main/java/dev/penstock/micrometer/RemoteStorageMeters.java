package dev.penstock.micrometer;

import dev.penstock.ledger.DropReason;
import dev.penstock.metrics.MeasuredRemoteWrite;
import dev.penstock.metrics.SelfMetrics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of all shippers of metrics with one name and one URL, running and closed. Thread-safe.
 *
 * <p>Names and labels are those of prometheus/prometheus, storage/remote/queue_manager.go; only the reasons are Penstock's
 * own.
 */
final class RemoteStorageMeters implements SelfMetrics {

    private static final String PREFIX = "prometheus.remote.storage.";
    private static final double MILLIS_PER_SECOND = 1000;

    /** The default buckets of Prometheus' clients, and those that its sender adds. */
    private static final Duration[] DURATIONS =
            durations(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 60_000, 120_000, 300_000);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Tags shipperTags;
    private final List<MeasuredRemoteWrite> running = new CopyOnWriteArrayList<>();
    private final List<Total> totals = new ArrayList<>();
    private final List<Meter> meters = new CopyOnWriteArrayList<>();

    /** What a gauge shows; one class instead of many, see {@link RemoteStorageCount}. */
    private enum Reading implements ToDoubleFunction<RemoteStorageMeters> {
        PENDING,
        SHARDS,
        MOST_SAMPLES,
        HIGHEST_IN,
        HIGHEST_SENT,
        HEALTH,
        BUFFERED_BYTES;

        @Override
        public double applyAsDouble(RemoteStorageMeters meters) {
            return switch (this) {
                case PENDING -> meters.pending();
                case SHARDS -> meters.running.size();
                case MOST_SAMPLES -> meters.most();
                case HIGHEST_IN -> meters.highestIn();
                case HIGHEST_SENT -> meters.highestSent();
                case HEALTH -> meters.health();
                case BUFFERED_BYTES -> meters.bufferedBytes();
            };
        }
    }

    /** A counter: what closed shippers have counted, and what running ones do. */
    private final class Total {

        private final ToLongFunction<MeasuredRemoteWrite> part;
        private long past;

        Total(ToLongFunction<MeasuredRemoteWrite> part) {
            this.part = part;
        }

        double sum() {
            synchronized (totals) {
                long sum = past;
                for (MeasuredRemoteWrite each : running) {
                    sum += part.applyAsLong(each);
                }
                return sum;
            }
        }
    }

    RemoteStorageMeters(MeterRegistry registry, MeasuredRemoteWrite shipper) {
        this.registry = registry;
        tags = Tags.of("remote_name", shipper.name(), "url", shipper.url());
        shipperTags = Tags.of("host", shipper.host(), "name", shipper.name());
    }

    private static Duration[] durations(long... millis) {
        Duration[] durations = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            durations[i] = Duration.ofMillis(millis[i]);
        }
        return durations;
    }

    void register() {
        for (RemoteStorageCount each : RemoteStorageCount.values()) {
            total(each.metric(), Tags.empty(), each, each.description());
        }
        for (DropReason reason : DropReason.values()) {
            total(
                    "samples.dropped",
                    Tags.of("reason", reason.label()),
                    each -> each.stats().dropped(reason),
                    "Samples given up.");
        }
        gauge(PREFIX + "samples.pending", tags, Reading.PENDING, "", "Samples on their way.");
        gauge(PREFIX + "shards", tags, Reading.SHARDS, "", "Requests that may be in flight.");
        gauge(PREFIX + "max.samples.per.send", tags, Reading.MOST_SAMPLES, "", "The most samples in a request.");
        gauge(PREFIX + "queue.highest.timestamp", tags, Reading.HIGHEST_IN, "seconds", "The time of the last publish.");
        gauge(
                PREFIX + "queue.highest.sent.timestamp",
                tags,
                Reading.HIGHEST_SENT,
                "seconds",
                "The latest time of a sample that was acknowledged.");
        gauge("penstock.health", shipperTags, Reading.HEALTH, "", "1 is UP, 0.5 DEGRADED, 0 DOWN.");
        gauge("penstock.buffer.bytes", shipperTags, Reading.BUFFERED_BYTES, "bytes", "Bytes held in memory.");
        Timer unused = duration();
    }

    void unregister() {
        meters.forEach(registry::remove);
    }

    boolean isEmpty() {
        return running.isEmpty();
    }

    void add(MeasuredRemoteWrite shipper) {
        synchronized (totals) {
            running.add(shipper);
        }
    }

    /** Keeps what a shipper has counted, and lets go of it. */
    void fold(MeasuredRemoteWrite shipper) {
        synchronized (totals) {
            if (running.remove(shipper)) {
                totals.forEach(each -> each.past += each.part.applyAsLong(shipper));
            }
        }
    }

    private void total(String name, Tags more, ToLongFunction<MeasuredRemoteWrite> part, String description) {
        Total total = new Total(part);
        totals.add(total);
        meters.add(FunctionCounter.builder(PREFIX + name, total, Total::sum)
                .description(description)
                .tags(tags.and(more))
                .register(registry));
    }

    private void gauge(
            String name, Tags labels, ToDoubleFunction<RemoteStorageMeters> value, String unit, String description) {
        Gauge.Builder<RemoteStorageMeters> builder =
                Gauge.builder(name, this, value).description(description).tags(labels);
        meters.add((unit.isEmpty() ? builder : builder.baseUnit(unit)).register(registry));
    }

    private Timer duration() {
        Timer timer = Timer.builder(PREFIX + "sent.batch.duration")
                .description("How long requests took.")
                .tags(tags)
                .serviceLevelObjectives(DURATIONS)
                .register(registry);
        meters.add(timer);
        return timer;
    }

    private double pending() {
        double sum = 0;
        for (MeasuredRemoteWrite each : running) {
            sum += each.stats().pending();
        }
        return sum;
    }

    private double most() {
        double most = 0;
        for (MeasuredRemoteWrite each : running) {
            most = Math.max(most, each.maxSamplesPerSend());
        }
        return most;
    }

    /** The time of the last publish, in seconds since the epoch. */
    double highestIn() {
        double highest = 0;
        for (MeasuredRemoteWrite each : running) {
            highest = Math.max(highest, each.highestTimestampMillis() / MILLIS_PER_SECOND);
        }
        return highest;
    }

    private double highestSent() {
        double highest = 0;
        for (MeasuredRemoteWrite each : running) {
            highest = Math.max(highest, each.counts().highestSentMillis() / MILLIS_PER_SECOND);
        }
        return highest;
    }

    private double bufferedBytes() {
        double sum = 0;
        for (MeasuredRemoteWrite each : running) {
            sum += each.bufferedBytes();
        }
        return sum;
    }

    /** The worst of all; not a number when none runs, which no alert takes for ill. */
    private double health() {
        double worst = Double.NaN;
        for (MeasuredRemoteWrite each : running) {
            double status = ShipperGauges.number(each.health().status());
            worst = worst < status ? worst : status;
        }
        return worst;
    }

    @Override
    public void request(@Nullable String tenant, int status, long bytes, long nanos) {
        duration().record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void propagated(@Nullable String tenant, long records, long nanos) {
        // Prometheus measures no such thing.
    }
}
