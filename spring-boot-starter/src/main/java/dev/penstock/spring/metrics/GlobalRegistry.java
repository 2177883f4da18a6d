package dev.penstock.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Takes the registry out of Micrometer's global one when the context closes: that one lives as long as the JVM, and would hold
 * the registries of all contexts that ever were. As with Boot's registries, that is before the beans go whose meters are to be
 * in the last values.
 */
final class GlobalRegistry implements AutoCloseable, ApplicationListener<ContextClosedEvent> {

    private final MeterRegistry registry;
    private final ApplicationContext context;

    private GlobalRegistry(MeterRegistry registry, ApplicationContext context) {
        this.registry = registry;
        this.context = context;
    }

    /** The registry becomes part of the global one, until it is closed. */
    static GlobalRegistry joining(MeterRegistry registry, ApplicationContext context) {
        Metrics.addRegistry(registry);
        return leaving(registry, context);
    }

    /** Whether the registry becomes part of the global one, others decide. */
    static GlobalRegistry leaving(MeterRegistry registry, ApplicationContext context) {
        return new GlobalRegistry(registry, context);
    }

    /** A child of the context may close before. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() == context) {
            close();
        }
    }

    /** Once the last values are published: a registry that leaves the global one loses the meters it has from there. */
    @Override
    public void close() {
        registry.close();
        Metrics.removeRegistry(registry);
    }
}
