package dev.penstock.micrometer;

import dev.penstock.remotewrite.SeriesTable;

/** The series of a gauge. */
final class GaugeSeries extends CalledSeries {

    private final FunctionGauge<?> gauge;
    private final SingleSeries series;
    private double value;

    GaugeSeries(MeterNames names, FunctionGauge<?> gauge) {
        super(names);
        this.gauge = gauge;
        series = new SingleSeries(names.gauge(""), 0);
    }

    @Override
    void call() {
        value = gauge.call();
    }

    @Override
    void fail() {
        value = Double.NaN;
    }

    @Override
    void sendKept(SeriesTable table) {
        series.set(table, value);
    }
}
