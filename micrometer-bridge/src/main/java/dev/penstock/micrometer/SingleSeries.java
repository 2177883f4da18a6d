package dev.penstock.micrometer;

import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.Series;
import dev.penstock.remotewrite.SeriesTable;
import org.jspecify.annotations.Nullable;

/** One series of a meter, found once and kept. Used by the publishing thread only. */
final class SingleSeries {

    private final OwnedName name;
    private final Labels labels;
    private final long startedAt;
    private @Nullable Series series;

    SingleSeries(OwnedName name, long startedAt) {
        this(name, name.labels, startedAt);
    }

    /**
     * A series with a label more than the meter has, such as a quantile.
     *
     * @param startedAt epoch milliseconds; 0 for what does not count up
     */
    SingleSeries(OwnedName name, Labels labels, long startedAt) {
        this.name = name;
        this.labels = labels;
        this.startedAt = startedAt;
    }

    void set(SeriesTable table, double value) {
        if (name.held) {
            in(table).set(value);
        }
    }

    void set(SeriesTable table, double value, @Nullable Exemplar exemplar) {
        if (name.held) {
            Series current = in(table);
            current.set(value);
            if (exemplar != null) {
                current.exemplar(exemplar.value(), exemplar.timestampMillis(), exemplar.labels());
            }
        }
    }

    private Series in(SeriesTable table) {
        Series current = series;
        if (current == null || !current.isLive()) {
            current = table.series(name.family, name.name, labels);
            if (startedAt > 0) {
                current.startedAt(startedAt);
            }
            series = current;
        }
        return current;
    }
}
