package dev.penstock.prometheus;

import dev.penstock.remotewrite.GoFloat;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.SeriesTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The series of one data point, in the order in which they were asked for in the last publish: mostly it is the same in the
 * next one, and nothing has to be looked up. Where it is not, the table knows the series.
 */
final class PointSeries {

    private final Labels labels;
    private final List<KnownSeries> series = new ArrayList<>(1);
    private int next;

    /** The publish that saw it last. */
    int seenIn;

    PointSeries(Labels labels) {
        this.labels = labels;
    }

    /** Begins anew. */
    void rewind() {
        next = 0;
    }

    KnownSeries series(SeriesTable table, MetricFamily family, String name) {
        KnownSeries known = known(name, 0, null);
        return known != null ? known : keep(table, family, name, labels, 0, null);
    }

    /** With a label whose value is a number: {@code le} or {@code quantile}. */
    KnownSeries series(SeriesTable table, MetricFamily family, String name, String label, double value) {
        long bits = Double.doubleToLongBits(value);
        KnownSeries known = known(name, bits, null);
        return known != null ? known : keep(table, family, name, labels.with(label, GoFloat.format(value)), bits, null);
    }

    /** With a label that names a state. */
    KnownSeries series(SeriesTable table, MetricFamily family, String name, String label, String state) {
        KnownSeries known = known(name, 0, state);
        return known != null ? known : keep(table, family, name, labels.with(label, state), 0, state);
    }

    private @Nullable KnownSeries known(String name, long bits, @Nullable String state) {
        if (next < series.size() && series.get(next).is(name, bits, state)) {
            return series.get(next++);
        }
        return null;
    }

    private KnownSeries keep(
            SeriesTable table, MetricFamily family, String name, Labels all, long bits, @Nullable String state) {
        KnownSeries made = new KnownSeries(table.series(family, name, all), name, bits, state);
        if (next < series.size()) {
            series.set(next, made);
        } else {
            series.add(made);
        }
        next++;
        return made;
    }
}
