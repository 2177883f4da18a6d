package dev.penstock.micrometer;

import dev.penstock.RunningShippers;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.MeasuredRemoteWrite;
import dev.penstock.metrics.StageMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one registry: follows the shippers that come and go. Thread-safe.
 *
 * <p>Its lock guards that coming and going. Whoever reads a meter does not take it: a registry may read under a lock of its
 * own, which it also takes to register.
 */
final class RegistryBinding implements RunningShippers.Listener {

    /** Tenants that have meters of their own: as many as a shipper keeps accounts for. */
    private static final int TENANTS = 1000;

    /** Names of shippers whose gauges are kept, even while none of that name runs. */
    private static final int NAMES = 100;

    /** Name and tag are those of grafana/alloy, internal/component/loki/process/stages. */
    private static final CountersByWord.Description STAGE_DROPS = new CountersByWord.Description(
            "loki.process.dropped.lines", "reason", "lines", "Lines that stages of the pipeline dropped.");

    private static final Set<MeterRegistry> BOUND = ConcurrentHashMap.newKeySet();

    private final MeterRegistry registry;

    /** Never fewer: Prometheus expects counters to go on when an appender is started again. */
    private final Map<TenantKey, TenantMeters> tenants = new ConcurrentHashMap<>();

    private final Map<ShipperKey, ShipperGauges> gauges = new HashMap<>();
    private final Map<Measured, ShipperWatch> watches = new HashMap<>();
    private final RemoteStorageBinding remoteStorage;
    private final StageMeters stages;
    private final CountersByWord stageDrops;
    private @Nullable AutoCloseable listening;
    private volatile boolean unbound;

    private record TenantKey(String host, String tenant) {}

    private record ShipperKey(String host, String name) {}

    private RegistryBinding(MeterRegistry registry) {
        this.registry = registry;
        remoteStorage = new RemoteStorageBinding(registry);
        stages = new StageMeters(registry);
        stageDrops = new CountersByWord(registry, STAGE_DROPS, Tags.empty(), Measured::droppedByStages);
    }

    /** Null when the registry is closed, or bound already: histograms would count everything twice. */
    static @Nullable RegistryBinding bind(MeterRegistry registry) {
        if (registry.isClosed() || !BOUND.add(registry)) {
            return null;
        }
        RegistryBinding binding = new RegistryBinding(registry);
        binding.begin();
        // Not under the lock of the binding: series are told of under one of their own.
        binding.stages.begin(StageMetrics.shared());
        return binding;
    }

    private synchronized void begin() {
        listening = RunningShippers.listen(this);
    }

    @Override
    public synchronized void started(Measured shipper) {
        if (isOver() || watches.containsKey(shipper)) {
            return;
        }
        if (shipper instanceof MeasuredRemoteWrite ofMetrics) {
            remoteStorage.started(ofMetrics);
            return;
        }
        ShipperWatch watch = new ShipperWatch(shipper, this);
        watches.put(shipper, watch);
        watch.begin();
        ShipperKey key = key(shipper);
        ShipperGauges shared = gauges.get(key);
        if (shared == null) {
            forgetNames();
            shared = new ShipperGauges(registry, key.host(), key.name());
            gauges.put(key, shared);
            shared.register();
        }
        shared.add(watch);
    }

    @Override
    public synchronized void closed(Measured shipper) {
        if (shipper instanceof MeasuredRemoteWrite ofMetrics) {
            remoteStorage.closed(ofMetrics);
            return;
        }
        ShipperWatch watch = watches.remove(shipper);
        if (isOver() || watch == null) {
            return;
        }
        watch.end();
        ShipperGauges shared = gauges.get(key(shipper));
        if (shared != null) {
            shared.remove(watch);
        }
    }

    /**
     * Takes out the gauges of shippers that are gone, but not before there are many: a Prometheus registry that is scraped
     * while a meter is taken out and put in again sees it twice, and the scrape fails.
     */
    private void forgetNames() {
        if (gauges.size() >= NAMES) {
            gauges.values().removeIf(each -> {
                boolean idle = each.isEmpty();
                if (idle) {
                    each.unregister();
                }
                return idle;
            });
        }
    }

    /** What stages drop, in all shippers. */
    CountersByWord stageDrops() {
        return stageDrops;
    }

    private static ShipperKey key(Measured shipper) {
        return new ShipperKey(shipper.host(), shipper.name());
    }

    private boolean isOver() {
        if (registry.isClosed()) {
            unbind();
        }
        return unbound;
    }

    /**
     * Finds or makes the meters of a tenant. Takes no lock, see above.
     *
     * @param otherwise taken when there are too many tenants; null to make room all the same
     */
    TenantMeters meters(String host, String tenant, @Nullable TenantMeters otherwise) {
        TenantKey key = new TenantKey(host, tenant);
        TenantMeters known = tenants.get(key);
        if (known == null && otherwise != null && tenants.size() >= TENANTS) {
            known = otherwise;
        }
        if (known != null) {
            return known;
        }
        TenantMeters fresh = new TenantMeters(registry, host, tenant);
        TenantMeters other = tenants.putIfAbsent(key, fresh);
        if (other != null) {
            return other;
        }
        fresh.register();
        if (unbound) {
            fresh.unregister();
        }
        return fresh;
    }

    /** Takes all meters out of the registry. */
    synchronized void unbind() {
        if (unbound) {
            return;
        }
        unbound = true;
        Closing.close(listening);
        watches.values().forEach(ShipperWatch::end);
        watches.clear();
        gauges.values().forEach(ShipperGauges::unregister);
        gauges.clear();
        tenants.values().forEach(TenantMeters::unregister);
        tenants.clear();
        stageDrops.unregister();
        remoteStorage.unbind();
        stages.unbind();
        BOUND.remove(registry);
    }
}
