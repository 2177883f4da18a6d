package dev.penstock.delivery;

import dev.penstock.delivery.RetryPolicy.FailureKind;
import dev.penstock.transport.Outcome;

/** What is at the other end: what its answers mean, and what a person can do about them. */
public enum Receiver {

    /** A Loki: says with 400 that some record is bad, and ignores a record that it holds already. */
    LOKI("Loki", "records") {
        @Override
        FailureKind ofClientError(int status) {
            return switch (status) {
                case 400, 422 -> FailureKind.BAD_RECORD;
                case 413 -> FailureKind.TOO_LARGE;
                case 401, 403, 404, 405, 407 -> FailureKind.CONFIGURATION;
                default -> FailureKind.PERMANENT;
            };
        }

        @Override
        boolean ignoresRepeats() {
            return true;
        }

        @Override
        String remedy(int status) {
            return switch (status) {
                case 260 -> "Loki blocks this tenant's or policy's pushes: ask who runs it";
                case 400, 422 -> "Loki found these records wrong; its words above say which and why";
                case 401, 403 ->
                    "check basicAuth or bearerToken, and tenantId (Loki says 'no org id' when it is missing)";
                case 404, 405 -> "check the path in url; Loki's is /loki/api/v1/push";
                case 413 -> "lower batchSize, or raise the limit of Loki or of the proxy before it";
                case 429 -> "Loki's rate limit: log less, or ask for a higher limit";
                default -> super.remedy(status);
            };
        }
    },

    /**
     * A receiver of remote write. What it refused is never sent again. Source: prometheus/docs,
     * docs/specs/prw/remote_write_spec_2_0.md.
     */
    REMOTE_WRITE("the receiver", "samples") {
        @Override
        FailureKind ofClientError(int status) {
            return status == 413 ? FailureKind.TOO_LARGE : FailureKind.PERMANENT;
        }

        @Override
        boolean ignoresRepeats() {
            return false;
        }

        @Override
        String remedy(int status) {
            return switch (status) {
                case 200, 202, 204 ->
                    "see the words above; without any, the receiver says that it has not written them"
                            + " (X-Prometheus-Remote-Write-Samples-Written): see its own log";
                case 400, 422 -> "the receiver found these samples wrong; its words above say which and why";
                case 401, 403 -> "check basicAuth or bearerToken, and tenantId";
                case 404, 405 ->
                    "check the path in url: Prometheus has /api/v1/write (and needs --web.enable-remote-write-receiver),"
                            + " Mimir /api/v1/push, Grafana Cloud /api/prom/push";
                case 413 -> "lower maxSamplesPerSend, or raise the limit of the receiver or of the proxy before it";
                case 415 ->
                    "the receiver does not know this message: set protobufMessage to auto or"
                            + " prometheus.WriteRequest";
                case 429 -> "the receiver's limit: send fewer series, or a longer step, or ask for a higher limit";
                default -> super.remedy(status);
            };
        }
    };

    private final String calledInMessages;
    private final String records;

    Receiver(String calledInMessages, String records) {
        this.calledInMessages = calledInMessages;
        this.records = records;
    }

    /** What a status from 400 to 499 means that is not the same everywhere. */
    abstract FailureKind ofClientError(int status);

    /** Whether it ignores a record that it holds already, so that parts of a request may be sent again to find a bad one. */
    abstract boolean ignoresRepeats();

    /** What to do about a status. */
    String remedy(int status) {
        return switch (status) {
            case 407 -> "check user and password in proxyUrl";
            default ->
                status >= 300 && status < 400
                        ? "url is redirected; use the address it leads to"
                        : "see " + calledInMessages + "'s own log";
        };
    }

    /**
     * What it is called in messages.
     *
     * @return such as {@code Loki}
     */
    public String calledInMessages() {
        return calledInMessages;
    }

    /** What records are called in messages. */
    String records() {
        return records;
    }

    /** What a status means. */
    FailureKind kind(int status) {
        if (status >= 200 && status < 300) {
            return status == Outcome.BLOCKED ? FailureKind.PERMANENT : FailureKind.NONE;
        }
        if (status == 408 || status == 429 || status >= 500) {
            return FailureKind.TRANSIENT;
        }
        // A redirect is not followed: the URL is not that of a push endpoint.
        return status >= 300 && status < 400 ? FailureKind.CONFIGURATION : ofClientError(status);
    }

    FailureKind kind(Outcome outcome) {
        return outcome instanceof Outcome.Answered answer ? kind(answer.status()) : FailureKind.TRANSIENT;
    }

    /** Whether a person has to mend something, be the request sent again or not. */
    static boolean isForPeople(int status) {
        return switch (status) {
            case 401, 403, 404, 405, 407 -> true;
            default -> status >= 300 && status < 400;
        };
    }
}
