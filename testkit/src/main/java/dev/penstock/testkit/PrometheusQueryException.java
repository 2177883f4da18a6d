package dev.penstock.testkit;

/** A query that no Prometheus answered, or not in a way that makes sense. */
public final class PrometheusQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PrometheusQueryException(String message) {
        super(message);
    }

    PrometheusQueryException(String message, Throwable cause) {
        super(message, cause);
    }
}
