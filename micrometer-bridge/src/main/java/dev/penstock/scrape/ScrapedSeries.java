package dev.penstock.scrape;

import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.Series;
import dev.penstock.remotewrite.SeriesTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A series as its target writes it, with what it said in the last scrape. */
final class ScrapedSeries {

    final int hash;

    /** The scrape in which it was seen last. */
    int seenIn;

    /** Its place in that scrape. */
    int position;

    private final byte[] key;
    private final FamilyType type;
    private final String name;
    private final Labels labels;
    private @Nullable MetricFamily family;
    private @Nullable Series series;

    private double value;
    private boolean hasTimestamp;
    private long timestamp;
    private long start;

    /** Older points of the same scrape, in the order of their times. */
    private final List<Point> older = new ArrayList<>();

    private int duplicates;
    private @Nullable Labels exemplar;
    private double exemplarValue;
    private long exemplarTimestamp;
    private boolean exemplarHadTimestamp;
    private boolean exemplarIsNew;

    /** A value at a time. */
    private record Point(double value, long timestamp) {}

    ScrapedSeries(ParsedSample sample, FamilyType type, int hash) {
        int from = sample.keyOffset();
        key = Arrays.copyOfRange(sample.body(), from, from + sample.keyLength());
        this.type = type;
        this.hash = hash;
        name = sample.name();
        labels = Labels.of(sample.labels());
    }

    boolean is(ParsedSample sample, FamilyType itsType) {
        int from = sample.keyOffset();
        return type == itsType && Arrays.equals(key, 0, key.length, sample.body(), from, from + sample.keyLength());
    }

    void family(MetricFamily its) {
        family = its;
    }

    boolean hasFamily() {
        return family != null;
    }

    /** What it says in a scrape, for the first time. */
    void take(ParsedSample sample, boolean honorTimestamps, long now) {
        older.clear();
        duplicates = 0;
        exemplarIsNew = false;
        read(sample, honorTimestamps && sample.hasTimestamp(), now);
    }

    /** What it says in the same scrape once more: points at later times are no duplicates. */
    void takeAgain(ParsedSample sample, boolean honorTimestamps, long now) {
        boolean timed = honorTimestamps && sample.hasTimestamp();
        if (timed && hasTimestamp && sample.timestampMillis() > timestamp) {
            older.add(new Point(value, timestamp));
            read(sample, true, now);
        } else {
            duplicates++;
        }
    }

    private void read(ParsedSample sample, boolean timed, long now) {
        value = sample.value();
        hasTimestamp = timed;
        timestamp = timed ? sample.timestampMillis() : 0;
        start = sample.startTimestampMillis();
        if (sample.hasExemplar()) {
            exemplar(sample, now);
        }
    }

    /** One without a time has the time of the scrape that showed it first. */
    private void exemplar(ParsedSample sample, long now) {
        Labels its = Labels.of(sample.exemplarLabels());
        boolean timed = sample.hasExemplarTimestamp();
        boolean same = !timed
                && !exemplarHadTimestamp
                && its.equals(exemplar)
                && Double.compare(sample.exemplarValue(), exemplarValue) == 0;
        if (!same) {
            exemplarTimestamp = timed ? sample.exemplarTimestampMillis() : now;
        }
        exemplar = its;
        exemplarValue = sample.exemplarValue();
        exemplarHadTimestamp = timed;
        exemplarIsNew = true;
    }

    /** Sets what it says. */
    void set(SeriesTable table) {
        Series handle = series;
        if (handle == null || !handle.isLive()) {
            MetricFamily its = family;
            if (its == null) {
                // Nothing was said of it.
                its = new MetricFamily(name, TypeOf.type(type));
                family = its;
            }
            handle = table.series(its, name, labels);
            series = handle;
        }
        handle.startedAt(start);
        for (Point each : older) {
            handle.set(each.value(), each.timestamp());
        }
        set(handle);
        Labels seen = exemplar;
        if (exemplarIsNew && seen != null) {
            handle.exemplar(exemplarValue, exemplarTimestamp, seen);
        }
        for (int i = 0; i < duplicates; i++) {
            // Counted and said by the table.
            set(handle);
        }
    }

    private void set(Series handle) {
        if (hasTimestamp) {
            handle.set(value, timestamp);
        } else {
            handle.set(value);
        }
    }
}
