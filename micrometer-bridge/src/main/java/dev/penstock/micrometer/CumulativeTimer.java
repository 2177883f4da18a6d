package dev.penstock.micrometer;

import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.util.TimeUtils;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A timer whose count, sum and buckets only grow, and whose maximum is that of the last few minutes. Thread-safe. */
final class CumulativeTimer extends AbstractTimer implements Distribution {

    private final @Nullable BucketCounts buckets;

    /** Not used where buckets count. */
    private final LongAdder count = new LongAdder();

    private final LongAdder nanos = new LongAdder();
    private final TimeWindowMax max;
    private final @Nullable ExemplarSlots exemplars;

    CumulativeTimer(
            Meter.Id id,
            Clock clock,
            DistributionStatisticConfig config,
            PauseDetector pauseDetector,
            @Nullable ExemplarContext context) {
        super(id, clock, percentilesOnly(config), pauseDetector, TimeUnit.SECONDS, false);
        buckets = BucketCounts.of(config);
        max = new TimeWindowMax(clock, config);
        exemplars = context == null || buckets == null
                ? null
                : new ExemplarSlots(context, clock, buckets.bounds().length + 1);
    }

    /** What the superclass keeps is a window of time: right for percentiles, wrong for buckets. */
    static DistributionStatisticConfig percentilesOnly(DistributionStatisticConfig config) {
        return DistributionStatisticConfig.builder()
                .percentilesHistogram(false)
                .serviceLevelObjectives()
                .build()
                .merge(config);
    }

    @Override
    protected void recordNonNegative(long amount, TimeUnit unit) {
        long recorded = unit.toNanos(amount);
        if (buckets == null) {
            count.increment();
        } else {
            int bucket = buckets.record((double) recorded);
            if (exemplars != null) {
                exemplars.observe(bucket, scaled((double) recorded));
            }
        }
        nanos.add(recorded);
        max.record((double) recorded, TimeUnit.NANOSECONDS);
    }

    @Override
    public long count() {
        return buckets == null ? count.sum() : buckets.count();
    }

    @Override
    public double totalTime(TimeUnit unit) {
        return TimeUtils.nanosToUnit((double) nanos.sum(), unit);
    }

    @Override
    public double max(TimeUnit unit) {
        return max.poll(unit);
    }

    @Override
    public @Nullable BucketCounts buckets() {
        return buckets;
    }

    @Override
    public @Nullable ExemplarSlots exemplars() {
        return exemplars;
    }

    @Override
    public double sum() {
        return totalTime(TimeUnit.SECONDS);
    }

    @Override
    public double recentMax() {
        return max(TimeUnit.SECONDS);
    }

    @Override
    public double scaled(double recorded) {
        return TimeUtils.nanosToUnit(recorded, TimeUnit.SECONDS);
    }

    @Override
    public HistogramSnapshot takeSnapshot() {
        HistogramSnapshot window = super.takeSnapshot();
        return buckets == null
                ? window
                : new HistogramSnapshot(
                        window.count(),
                        window.total(),
                        window.max(),
                        window.percentileValues(),
                        buckets.snapshot(),
                        window::outputSummary);
    }
}
