package dev.penstock.spring.metrics;

import dev.penstock.micrometer.ExemplarContext;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * The current span of the application's tracer. Thread-safe.
 *
 * <p>The tracer is asked for once all singletons are there: it needs an observation registry, which needs the meter
 * registry, which needs this. What is recorded earlier has no exemplar.
 */
final class TracerExemplars implements ExemplarContext, SmartInitializingSingleton {

    private final ObjectProvider<Tracer> provider;
    private volatile @Nullable Tracer tracer;

    TracerExemplars(ObjectProvider<Tracer> provider) {
        this.provider = provider;
    }

    @Override
    public void afterSingletonsInstantiated() {
        tracer = provider.getIfUnique();
    }

    @Override
    public @Nullable String traceId() {
        TraceContext context = context();
        return context == null ? null : context.traceId();
    }

    @Override
    public @Nullable String spanId() {
        TraceContext context = context();
        return context == null ? null : context.spanId();
    }

    /** Not when it is undecided, either: whether the trace is kept, nobody knows yet. */
    @Override
    public boolean sampled() {
        TraceContext context = context();
        return context != null && Boolean.TRUE.equals(context.sampled());
    }

    private @Nullable TraceContext context() {
        Tracer known = tracer;
        return known == null ? null : known.currentTraceContext().context();
    }
}
