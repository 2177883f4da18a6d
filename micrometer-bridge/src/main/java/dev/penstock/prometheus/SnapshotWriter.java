package dev.penstock.prometheus;

import dev.penstock.remotewrite.SeriesTable;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DistributionDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;

/**
 * Writes the snapshots of one publish: the series that the client's text format would have, and native histograms beside
 * them. Source: prometheus/client_java, PrometheusTextFormatWriter and PrometheusProtobufWriterImpl.
 */
final class SnapshotWriter {

    private final SeriesTable table;
    private final int publish;
    private final long now;

    SnapshotWriter(SeriesTable table, int publish, long now) {
        this.table = table;
        this.publish = publish;
        this.now = now;
    }

    void write(MetricSnapshot snapshot, FamilySeries family) {
        for (DataPointSnapshot data : snapshot.getDataPoints()) {
            PointSeries point = family.point(data.getLabels(), publish);
            try {
                write(snapshot, data, family, point);
            } catch (RuntimeException e) {
                table.trouble(
                        "data point " + family.name,
                        family.name + data.getLabels() + " cannot be sent, or not all of it: " + e);
            }
        }
    }

    private void write(MetricSnapshot snapshot, DataPointSnapshot data, FamilySeries family, PointSeries point) {
        if (data instanceof CounterDataPointSnapshot counter) {
            counter(counter, family, point);
        } else if (data instanceof GaugeDataPointSnapshot gauge) {
            single(family, point).set(gauge.getValue(), data);
        } else if (data instanceof HistogramDataPointSnapshot histogram) {
            boolean gauge = snapshot instanceof HistogramSnapshot owner && owner.isGaugeHistogram();
            histogram(histogram, gauge, family, point);
        } else if (data instanceof SummaryDataPointSnapshot summary) {
            summary(summary, family, point);
        } else if (data instanceof InfoDataPointSnapshot) {
            single(family, point).set(1, data);
        } else if (data instanceof StateSetDataPointSnapshot states) {
            for (int i = 0; i < states.size(); i++) {
                point.series(table, family.family, family.name, family.name, states.getName(i))
                        .set(states.isTrue(i) ? 1 : 0, data);
            }
        } else if (data instanceof UnknownDataPointSnapshot unknown) {
            single(family, point).set(unknown.getValue(), data);
        }
    }

    private KnownSeries single(FamilySeries family, PointSeries point) {
        return point.series(table, family.family, family.name);
    }

    private void counter(CounterDataPointSnapshot data, FamilySeries family, PointSeries point) {
        KnownSeries series = single(family, point);
        series.set(data.getValue(), data);
        series.series.startedAt(data.getCreatedTimestampMillis());
        series.exemplar(data.getExemplar(), data, now, table);
    }

    private void histogram(HistogramDataPointSnapshot data, boolean gauge, FamilySeries family, PointSeries point) {
        // What goes up and down does not start from zero.
        long start = gauge ? 0 : data.getCreatedTimestampMillis();
        boolean sendsNative = data.hasNativeHistogramData() && table.takesHistograms();
        if (sendsNative) {
            KnownSeries series = single(family, point);
            series.set(NativeBuckets.convert(data, gauge), data);
            series.series.startedAt(start);
            series.exemplar(data.getExemplars().getLatest(), data, now, table);
        }
        if (data.hasClassicHistogramData()) {
            ClassicHistogramBuckets buckets = data.getClassicBuckets();
            long cumulative = 0;
            double lower = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < buckets.size(); i++) {
                cumulative += buckets.getCount(i);
                double upper = buckets.getUpperBound(i);
                bucket(data, cumulative, lower, upper, start, family, point);
                lower = upper;
            }
            countAndSum(data, start, family, point);
        } else if (!sendsNative) {
            // As the text format does, which knows no native ones.
            bucket(data, data.getCount(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, start, family, point);
            countAndSum(data, start, family, point);
        }
    }

    private void bucket(
            HistogramDataPointSnapshot data,
            long cumulative,
            double lower,
            double upper,
            long start,
            FamilySeries family,
            PointSeries point) {
        KnownSeries series = point.series(table, family.family, family.bucketName, "le", upper);
        series.set(cumulative, data);
        series.series.startedAt(start);
        series.exemplar(data.getExemplars().get(lower, upper), data, now, table);
    }

    private void summary(SummaryDataPointSnapshot data, FamilySeries family, PointSeries point) {
        Quantiles quantiles = data.getQuantiles();
        for (int i = 0; i < quantiles.size(); i++) {
            Quantile quantile = quantiles.get(i);
            // Without a start: a quantile does not grow from zero.
            point.series(table, family.family, family.name, "quantile", quantile.getQuantile())
                    .set(quantile.getValue(), data);
        }
        countAndSum(data, data.getCreatedTimestampMillis(), family, point);
    }

    private void countAndSum(DistributionDataPointSnapshot data, long start, FamilySeries family, PointSeries point) {
        if (data.hasCount()) {
            KnownSeries count = point.series(table, family.family, family.countName);
            count.set(data.getCount(), data);
            count.series.startedAt(start);
        }
        if (data.hasSum()) {
            KnownSeries sum = point.series(table, family.family, family.sumName);
            sum.set(data.getSum(), data);
            sum.series.startedAt(start);
        }
    }
}
