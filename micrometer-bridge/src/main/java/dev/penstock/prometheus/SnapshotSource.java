package dev.penstock.prometheus;

import dev.penstock.remotewrite.SeriesTable;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.HashMap;
import java.util.Map;

/** Reads a registry into the engine's table, with the series kept from publish to publish. Not thread-safe. */
final class SnapshotSource {

    private final RegistryReader reader;

    /** By the name that the client sorts them by. */
    private final Map<String, FamilySeries> families = new HashMap<>();

    private int publishes;

    SnapshotSource(RegistryReader reader) {
        this.reader = reader;
    }

    /**
     * Sets the values of all series.
     *
     * @param timestampMillis the time of the publish
     * @param limitNanos the longest time to wait for the registry
     */
    void collect(SeriesTable table, long timestampMillis, long limitNanos) {
        Iterable<MetricSnapshot> snapshots = reader.read(table, limitNanos);
        publishes++;
        SnapshotWriter writer = new SnapshotWriter(table, publishes, timestampMillis);
        for (MetricSnapshot snapshot : snapshots) {
            try {
                writer.write(snapshot, family(snapshot));
            } catch (RuntimeException | StackOverflowError e) {
                // A snapshot may be of a class of the application's.
                String name = snapshot.getMetadata().getPrometheusName();
                table.trouble(
                        "snapshot " + name,
                        "the values of " + name + " cannot be read, and are missing; all others are sent: " + e);
            }
        }
        forgetGone();
    }

    private FamilySeries family(MetricSnapshot snapshot) {
        String key = snapshot.getMetadata().getPrometheusName();
        FamilySeries family = families.get(key);
        if (family == null || !family.describes(snapshot)) {
            family = new FamilySeries(snapshot);
            families.put(key, family);
        }
        return family;
    }

    private void forgetGone() {
        families.values().removeIf(family -> {
            family.forgetGone(publishes);
            return family.seenIn != publishes;
        });
    }
}
