package dev.penstock.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;

/**
 * Takes the registry out of Micrometer's global one when the context closes: that one lives as long as the JVM, and would hold
 * the registries of all contexts that ever were.
 */
final class GlobalRegistry implements AutoCloseable {

    private final MeterRegistry registry;

    private GlobalRegistry(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The registry becomes part of the global one, until it is closed. */
    static GlobalRegistry joining(MeterRegistry registry) {
        Metrics.addRegistry(registry);
        return leaving(registry);
    }

    /** Whether the registry becomes part of the global one, others decide. */
    static GlobalRegistry leaving(MeterRegistry registry) {
        return new GlobalRegistry(registry);
    }

    /** Once the last values are published: a registry that leaves the global one loses the meters it has from there. */
    @Override
    public void close() {
        registry.close();
        Metrics.removeRegistry(registry);
    }
}
