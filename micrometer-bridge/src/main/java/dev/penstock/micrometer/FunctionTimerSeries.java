package dev.penstock.micrometer;

import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.SeriesTable;
import io.micrometer.core.instrument.FunctionTimer;
import java.util.concurrent.TimeUnit;

/** The series of a timer that asks two functions. */
final class FunctionTimerSeries extends CalledSeries {

    private final FunctionTimer timer;
    private final SingleSeries countSeries;
    private final SingleSeries sumSeries;
    private double count;
    private double sum;

    FunctionTimerSeries(MeterNames names, FunctionTimer timer, long startedAt) {
        super(names);
        this.timer = timer;
        MetricFamily family = names.family(MetricType.SUMMARY);
        countSeries = new SingleSeries(names.part(family, "_count"), startedAt);
        sumSeries = new SingleSeries(names.part(family, "_sum"), startedAt);
    }

    @Override
    void call() {
        count = timer.count();
        sum = timer.totalTime(TimeUnit.SECONDS);
    }

    @Override
    void fail() {
        count = Double.NaN;
        sum = Double.NaN;
    }

    @Override
    void sendKept(SeriesTable table) {
        countSeries.set(table, count);
        sumSeries.set(table, sum);
    }
}
