package dev.penstock.micrometer;

import dev.penstock.remotewrite.SeriesTable;

/** The series of a counter. */
final class CounterSeries extends MeterSeries {

    private final CumulativeCounter counter;
    private final SingleSeries total;

    CounterSeries(MeterNames names, CumulativeCounter counter, long startedAt) {
        super(names);
        this.counter = counter;
        total = new SingleSeries(names.counter(""), startedAt);
    }

    @Override
    void send(SeriesTable table) {
        total.set(table, counter.count(), counter.takeExemplar());
    }
}
