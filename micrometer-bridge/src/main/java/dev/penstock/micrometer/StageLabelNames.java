package dev.penstock.micrometer;

import dev.penstock.metrics.StageSeries;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of labels that series of the same metric have. Before 1.16, Micrometer's Prometheus registry refuses a meter that
 * has other tags than the first one of its name; so there all get all of them, empty where they have none, which to
 * Prometheus is the same. Used by one thread at a time.
 */
final class StageLabelNames {

    /** By the name of the metric. Only where they must be the same. */
    private final Map<String, Set<String>> names = new ConcurrentHashMap<>();

    /**
     * Takes note of the labels of a series.
     *
     * @return true when series of the same metric that were there before need more labels now
     */
    boolean add(MeterRegistry registry, StageSeries series) {
        if (!mustBeTheSame(registry)) {
            return false;
        }
        Set<String> known = names.get(series.metric().name());
        if (known == null) {
            names.put(series.metric().name(), new TreeSet<>(series.labels().keySet()));
            return false;
        }
        return known.addAll(series.labels().keySet());
    }

    private static boolean mustBeTheSame(MeterRegistry registry) {
        if (registry instanceof CompositeMeterRegistry composite) {
            return composite.getRegistries().stream().anyMatch(StageLabelNames::mustBeTheSame);
        }
        // By name: it need not be on the class path, and is in another package in older versions.
        Class<?> each = registry.getClass();
        while (each != null && !each.getSimpleName().equals("PrometheusMeterRegistry")) {
            each = each.getSuperclass();
        }
        return each != null;
    }

    /** The labels of a series. */
    List<Tag> tags(StageSeries series) {
        Map<String, String> labels = series.labels();
        List<Tag> tags = new ArrayList<>();
        for (String name : names.getOrDefault(series.metric().name(), labels.keySet())) {
            tags.add(Tag.of(name, labels.getOrDefault(name, "")));
        }
        return tags;
    }
}
