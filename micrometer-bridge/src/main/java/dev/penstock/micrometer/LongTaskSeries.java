package dev.penstock.micrometer;

import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.SeriesTable;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import io.micrometer.core.instrument.util.TimeUtils;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The series of a timer of tasks that are still running. They go up and down, so none has a start; with buckets, count
 * and sum have the names that Prometheus' text format gives to those of gauge histograms.
 */
final class LongTaskSeries extends MeterSeries {

    private final LongTaskTimer timer;
    private final @Nullable BucketSeries buckets;
    private final int bounds;
    private final QuantileSeries quantiles;
    private final SingleSeries count;
    private final SingleSeries sum;
    private final SingleSeries max;

    LongTaskSeries(MeterNames names, LongTaskTimer timer, DistributionStatisticConfig config) {
        super(names);
        this.timer = timer;
        double[] finite = config.getHistogramBuckets(true).stream()
                .filter(each -> each < Double.POSITIVE_INFINITY)
                .mapToDouble(LongTaskSeries::seconds)
                .toArray();
        boolean histogram = config.isPublishingHistogram();
        MetricFamily family = names.family(histogram ? MetricType.HISTOGRAM : MetricType.SUMMARY);
        bounds = finite.length;
        double[] percentiles = config.getPercentiles();
        if (histogram) {
            buckets = new BucketSeries(names.part(family, "_bucket"), finite, 0);
            quantiles = new QuantileSeries(names, family, new double[0]);
            count = new SingleSeries(names.gauge("_gcount"), 0);
            sum = new SingleSeries(names.gauge("_gsum"), 0);
        } else {
            buckets = null;
            quantiles = new QuantileSeries(names, family, percentiles == null ? new double[0] : percentiles);
            count = new SingleSeries(names.part(family, "_count"), 0);
            sum = new SingleSeries(names.part(family, "_sum"), 0);
        }
        max = new SingleSeries(names.gauge("_max"), 0);
    }

    private static double seconds(double nanos) {
        return TimeUtils.nanosToUnit(nanos, TimeUnit.SECONDS);
    }

    @Override
    void send(SeriesTable table) {
        HistogramSnapshot snapshot = timer.takeSnapshot();
        double tasks = (double) snapshot.count();
        if (buckets != null) {
            tasks = send(table, buckets, snapshot);
        }
        for (ValueAtPercentile each : snapshot.percentileValues()) {
            quantiles.set(table, each.percentile(), each.value(TimeUnit.SECONDS));
        }
        count.set(table, tasks);
        sum.set(table, snapshot.total(TimeUnit.SECONDS));
        max.set(table, snapshot.max(TimeUnit.SECONDS));
    }

    /** Tasks come and go while a snapshot is taken, so its count may be less than what its buckets hold. */
    private double send(SeriesTable table, BucketSeries series, HistogramSnapshot snapshot) {
        CountAtBucket[] counts = snapshot.histogramCounts();
        double all = (double) snapshot.count();
        for (int i = 0; i < bounds && i < counts.length; i++) {
            double cumulative = counts[i].count();
            all = Math.max(all, cumulative);
            series.set(table, i, cumulative);
        }
        series.set(table, bounds, all);
        return all;
    }
}
