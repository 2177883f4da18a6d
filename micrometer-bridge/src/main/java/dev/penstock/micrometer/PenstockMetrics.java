package dev.penstock.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes what all shippers of this JVM measure about themselves, under the names that Grafana Alloy gives to the same
 * things: those that run and those that are started later, whether by an appender or by a program. And what their pipelines
 * count with {@code stage.metrics}.
 *
 * <pre>{@code
 * new PenstockMetrics().bindTo(registry);
 * }</pre>
 *
 * <p>A registry that is bound is held until {@link #close()}, or until it is closed itself and a shipper comes or goes
 * after that. Thread-safe.
 */
public final class PenstockMetrics implements MeterBinder, AutoCloseable {

    private final List<RegistryBinding> bindings = new ArrayList<>();

    /** Metrics that no registry has yet. */
    public PenstockMetrics() {}

    /**
     * Publishes to a registry, from now on and with all that was counted before. May be called for several registries; one
     * that has these metrics already, whoever bound them, is left as it is.
     *
     * @param registry gets the meters
     */
    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        RegistryBinding binding = RegistryBinding.bind(registry);
        if (binding != null) {
            bindings.add(binding);
        }
    }

    /** Takes the meters out of the registries they were bound to, and lets go of both. */
    @Override
    public synchronized void close() {
        bindings.forEach(RegistryBinding::unbind);
        bindings.clear();
    }
}
