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

/**
 * How many entries shippers of one name sent with a label as structured metadata because it has too many values: a counter
 * for each such label, running shippers and closed ones together. Thread-safe.
 */
final class DemotionMeters {

    /** Labels that have a counter: ten times what a shipper tells apart, for shippers may be started anew. */
    private static final int LABELS = 1000;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<String, Total> totals = new ConcurrentHashMap<>();
    private final Set<Meter> meters = ConcurrentHashMap.newKeySet();

    /** Under this lock, as is what a total has of the past: so no reading sees a shipper twice, or not at all. */
    private final List<Measured> running = new ArrayList<>();

    private volatile boolean unregistered;

    /** One counter. Held here, because a registry holds it weakly. */
    private final class Total {

        private final String label;
        private long past;

        Total(String label) {
            this.label = label;
        }

        long of(Measured shipper) {
            return shipper.stats().demotedLabels().getOrDefault(label, 0L);
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

    /** Nothing is in the registry until a label is demoted. */
    DemotionMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
    }

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

    /** Looks for labels that are new. They hold all they ever counted, so nothing is lost if that is late. */
    void discover(Measured shipper) {
        for (String label : shipper.stats().demotedLabels().keySet()) {
            if (totals.containsKey(label) || totals.size() >= LABELS) {
                continue;
            }
            Total fresh = new Total(label);
            if (totals.putIfAbsent(label, fresh) == null) {
                register(fresh);
            }
        }
    }

    private void register(Total total) {
        Meter meter = FunctionCounter.builder("penstock.label.demotions", total, Total::sum)
                .description("Entries with this label sent as structured metadata, because it has too many values.")
                .tags(tags.and("label", total.label))
                .register(registry);
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
