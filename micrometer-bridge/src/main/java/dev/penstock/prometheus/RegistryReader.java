package dev.penstock.prometheus;

import dev.penstock.remotewrite.SeriesTable;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads all metrics of a registry. The registry's own scrape is all or nothing; once it has failed, collectors are asked
 * one by one, so that one which throws takes none of the others with it. Not thread-safe.
 */
final class RegistryReader {

    private final PrometheusRegistry registry;
    private @Nullable RegisteredCollectors collectors;

    RegistryReader(PrometheusRegistry registry) {
        this.registry = registry;
    }

    /**
     * Reads.
     *
     * @param table told of collectors that failed
     * @throws RuntimeException when nothing can be read
     */
    Iterable<MetricSnapshot> read(SeriesTable table) {
        RegisteredCollectors known = collectors;
        if (known == null) {
            try {
                return registry.scrape();
            } catch (Throwable e) {
                known = RegisteredCollectors.of(registry);
                if (known == null) {
                    throw e;
                }
                collectors = known;
                table.trouble(
                        "scrape",
                        "the registry could not be scraped as a whole, and its collectors are read one by one from now"
                                + " on: " + e);
            }
        }
        return readEach(known, table);
    }

    private static List<MetricSnapshot> readEach(RegisteredCollectors collectors, SeriesTable table) {
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (Object each : collectors.all()) {
            try {
                if (each instanceof Collector collector) {
                    add(collector.collect(), snapshots);
                } else if (each instanceof MultiCollector collector) {
                    collector.collect().forEach(snapshot -> add(snapshot, snapshots));
                }
            } catch (Throwable e) {
                String name = name(each);
                table.trouble(
                        "collector " + name,
                        "the collector " + name + " failed, and what it had to say is missing; all others are sent: "
                                + e);
            }
        }
        return snapshots;
    }

    private static void add(@Nullable MetricSnapshot snapshot, List<MetricSnapshot> snapshots) {
        if (snapshot != null) {
            snapshots.add(snapshot);
        }
    }

    /** Its metric's name, if it says one, else its class. */
    @SuppressWarnings("deprecation") // What came after it does not exist in older versions of the client.
    private static String name(Object collector) {
        String type = collector.getClass().getName();
        try {
            return collector instanceof Collector single
                    ? Objects.requireNonNullElse(single.getPrometheusName(), type)
                    : type;
        } catch (Throwable e) {
            return type;
        }
    }
}
