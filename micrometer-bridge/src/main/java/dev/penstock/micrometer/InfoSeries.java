package dev.penstock.micrometer;

import dev.penstock.remotewrite.SeriesTable;

/** The series of a gauge whose name ends in {@code .info}: always 1, its labels tell. */
final class InfoSeries extends MeterSeries {

    private final SingleSeries info;

    InfoSeries(MeterNames names) {
        super(names);
        info = new SingleSeries(names.info(), 0);
    }

    @Override
    void send(SeriesTable table) {
        info.set(table, 1);
    }
}
