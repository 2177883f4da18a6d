package dev.penstock.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Hears of each request a shipper makes, for what can only be measured as it happens; all that is counted is in
 * {@link Measured#accounts()}. Called by the delivery thread; must be fast and must not throw.
 */
public interface SelfMetrics {

    /** Measures nothing. */
    SelfMetrics NONE = new SelfMetrics() {
        @Override
        public void request(@Nullable String tenant, int status, long bytes, long nanos) {
            // Measures nothing.
        }

        @Override
        public void propagated(@Nullable String tenant, long records, long nanos) {
            // Measures nothing.
        }
    };

    /**
     * A request ended: {@code loki_write_request_duration_seconds} and {@code loki_write_request_size_bytes}.
     *
     * @param tenant the tenant, null for none
     * @param status the HTTP status, -1 when no answer came
     * @param bytes the compressed size of the request
     * @param nanos how long it took
     */
    void request(@Nullable String tenant, int status, long bytes, long nanos);

    /**
     * Records were delivered or given up: {@code loki_write_entry_propagation_latency_seconds}.
     *
     * @param tenant the tenant, null for none
     * @param records how many
     * @param nanos how long they had waited since their batch was closed
     */
    void propagated(@Nullable String tenant, long records, long nanos);
}
