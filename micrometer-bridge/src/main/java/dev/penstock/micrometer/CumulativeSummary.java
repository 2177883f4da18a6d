package dev.penstock.micrometer;

import io.micrometer.core.instrument.AbstractDistributionSummary;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.TimeWindowMax;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A distribution summary whose count, sum and buckets only grow, and whose maximum is that of the last few minutes.
 * Thread-safe.
 */
final class CumulativeSummary extends AbstractDistributionSummary implements Distribution {

    private final @Nullable BucketCounts buckets;

    /** Not used where buckets count. */
    private final LongAdder count = new LongAdder();

    private final DoubleAdder amount = new DoubleAdder();
    private final TimeWindowMax max;
    private final @Nullable ExemplarSlots exemplars;

    CumulativeSummary(
            Meter.Id id,
            Clock clock,
            DistributionStatisticConfig config,
            double scale,
            @Nullable ExemplarContext context) {
        super(id, clock, CumulativeTimer.percentilesOnly(config), scale, false);
        buckets = BucketCounts.of(config);
        max = new TimeWindowMax(clock, config);
        exemplars = context == null || buckets == null
                ? null
                : new ExemplarSlots(context, clock, buckets.bounds().length + 1);
    }

    @Override
    protected void recordNonNegative(double recorded) {
        if (buckets == null) {
            count.increment();
        } else {
            // Micrometer's histograms with fixed bounds, the Prometheus registry's among them, count whole numbers: a
            // fraction counts as the next one up.
            int bucket = buckets.record(Math.ceil(recorded));
            if (exemplars != null) {
                exemplars.observe(bucket, recorded);
            }
        }
        amount.add(recorded);
        max.record(recorded);
    }

    @Override
    public long count() {
        return buckets == null ? count.sum() : buckets.count();
    }

    @Override
    public double totalAmount() {
        return amount.sum();
    }

    @Override
    public double max() {
        return max.poll();
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
        return totalAmount();
    }

    @Override
    public double recentMax() {
        return max();
    }

    @Override
    public double scaled(double recorded) {
        return recorded;
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
