package dev.penstock.testkit;

/** A query that Loki did not answer, or not in a way that makes sense. */
public final class LokiQueryException extends RuntimeException {

    private final int status;
    private final String body;

    LokiQueryException(String message, int status, String body) {
        super(message);
        this.status = status;
        this.body = body;
    }

    LokiQueryException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
        this.body = "";
    }

    /** The HTTP status, 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** The text of the answer, empty when there was none. */
    public String body() {
        return body;
    }
}
