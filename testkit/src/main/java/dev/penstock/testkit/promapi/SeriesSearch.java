package dev.penstock.testkit.promapi;

import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSample;
import dev.penstock.testkit.promql.Selector;
import dev.penstock.testkit.store.Labels;
import dev.penstock.testkit.store.MetricDatabase;
import dev.penstock.testkit.store.MetricSeries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Finds series and their points, those of one tenant. */
final class SeriesSearch {

    /** How old a point may be that an instant query still shows ({@code --query.lookback-delta}). */
    private static final long LOOKBACK_MILLIS = 5 * 60_000L;

    private static final Comparator<Labels> BY_LABELS = SeriesSearch::compare;

    private final MetricDatabase database;
    private final String tenant;

    SeriesSearch(MetricDatabase database, String tenant) {
        this.database = database;
        this.tenant = tenant;
    }

    /** The newest point of each series at a time, unless it is a stale marker. */
    List<FoundSeries> instant(Selector selector, long time) {
        List<FoundSeries> found = new ArrayList<>();
        database.scan(tenant, (name, series) -> {
            if (selector.selects(series.labels())) {
                newest(series, time, found);
            }
        });
        return sorted(found);
    }

    /** The points of each series after {@code time - range} and up to {@code time}, without stale markers. */
    List<FoundSeries> range(Selector selector, long time) {
        long after = minus(time, selector.rangeMillis());
        List<FoundSeries> found = new ArrayList<>();
        database.scan(tenant, (name, series) -> {
            if (selector.selects(series.labels())) {
                List<StoredSample> samples = between(series.samples(), StoredSample::timestampMillis, after, time)
                        .filter(sample -> !sample.isStale())
                        .toList();
                List<StoredHistogram> histograms = between(
                                series.histograms(), StoredHistogram::timestampMillis, after, time)
                        .filter(histogram -> !histogram.isStale())
                        .toList();
                if (!samples.isEmpty() || !histograms.isEmpty()) {
                    found.add(new FoundSeries(series.labels(), samples, histograms));
                }
            }
        });
        return sorted(found);
    }

    /** The label sets that have a point in the time range and fit one of the selectors, if there are selectors. */
    Collection<Labels> labels(List<Selector> selectors, long start, long end) {
        TreeSet<Labels> found = new TreeSet<>(BY_LABELS);
        database.scan(tenant, (name, series) -> {
            boolean wanted =
                    selectors.isEmpty() || selectors.stream().anyMatch(selector -> selector.selects(series.labels()));
            if (wanted && hasPoint(series, start, end)) {
                found.add(series.labels());
            }
        });
        return found;
    }

    private static void newest(MetricSeries series, long time, List<FoundSeries> into) {
        long after = minus(time, LOOKBACK_MILLIS);
        StoredSample sample = between(series.samples(), StoredSample::timestampMillis, after, time)
                .reduce((a, b) -> b)
                .orElse(null);
        StoredHistogram histogram = between(series.histograms(), StoredHistogram::timestampMillis, after, time)
                .reduce((a, b) -> b)
                .orElse(null);
        if (histogram != null && (sample == null || histogram.timestampMillis() > sample.timestampMillis())) {
            if (!histogram.isStale()) {
                into.add(new FoundSeries(series.labels(), List.of(), List.of(histogram)));
            }
        } else if (sample != null && !sample.isStale()) {
            into.add(new FoundSeries(series.labels(), List.of(sample), List.of()));
        }
    }

    private static boolean hasPoint(MetricSeries series, long start, long end) {
        return series.samples().stream().anyMatch(s -> s.timestampMillis() >= start && s.timestampMillis() <= end)
                || series.histograms().stream()
                        .anyMatch(h -> h.timestampMillis() >= start && h.timestampMillis() <= end);
    }

    private static <T> Stream<T> between(List<T> points, ToLongFunction<T> time, long after, long end) {
        return points.stream().filter(point -> time.applyAsLong(point) > after && time.applyAsLong(point) <= end);
    }

    private static List<FoundSeries> sorted(List<FoundSeries> found) {
        found.sort(Comparator.comparing(FoundSeries::labels, BY_LABELS));
        return found;
    }

    /** Name by name and value by value, as Prometheus sorts series. */
    private static int compare(Labels left, Labels right) {
        Iterator<Map.Entry<String, String>> rights = right.entrySet().iterator();
        for (Map.Entry<String, String> label : left.entrySet()) {
            if (!rights.hasNext()) {
                return 1;
            }
            Map.Entry<String, String> other = rights.next();
            int order = label.getKey().compareTo(other.getKey());
            if (order == 0) {
                order = label.getValue().compareTo(other.getValue());
            }
            if (order != 0) {
                return order;
            }
        }
        return rights.hasNext() ? -1 : 0;
    }

    private static long minus(long time, long range) {
        return time < Long.MIN_VALUE + range ? Long.MIN_VALUE : time - range;
    }
}
