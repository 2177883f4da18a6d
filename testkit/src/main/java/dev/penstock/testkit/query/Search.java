package dev.penstock.testkit.query;

import dev.penstock.testkit.logql.LogQuery;
import dev.penstock.testkit.logql.Query;
import dev.penstock.testkit.store.Labels;
import dev.penstock.testkit.store.LogLine;
import dev.penstock.testkit.store.LogStore;
import dev.penstock.testkit.store.LogStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Evaluates queries over one tenant's streams. */
final class Search {

    private final LogStore store;
    private final String tenant;

    Search(LogStore store, String tenant) {
        this.store = store;
        this.tenant = tenant;
    }

    /** Entries from {@code start} to before {@code end}, sorted by time, at most {@code limit}. */
    List<FoundEntry> entries(LogQuery query, long start, long end, boolean backward, int limit) {
        List<FoundEntry> found = find(query, start, end);
        Comparator<FoundEntry> byTime = Comparator.comparingLong(FoundEntry::nanos);
        found.sort(backward ? byTime.reversed() : byTime);
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** The value of each label set at each of the times, which ascend; a label set without entries has none. */
    Map<Labels, Map<Long, Double>> values(Query query, long[] times) {
        if (query instanceof Query.Sum sum) {
            Map<Labels, Map<Long, Double>> sums = new HashMap<>();
            values(sum.of(), times).forEach((labels, values) -> {
                Map<Long, Double> into = sums.computeIfAbsent(group(labels, sum.by()), key -> new TreeMap<>());
                values.forEach((time, value) -> into.merge(time, value, Double::sum));
            });
            return sums;
        }
        if (query instanceof Query.OverTime overTime) {
            return overTime(overTime, times);
        }
        throw new IllegalArgumentException("no metric query: " + query);
    }

    private Map<Labels, Map<Long, Double>> overTime(Query.OverTime query, long[] times) {
        Map<Labels, Map<Long, Double>> series = new HashMap<>();
        if (times.length == 0) {
            return series;
        }
        long oldest = minus(times[0], query.rangeNanos());
        double seconds = query.rangeNanos() / 1e9;
        for (FoundEntry entry : find(query.query(), oldest + 1, plusOne(times[times.length - 1]))) {
            double value = switch (query.function()) {
                case COUNT -> 1;
                case RATE -> 1 / seconds;
                case BYTES -> entry.line().getBytes(StandardCharsets.UTF_8).length;
            };
            for (long time : times) { // the range of a step is (time - range, time]
                if (entry.nanos() <= time && entry.nanos() > minus(time, query.rangeNanos())) {
                    series.computeIfAbsent(entry.labels(), labels -> new TreeMap<>())
                            .merge(time, value, Double::sum);
                }
            }
        }
        return series;
    }

    private List<FoundEntry> find(LogQuery query, long start, long end) {
        List<FoundEntry> found = new ArrayList<>();
        store.scan(tenant, stream -> {
            if (query.selects(stream.labels())) {
                find(stream, query, start, end, found);
            }
        });
        return found;
    }

    private static void find(LogStream stream, LogQuery query, long start, long end, List<FoundEntry> into) {
        Labels metadata = Labels.EMPTY;
        Labels merged = stream.labels();
        for (LogLine line : stream.lines()) {
            if (line.nanos() < start || line.nanos() >= end) {
                continue;
            }
            if (line.metadata() != metadata) { // neighbours mostly share theirs
                metadata = line.metadata();
                merged = stream.labels().plus(metadata);
            }
            if (query.keeps(line.line(), merged)) {
                into.add(new FoundEntry(line.nanos(), line.line(), merged));
            }
        }
    }

    private static Labels group(Labels labels, @Nullable List<String> by) {
        Map<String, String> kept = new TreeMap<>();
        for (String name : by == null ? List.<String>of() : by) {
            String value = labels.get(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return Labels.of(kept);
    }

    private static long minus(long time, long range) {
        return time < Long.MIN_VALUE + range + 1 ? Long.MIN_VALUE : time - range;
    }

    private static long plusOne(long time) {
        return time == Long.MAX_VALUE ? time : time + 1;
    }
}
