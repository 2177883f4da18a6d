package dev.penstock.micrometer;

import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.SeriesTable;

/** The series of a timer or distribution summary with buckets. */
final class HistogramSeries extends MeterSeries {

    private final Distribution distribution;
    private final BucketCounts counts;
    private final BucketSeries buckets;
    private final SingleSeries count;
    private final SingleSeries sum;
    private final SingleSeries max;

    HistogramSeries(MeterNames names, Distribution distribution, BucketCounts counts, long startedAt) {
        super(names);
        this.distribution = distribution;
        this.counts = counts;
        MetricFamily family = names.family(MetricType.HISTOGRAM);
        double[] bounds = counts.bounds().clone();
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = distribution.scaled(bounds[i]);
        }
        buckets = new BucketSeries(names.part(family, "_bucket"), bounds, startedAt);
        count = new SingleSeries(names.part(family, "_count"), startedAt);
        sum = new SingleSeries(names.part(family, "_sum"), startedAt);
        max = new SingleSeries(names.gauge("_max"), 0);
    }

    @Override
    void send(SeriesTable table) {
        long all = buckets.set(table, counts, distribution.exemplars());
        count.set(table, (double) all);
        sum.set(table, distribution.sum());
        max.set(table, distribution.recentMax());
    }
}
