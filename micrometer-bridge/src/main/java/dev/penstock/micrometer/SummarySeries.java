package dev.penstock.micrometer;

import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.SeriesTable;

/** The series of a timer or distribution summary without buckets, with or without percentiles. */
final class SummarySeries extends MeterSeries {

    private final Distribution distribution;
    private final QuantileSeries quantiles;
    private final SingleSeries count;
    private final SingleSeries sum;
    private final SingleSeries max;

    /**
     * The series.
     *
     * @param percentiles between 0 and 1; empty for none
     */
    SummarySeries(MeterNames names, Distribution distribution, double[] percentiles, long startedAt) {
        super(names);
        this.distribution = distribution;
        MetricFamily family = names.family(MetricType.SUMMARY);
        quantiles = new QuantileSeries(names, family, percentiles);
        count = new SingleSeries(names.part(family, "_count"), startedAt);
        sum = new SingleSeries(names.part(family, "_sum"), startedAt);
        max = new SingleSeries(names.gauge("_max"), 0);
    }

    @Override
    void send(SeriesTable table) {
        if (!quantiles.isEmpty()) {
            quantiles.set(table, distribution.takeSnapshot().percentileValues(), distribution);
        }
        count.set(table, (double) distribution.count());
        sum.set(table, distribution.sum());
        max.set(table, distribution.recentMax());
    }
}
