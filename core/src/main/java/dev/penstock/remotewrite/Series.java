package dev.penstock.remotewrite;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One series of a {@link SeriesTable}, to be kept from publish to publish by whoever sets its value. Not thread-safe: all
 * its methods are for {@link SampleSource#collect}.
 */
public final class Series {

    /** What becomes of its samples. */
    enum Fate {
        /** They are sent. */
        SENT,
        /** A rule drops them. */
        DROPPED_BY_RULE,
        /** Another series has the same labels, or there is no name. */
        REFUSED
    }

    /** Takes the time of the publish. */
    static final long OF_PUBLISH = Long.MIN_VALUE;

    /** A value at a time of its own. */
    record Point(long valueBits, long timestampMillis) {}

    final SeriesTable table;
    final SeriesTable.Key key;
    final MetricFamily family;
    final Labels labels;
    final Fate fate;

    /** The publish in which it was set last. */
    int setIn;

    long valueBits;
    long timestamp;
    long start;

    @Nullable NativeHistogram histogram;

    /** What it was set to after that in the same publish, oldest first. */
    @Nullable List<Point> later;

    @Nullable Exemplar exemplar;

    boolean dead;

    /** What was sent last. */
    long sentAt = Long.MIN_VALUE;

    boolean sentHistogram;

    /** The start for which a zero was sent, or need not be. */
    long zeroFor;

    long exemplarSentAt = Long.MIN_VALUE;

    /** Where its label references are in its chunk. */
    int headAt;

    int headLength;
    byte[] tail = {};

    Series(SeriesTable table, SeriesTable.Key key, MetricFamily family, Labels labels, Fate fate) {
        this.table = table;
        this.key = key;
        this.family = family;
        this.labels = labels;
        this.fate = fate;
    }

    /**
     * Sets its value in this publish. A series that is not set in a publish, and was in the one before, ends with a stale
     * marker.
     *
     * @param value any
     */
    public void set(double value) {
        set(value, OF_PUBLISH);
    }

    /**
     * Sets its value in this publish, with a time of its own. A series with such times gets no stale marker. Source:
     * prometheus/prometheus, scrape/scrape.go.
     *
     * @param value any
     * @param timestampMillis since the epoch; one that is not after the last one is not sent again. A series may be set
     *     several times in a publish, each time later than before
     */
    public void set(double value, long timestampMillis) {
        if (timestampMillis != OF_PUBLISH && table.refusesTime(this, timestampMillis)) {
            return;
        }
        if (isLaterInPublish(timestampMillis)) {
            later = later == null ? new ArrayList<>() : later;
            later.add(new Point(Double.doubleToRawLongBits(value), timestampMillis));
            table.countSet(fate);
        } else if (isFirstInPublish()) {
            valueBits = Double.doubleToRawLongBits(value);
            timestamp = timestampMillis;
            histogram = null;
            later = null;
            table.sawTime(timestampMillis);
        }
    }

    /**
     * Sets its value in this publish: a native histogram.
     *
     * @param value the histogram
     */
    public void set(NativeHistogram value) {
        set(value, OF_PUBLISH);
    }

    /**
     * Sets its value in this publish, with a time of its own.
     *
     * @param value the histogram
     * @param timestampMillis as for {@link #set(double, long)}
     */
    public void set(NativeHistogram value, long timestampMillis) {
        if (!table.takesHistograms()) {
            // As if it did not exist; it may be set in the next publish.
            return;
        }
        if (timestampMillis != OF_PUBLISH && table.refusesTime(this, timestampMillis)) {
            return;
        }
        if (isFirstInPublish()) {
            timestamp = timestampMillis;
            later = null;
            table.sawTime(timestampMillis);
            histogram = value;
        }
    }

    private boolean isLaterInPublish(long time) {
        if (setIn != table.publishes() || time == OF_PUBLISH || timestamp == OF_PUBLISH || histogram != null) {
            return false;
        }
        return time > (later == null ? timestamp : later.get(later.size() - 1).timestampMillis());
    }

    private boolean isFirstInPublish() {
        if (setIn == table.publishes()) {
            table.setTwice(this);
            return false;
        }
        setIn = table.publishes();
        table.countSet(fate);
        return true;
    }

    /**
     * Says since when its value counts: the start timestamp. Stays until it is said again.
     *
     * @param epochMillis since the epoch; 0 for unknown
     */
    public void startedAt(long epochMillis) {
        start = epochMillis;
    }

    /**
     * Adds an exemplar to its value in this publish.
     *
     * @param value what was observed
     * @param timestampMillis when, since the epoch; one that was sent already is not sent again
     * @param exemplarLabels such as {@code trace_id}
     */
    public void exemplar(double value, long timestampMillis, Labels exemplarLabels) {
        if (table.takesExemplars()) {
            exemplar = new Exemplar(value, timestampMillis, exemplarLabels);
        }
    }

    /**
     * Whether the handle may still be used.
     *
     * @return false after a publish in which it was not set: ask {@link SeriesTable#series} again
     */
    public boolean isLive() {
        return !dead;
    }

    @Override
    public String toString() {
        return labels.toString();
    }
}
