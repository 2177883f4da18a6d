package dev.penstock.micrometer;

import dev.penstock.metrics.StageMetric;
import dev.penstock.metrics.StageSeries;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of a pipeline as a meter, with its buckets as service level objectives: those above 0, as Micrometer has no
 * others.
 *
 * <p>Micrometer's distribution summaries count whole numbers only: 0.1 lands in the bucket of 1. So where a bound is a
 * fraction, the histogram is a timer, which is exact down to a nanosecond; Prometheus' names of timers end with {@code
 * _seconds}. Thread-safe.
 */
final class StageHistogram {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Micrometer takes values one by one: of more, a histogram rather begins anew. */
    private static final long MOST_REPLAYED = 1_000_000;

    private final Meter meter;
    private final DoubleConsumer record;

    private StageHistogram(Meter meter, DoubleConsumer record) {
        this.meter = meter;
        this.record = record;
    }

    static StageHistogram register(
            MeterRegistry registry, StageMetric metric, @Nullable String description, List<Tag> tags) {
        double[] bounds = metric.buckets().stream()
                .mapToDouble(Double::doubleValue)
                .filter(bound -> bound > 0)
                .toArray();
        for (double bound : bounds) {
            if (bound != Math.rint(bound)) {
                return timer(registry, metric.name(), description, tags, bounds);
            }
        }
        DistributionSummary summary = DistributionSummary.builder(metric.name())
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(bounds)
                .register(registry);
        return new StageHistogram(summary, summary::record);
    }

    private static StageHistogram timer(
            MeterRegistry registry, String name, @Nullable String description, List<Tag> tags, double[] bounds) {
        Duration[] durations = new Duration[bounds.length];
        for (int i = 0; i < bounds.length; i++) {
            durations[i] = Duration.ofNanos(Math.max(1, nanos(bounds[i])));
        }
        Timer timer = Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(durations)
                .register(registry);
        return new StageHistogram(timer, value -> timer.record(nanos(value), TimeUnit.NANOSECONDS));
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * NANOS_PER_SECOND);
    }

    Meter meter() {
        return meter;
    }

    void record(double value) {
        record.accept(value);
    }

    /**
     * Records what a series has observed so far.
     *
     * @param ready run when from now on each further value is to be recorded
     */
    void replay(StageSeries series, Runnable ready) {
        long[] left = {MOST_REPLAYED};
        series.replay(
                () -> {
                    ready.run();
                    left[0] = series.count() > MOST_REPLAYED ? 0 : MOST_REPLAYED;
                },
                (mean, count) -> {
                    for (long i = Math.min(count, left[0]); i > 0; i--) {
                        record(mean);
                    }
                });
    }
}
