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
     * @param written what a receiver of remote write says it has stored, or null when it says nothing
     */
    record Answered(
            int status,
            String message,
            @Nullable String retryAfter,
            @Nullable Written written) implements Outcome {

        /**
         * An answer that says nothing of what was stored.
         *
         * @param status as above
         * @param message as above
         * @param retryAfter as above
         */
        public Answered(int status, String message, @Nullable String retryAfter) {
            this(status, message, retryAfter, null);
        }
    }

    /**
     * What a receiver of remote write has stored of a request, out of its {@code X-Prometheus-Remote-Write-*-Written}
     * headers. Source: prometheus/docs, docs/specs/prw/remote_write_spec_2_0.md.
     *
     * @param samples float samples
     * @param histograms native histograms
     * @param exemplars exemplars
     */
    record Written(long samples, long histograms, long exemplars) {

        /**
         * What the ledger counts.
         *
         * @return samples of both kinds
         */
        public long records() {
            return samples + histograms;
        }
    }

    /**
     * No answer came: refused, reset, timed out, not resolved, not trusted.
     *
     * @param cause what the network said
     */
    record Failed(IOException cause) implements Outcome {}
}
