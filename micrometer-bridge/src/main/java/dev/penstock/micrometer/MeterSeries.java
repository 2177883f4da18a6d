package dev.penstock.micrometer;

import dev.penstock.remotewrite.SeriesTable;
import io.micrometer.core.instrument.Meter;
import java.util.List;

/** The series of one meter: reads it and sets them, once in each publish. Used by the publishing thread only. */
abstract class MeterSeries {

    private final Meter.Id id;
    private final List<OwnedName> names;

    MeterSeries(MeterNames names) {
        id = names.id();
        this.names = names.given();
    }

    Meter.Id id() {
        return id;
    }

    /** All names of its series; complete once the constructor is through. */
    List<OwnedName> names() {
        return names;
    }

    abstract void send(SeriesTable table);
}
