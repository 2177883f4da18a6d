package dev.penstock.spring.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmCompilationMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.logging.LogFactory;

/** What Boot's actuator would bind of the JVM, the process and logging, for an application that has Micrometer alone. */
final class ProcessMetrics implements AutoCloseable {

    private final MeterRegistry registry;
    private final List<MeterBinder> bound = new ArrayList<>();

    private ProcessMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    static ProcessMetrics bindTo(MeterRegistry registry) {
        ProcessMetrics metrics = new ProcessMetrics(registry);
        metrics.bind(new ClassLoaderMetrics());
        metrics.bind(new JvmMemoryMetrics());
        metrics.bind(new JvmGcMetrics());
        metrics.bind(new JvmHeapPressureMetrics());
        metrics.bind(new JvmThreadMetrics());
        metrics.bind(new JvmInfoMetrics());
        metrics.bind(new JvmCompilationMetrics());
        metrics.bind(new UptimeMetrics());
        metrics.bind(new ProcessorMetrics());
        metrics.bind(new FileDescriptorMetrics());
        LoggingMetrics.all().forEach(metrics::bind);
        return metrics;
    }

    /** What one platform does not have costs its own meters only. */
    private void bind(MeterBinder binder) {
        try {
            binder.bindTo(registry);
            bound.add(binder);
        } catch (RuntimeException | LinkageError e) {
            LogFactory.getLog(ProcessMetrics.class)
                    .debug("No meters of " + binder.getClass().getSimpleName(), e);
        }
    }

    @Override
    public void close() throws Exception {
        // What these would not count any more belongs into the last values.
        registry.close();
        for (MeterBinder each : bound) {
            if (each instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }
}
