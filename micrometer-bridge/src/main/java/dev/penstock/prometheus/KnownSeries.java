package dev.penstock.prometheus;

import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.NativeHistogram;
import dev.penstock.remotewrite.Series;
import dev.penstock.remotewrite.SeriesTable;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A series of the engine's, kept with what tells it from the others of its data point. */
final class KnownSeries {

    /**
     * The most characters in the labels of an exemplar, names included. Source: OpenMetrics 1.0, section Exemplars;
     * receivers refuse longer ones.
     */
    private static final int LONGEST_EXEMPLAR = 128;

    final Series series;
    private final String name;

    /** The bits of a bucket's bound or a quantile; 0 in series that have neither, whose names differ. */
    private final long bits;

    /** The state of a state set. */
    private final @Nullable String state;

    private @Nullable Exemplar lastExemplar;

    KnownSeries(Series series, String name, long bits, @Nullable String state) {
        this.series = series;
        this.name = name;
        this.bits = bits;
        this.state = state;
    }

    boolean is(String otherName, long otherBits, @Nullable String otherState) {
        return bits == otherBits && name.equals(otherName) && Objects.equals(state, otherState) && series.isLive();
    }

    /** A NaN with bits of its own could be read as the end of the series. */
    static double plain(double value) {
        return Double.isNaN(value) ? Double.NaN : value;
    }

    void set(double value, DataPointSnapshot data) {
        if (data.hasScrapeTimestamp()) {
            series.set(plain(value), data.getScrapeTimestampMillis());
        } else {
            series.set(plain(value));
        }
    }

    void set(NativeHistogram value, DataPointSnapshot data) {
        if (data.hasScrapeTimestamp()) {
            series.set(value, data.getScrapeTimestampMillis());
        } else {
            series.set(value);
        }
    }

    /**
     * Adds an exemplar, unless it is the one of the last time.
     *
     * @param now the time of one that has none
     */
    void exemplar(@Nullable Exemplar exemplar, DataPointSnapshot data, long now, SeriesTable table) {
        if (exemplar == null || isLast(exemplar)) {
            return;
        }
        lastExemplar = exemplar;
        Labels labels = LabelSets.of(exemplar.getLabels());
        int length = LabelSets.length(labels);
        if (length > LONGEST_EXEMPLAR) {
            table.trouble(
                    "exemplar " + name,
                    "an exemplar of " + name + " is left out, for its labels have " + length
                            + " characters; expected at most " + LONGEST_EXEMPLAR);
            return;
        }
        long time = data.hasScrapeTimestamp() ? data.getScrapeTimestampMillis() : now;
        series.exemplar(
                plain(exemplar.getValue()), exemplar.hasTimestamp() ? exemplar.getTimestampMillis() : time, labels);
    }

    private boolean isLast(Exemplar exemplar) {
        Exemplar last = lastExemplar;
        return last != null
                && last.getTimestampMillis() == exemplar.getTimestampMillis()
                && Double.compare(last.getValue(), exemplar.getValue()) == 0
                && last.getLabels().equals(exemplar.getLabels());
    }
}
