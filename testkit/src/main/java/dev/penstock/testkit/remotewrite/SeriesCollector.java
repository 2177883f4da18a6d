package dev.penstock.testkit.remotewrite;

import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.store.Labels;
import dev.penstock.testkit.store.WrittenSeries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gathers what is good and what is bad in a request, and sees to it that each series is there once. */
final class SeriesCollector {

    private final List<WrittenSeries> series = new ArrayList<>();
    private final Map<Labels, Integer> positions = new HashMap<>();
    private final Map<String, MetricMetadata> metadata = new LinkedHashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    /**
     * Adds a series unless it is there already.
     *
     * @param where says which it is, if need be: that costs more than all the rest
     */
    void add(int position, Supplier<String> where, WrittenSeries one) {
        Integer before = positions.putIfAbsent(one.labels(), position);
        if (before == null) {
            series.add(one);
        } else {
            violations.add(new Violation(
                    where.get() + ": the same series is timeseries[" + before
                            + "] of this request; each must be there once",
                    Violation.Cost.REFUSED));
        }
    }

    void describe(String family, MetricMetadata given) {
        metadata.put(family, given);
    }

    void violation(String where, BadPartException bad) {
        violations.add(Violation.of(where, bad));
    }

    void note(String text) {
        violations.add(new Violation(text, Violation.Cost.NOTED));
    }

    DecodedRequest request() {
        return new DecodedRequest(List.copyOf(series), metadata, List.copyOf(violations));
    }
}
