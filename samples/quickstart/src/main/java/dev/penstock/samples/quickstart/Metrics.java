package dev.penstock.samples.quickstart;

import dev.penstock.diagnostics.DiagnosticListener.Severity;
import dev.penstock.ledger.Stats;
import dev.penstock.micrometer.PenstockMetrics;
import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The metrics of a run: a registry as any application has one, written to where it is told. */
final class Metrics implements AutoCloseable {

    private final RemoteWriteMeterRegistry registry;
    private final PenstockMetrics ofPenstock = new PenstockMetrics();

    Metrics(MetricsDestination destination, @Nullable String tenant, String run) {
        Map<String, String> config = new HashMap<>();
        config.put("penstock.metrics.url", destination.writeUrl());
        config.put("penstock.metrics.job", "quickstart");
        config.put("penstock.metrics.instance", run);
        if (tenant != null) {
            config.put("penstock.metrics.tenantId", tenant);
        }
        registry = RemoteWriteMeterRegistry.builder(config::get)
                .listener((severity, message) -> {
                    if (severity != Severity.INFO) {
                        System.err.println("quickstart: " + message);
                    }
                })
                .build();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        ofPenstock.bindTo(registry);
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Publishes for the last time, and waits until it is delivered; returns what became of the samples. */
    Stats finish(Duration timeout) {
        // What a step brought now would be stored, and not be in what is returned.
        registry.stop();
        var shipper = Objects.requireNonNull(registry.shipper());
        boolean unused = shipper.flush(timeout);
        return shipper.stats();
    }

    @Override
    public void close() {
        ofPenstock.close();
        registry.close();
    }
}
