package dev.penstock.micrometer;

import dev.penstock.remotewrite.GoFloat;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.SeriesTable;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.util.Arrays;

/** The quantile series of one summary. Used by the publishing thread only. */
final class QuantileSeries {

    private final double[] quantiles;
    private final SingleSeries[] series;

    QuantileSeries(MeterNames names, MetricFamily family, double[] percentiles) {
        quantiles = Arrays.stream(percentiles).distinct().toArray();
        series = new SingleSeries[quantiles.length];
        if (quantiles.length > 0) {
            OwnedName name = names.part(family, "");
            for (int i = 0; i < quantiles.length; i++) {
                String text = GoFloat.format(quantiles[i]);
                series[i] = new SingleSeries(name, names.labels().with("quantile", text), 0);
            }
        }
    }

    boolean isEmpty() {
        return quantiles.length == 0;
    }

    void set(SeriesTable table, ValueAtPercentile[] values, Distribution unit) {
        for (ValueAtPercentile each : values) {
            set(table, each.percentile(), unit.scaled(each.value()));
        }
    }

    void set(SeriesTable table, double quantile, double value) {
        for (int i = 0; i < quantiles.length; i++) {
            if (quantiles[i] == quantile) {
                series[i].set(table, value);
                return;
            }
        }
    }
}
