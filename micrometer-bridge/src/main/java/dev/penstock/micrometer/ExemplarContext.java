package dev.penstock.micrometer;

import org.jspecify.annotations.Nullable;

/**
 * Tells the trace that the calling thread works on, so that counters and buckets can name one as an example. An adapter
 * to the tracer that the application has; called by each thread that records, so it has to be fast.
 */
public interface ExemplarContext {

    /**
     * The current trace.
     *
     * @return its id; null when there is none
     */
    @Nullable String traceId();

    /**
     * The current span.
     *
     * @return its id; null when there is none
     */
    @Nullable String spanId();

    /**
     * Whether the trace is kept: one that nobody can look up makes no example.
     *
     * @return true when it is
     */
    default boolean sampled() {
        return true;
    }
}
