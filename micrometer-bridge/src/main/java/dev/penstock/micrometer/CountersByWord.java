package dev.penstock.micrometer;

import dev.penstock.metrics.Measured;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What shippers count by words that nobody knows beforehand, such as labels or the reasons of stages: a counter for each,
 * running shippers and closed ones together. A word gets its counter when it is first seen. Thread-safe.
 */
final class CountersByWord {

    /** Words that have a counter; what is counted by others is in no meter. */
    private static final int MOST = 1000;

    private final MeterRegistry registry;
    private final Description description;
    private final Tags tags;
    private final Function<Measured, Map<String, Long>> counts;
    private final Map<String, Total> totals = new ConcurrentHashMap<>();
    private final Set<Meter> meters = ConcurrentHashMap.newKeySet();

    /** Under this lock, as is what a total has of the past: so no reading sees a shipper twice, or not at all. */
    private final List<Measured> running = new ArrayList<>();

    private volatile boolean unregistered;

    /**
     * What is counted.
     *
     * @param meter the meter's name
     * @param tag the tag that has the word
     * @param unit the base unit; empty for none
     * @param text for people
     */
    record Description(String meter, String tag, String unit, String text) {}

    /** One counter. Held here, because a registry holds it weakly. */
    private final class Total {

        private final String word;

        /** What closed shippers had counted. */
        private long past;

        Total(String word) {
            this.word = word;
        }

        long of(Measured shipper) {
            return counts.apply(shipper).getOrDefault(word, 0L);
        }

        double sum() {
            synchronized (running) {
                long sum = past;
                for (Measured each : running) {
                    sum += of(each);
                }
                return sum;
            }
        }
    }

    /**
     * Nothing is in the registry before a word is seen.
     *
     * @param tags those of all its meters
     * @param counts what a shipper has counted so far, by word
     */
    CountersByWord(
            MeterRegistry registry, Description description, Tags tags, Function<Measured, Map<String, Long>> counts) {
        this.registry = registry;
        this.description = description;
        this.tags = tags;
        this.counts = counts;
    }

    /** Counts what a shipper has counted and will. */
    void add(Measured shipper) {
        synchronized (running) {
            running.add(shipper);
        }
        discover(shipper);
    }

    /** Keeps what a shipper has counted, and lets go of it. */
    void fold(Measured shipper) {
        discover(shipper);
        synchronized (running) {
            if (running.remove(shipper)) {
                totals.values().forEach(each -> each.past += each.of(shipper));
            }
        }
    }

    /** Looks for words that are new. Shippers hold all they ever counted, so nothing is lost if that is late. */
    void discover(Measured shipper) {
        for (String word : counts.apply(shipper).keySet()) {
            if (totals.containsKey(word) || totals.size() >= MOST) {
                continue;
            }
            Total fresh = new Total(word);
            if (totals.putIfAbsent(word, fresh) == null) {
                register(fresh);
            }
        }
    }

    private void register(Total total) {
        FunctionCounter.Builder<Total> builder = FunctionCounter.builder(description.meter(), total, Total::sum)
                .description(description.text())
                .tags(tags.and(description.tag(), total.word));
        if (!description.unit().isEmpty()) {
            builder.baseUnit(description.unit());
        }
        Meter meter = builder.register(registry);
        meters.add(meter);
        if (unregistered) {
            registry.remove(meter);
        }
    }

    void unregister() {
        unregistered = true;
        meters.forEach(registry::remove);
    }
}
