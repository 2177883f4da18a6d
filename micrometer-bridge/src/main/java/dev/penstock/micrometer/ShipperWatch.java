package dev.penstock.micrometer;

import dev.penstock.ledger.Account;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.SelfMetrics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One running shipper, as one registry sees it: brings its accounts and its requests to the meters. Thread-safe. */
final class ShipperWatch implements SelfMetrics {

    private final Measured shipper;
    private final RegistryBinding binding;
    private final TenantMeters configured;
    private final CountersByWord stageDrops;
    private final Map<String, Source> sources = new ConcurrentHashMap<>();
    private @Nullable AutoCloseable listening;
    private volatile boolean ended;

    private record Source(Account account, TenantMeters meters) {}

    ShipperWatch(Measured shipper, RegistryBinding binding) {
        this.shipper = shipper;
        this.binding = binding;
        stageDrops = binding.stageDrops();
        configured = binding.meters(shipper.host(), shipper.accounts().get(0).tenant(), null);
    }

    Measured shipper() {
        return shipper;
    }

    void begin() {
        stageDrops.add(shipper);
        discover();
        listening = shipper.measure(this);
    }

    /** The last look at a shipper: what it has counted becomes part of the meters, which then know it no more. */
    void end() {
        Closing.close(listening);
        discover();
        ended = true;
        for (Source each : sources.values()) {
            each.meters().fold(each.account());
        }
        stageDrops.fold(shipper);
    }

    /**
     * Looks for accounts, and reasons of stages, that are new. They hold all they ever counted, so nothing is lost if that is late: it happens with
     * each request and each time the shipper's gauges are read.
     */
    void discover() {
        if (ended) {
            return;
        }
        stageDrops.discover(shipper);
        for (Account each : shipper.accounts()) {
            if (!sources.containsKey(each.tenant())) {
                watch(each);
            }
        }
    }

    private void watch(Account account) {
        TenantMeters meters = binding.meters(shipper.host(), account.tenant(), configured);
        if (sources.putIfAbsent(account.tenant(), new Source(account, meters)) != null) {
            return;
        }
        meters.add(account);
        if (ended) {
            // end() may have been here between the two.
            meters.fold(account);
        }
    }

    @Override
    public void request(@Nullable String tenant, int status, long bytes, long nanos) {
        discover();
        meters(tenant).request(status, bytes, nanos);
    }

    @Override
    public void propagated(@Nullable String tenant, long records, long nanos) {
        discover();
        meters(tenant).propagated(nanos);
    }

    private TenantMeters meters(@Nullable String tenant) {
        Source source = sources.get(tenant == null ? "" : tenant);
        return source == null ? configured : source.meters();
    }
}
