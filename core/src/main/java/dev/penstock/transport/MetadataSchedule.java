package dev.penstock.transport;

import dev.penstock.remotewrite.MetricFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * When a receiver of 1.0 is told of which metrics: all of them every minute, at most 2000 at a time. Source:
 * prometheus/prometheus, config/config.go, {@code DefaultMetadataConfig}. Not thread-safe.
 */
final class MetadataSchedule {

    private static final long INTERVAL_NANOS = 60_000_000_000L;
    private static final int MOST_AT_A_TIME = 2000;

    /** Metrics that are remembered; applications may make up names at will. */
    private static final int MOST_FAMILIES = 100_000;

    private final LongSupplier nanoClock;
    private final Map<String, MetricFamily> known = new LinkedHashMap<>();

    /** Those that are still to be told of in this round. */
    private final List<MetricFamily> round = new ArrayList<>();

    private boolean begun;
    private long lastRound;

    MetadataSchedule(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void learn(List<MetricFamily> families) {
        for (MetricFamily each : families) {
            if (known.size() < MOST_FAMILIES || known.containsKey(each.name())) {
                MetricFamily before = known.put(each.name(), each);
                if (begun && before == null) {
                    round.add(each);
                }
            }
        }
    }

    /** What to tell of now. */
    List<MetricFamily> due() {
        long now = nanoClock.getAsLong();
        if (!begun || now - lastRound >= INTERVAL_NANOS) {
            begun = true;
            lastRound = now;
            round.clear();
            round.addAll(known.values());
        }
        List<MetricFamily> some = round.subList(0, Math.min(MOST_AT_A_TIME, round.size()));
        List<MetricFamily> due = List.copyOf(some);
        some.clear();
        return due;
    }
}
