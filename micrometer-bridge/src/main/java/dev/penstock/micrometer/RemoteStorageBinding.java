package dev.penstock.micrometer;

import dev.penstock.metrics.MeasuredRemoteWrite;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The meters of one registry about shippers of metrics. Used under the lock of {@link RegistryBinding}. */
final class RemoteStorageBinding {

    private final MeterRegistry registry;
    private final Map<Key, RemoteStorageMeters> meters = new ConcurrentHashMap<>();
    private final Map<MeasuredRemoteWrite, AutoCloseable> listening = new HashMap<>();
    private @Nullable Gauge highest;

    private record Key(String name, String url) {}

    RemoteStorageBinding(MeterRegistry registry) {
        this.registry = registry;
    }

    void started(MeasuredRemoteWrite shipper) {
        if (listening.containsKey(shipper)) {
            return;
        }
        Key key = new Key(shipper.name(), shipper.url());
        RemoteStorageMeters shared = meters.get(key);
        if (shared == null) {
            shared = new RemoteStorageMeters(registry, shipper);
            meters.put(key, shared);
            shared.register();
        }
        shared.add(shipper);
        listening.put(shipper, shipper.measure(shared));
        if (highest == null) {
            // Without labels, as Prometheus has it: its alerts join on that.
            highest = Gauge.builder(
                            "prometheus.remote.storage.highest.timestamp.in", this, RemoteStorageBinding::highest)
                    .baseUnit("seconds")
                    .description("The time of the last publish.")
                    .register(registry);
        }
    }

    void closed(MeasuredRemoteWrite shipper) {
        Closing.close(listening.remove(shipper));
        RemoteStorageMeters shared = meters.get(new Key(shipper.name(), shipper.url()));
        if (shared != null) {
            shared.fold(shipper);
        }
    }

    private double highest() {
        double highestIn = 0;
        for (RemoteStorageMeters each : meters.values()) {
            highestIn = Math.max(highestIn, each.highestIn());
        }
        return highestIn;
    }

    void unbind() {
        listening.values().forEach(Closing::close);
        listening.clear();
        meters.values().forEach(RemoteStorageMeters::unregister);
        meters.clear();
        if (highest != null) {
            registry.remove(highest);
        }
    }
}
