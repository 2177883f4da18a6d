package dev.penstock.micrometer;

import dev.penstock.metrics.Measured;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What stages of pipelines drop: {@code loki_process_dropped_lines_total}, a counter for each reason, over all shippers,
 * running and closed. A reason gets its counter when it is first seen. Thread-safe.
 *
 * <p>Name and label are those of grafana/alloy, internal/component/loki/process/stages.
 */
final class StageDrops {

    /** As many as a shipper counts by themselves. */
    private static final int MOST_REASONS = 1000;

    private final MeterRegistry registry;
    private final Map<String, Total> totals = new ConcurrentHashMap<>();

    /** Under this lock, as is what a total has of the past: so no reading sees a shipper twice, or not at all. */
    private final List<Measured> running = new ArrayList<>();

    private volatile boolean unregistered;

    /** One counter. Held here, because a registry holds it weakly. */
    private final class Total {
        final String reason;

        /** What closed shippers had counted. */
        long past;

        volatile @Nullable FunctionCounter meter;

        Total(String reason) {
            this.reason = reason;
        }

        double sum() {
            synchronized (running) {
                long sum = past;
                for (Measured each : running) {
                    sum += each.droppedByStages().getOrDefault(reason, 0L);
                }
                return sum;
            }
        }
    }

    /** Nothing is in the registry before a reason is seen. */
    StageDrops(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts what a shipper has counted and will. */
    void add(Measured shipper) {
        synchronized (running) {
            running.add(shipper);
        }
    }

    /** Looks for reasons that are new. */
    void discover(Measured shipper) {
        for (String reason : shipper.droppedByStages().keySet()) {
            if (!totals.containsKey(reason) && totals.size() < MOST_REASONS) {
                register(reason);
            }
        }
    }

    private void register(String reason) {
        Total fresh = new Total(reason);
        if (totals.putIfAbsent(reason, fresh) != null) {
            return;
        }
        FunctionCounter meter = FunctionCounter.builder("loki.process.dropped.lines", fresh, Total::sum)
                .baseUnit("lines")
                .description("Lines that stages of the pipeline dropped.")
                .tag("reason", reason)
                .register(registry);
        fresh.meter = meter;
        if (unregistered) {
            registry.remove(meter);
        }
    }

    /** Keeps what a shipper has counted, and lets go of it. */
    void fold(Measured shipper) {
        discover(shipper);
        synchronized (running) {
            if (running.remove(shipper)) {
                shipper.droppedByStages().forEach((reason, count) -> {
                    Total total = totals.get(reason);
                    if (total != null) {
                        total.past += count;
                    }
                });
            }
        }
    }

    void unregister() {
        unregistered = true;
        for (Total each : totals.values()) {
            FunctionCounter meter = each.meter;
            if (meter != null) {
                registry.remove(meter);
            }
        }
    }
}
