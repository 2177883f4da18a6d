package dev.penstock.micrometer;

import dev.penstock.remotewrite.SeriesTable;
import io.micrometer.core.instrument.FunctionCounter;

/** The series of a counter that asks a function. */
final class FunctionCounterSeries extends CalledSeries {

    private final FunctionCounter counter;
    private final SingleSeries total;
    private double count;

    FunctionCounterSeries(MeterNames names, FunctionCounter counter, long startedAt) {
        super(names);
        this.counter = counter;
        total = new SingleSeries(names.counter(""), startedAt);
    }

    @Override
    void call() {
        count = counter.count();
    }

    @Override
    void fail() {
        count = Double.NaN;
    }

    @Override
    void sendKept(SeriesTable table) {
        total.set(table, count);
    }
}
