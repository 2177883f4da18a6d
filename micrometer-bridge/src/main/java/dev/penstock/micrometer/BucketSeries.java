package dev.penstock.micrometer;

import dev.penstock.remotewrite.GoFloat;
import dev.penstock.remotewrite.Series;
import dev.penstock.remotewrite.SeriesTable;
import org.jspecify.annotations.Nullable;

/**
 * The bucket series of one histogram, found once and kept: those of its bounds, and the one for all. Used by the
 * publishing thread only.
 */
final class BucketSeries {

    private final OwnedName name;
    private final double[] bounds;
    private final long startedAt;
    private final @Nullable Series[] series;

    /**
     * The series of some bounds.
     *
     * @param bounds as they are sent: finite, ascending
     * @param startedAt epoch milliseconds; 0 for what does not count up
     */
    BucketSeries(OwnedName name, double[] bounds, long startedAt) {
        this.name = name;
        this.bounds = bounds;
        this.startedAt = startedAt;
        series = new Series[bounds.length + 1];
    }

    /** Sets all buckets and returns the count of all. */
    long set(SeriesTable table, BucketCounts counts, @Nullable ExemplarSlots exemplars) {
        long cumulative = 0;
        boolean held = name.held;
        for (int i = 0; i < series.length; i++) {
            cumulative += counts.get(i);
            if (held) {
                Series current = in(table, i);
                current.set((double) cumulative);
                Exemplar exemplar = exemplars == null ? null : exemplars.take(i);
                if (exemplar != null) {
                    current.exemplar(exemplar.value(), exemplar.timestampMillis(), exemplar.labels());
                }
            }
        }
        return cumulative;
    }

    /** Sets one bucket; the last one is the one for all. */
    void set(SeriesTable table, int index, double cumulative) {
        if (name.held) {
            in(table, index).set(cumulative);
        }
    }

    private Series in(SeriesTable table, int index) {
        Series current = series[index];
        if (current == null || !current.isLive()) {
            double bound = index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
            current = table.series(name.family, name.name, name.labels.with("le", GoFloat.format(bound)));
            if (startedAt > 0) {
                current.startedAt(startedAt);
            }
            series[index] = current;
        }
        return current;
    }
}
