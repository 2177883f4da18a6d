package dev.penstock.transport;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What came of a request. */
public sealed interface Outcome {

    /**
     * A 2xx that is none: Loki says with it that a policy blocked the push. Source: grafana/loki,
     * pkg/validation/limits.go.
     */
    int BLOCKED = 260;

    /**
     * The backend answered.
     *
     * @param status the HTTP status
     * @param message the first line of the body, at most 1024 bytes; empty when there is none
     * @param retryAfter the {@code Retry-After} header, or null
     */
    record Answered(int status, String message, @Nullable String retryAfter) implements Outcome {}

    /**
     * No answer came: refused, reset, timed out, not resolved, not trusted.
     *
     * @param cause what the network said
     */
    record Failed(IOException cause) implements Outcome {}
}
