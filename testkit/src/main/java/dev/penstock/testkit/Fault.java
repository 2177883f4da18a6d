package dev.penstock.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One way in which a backend or the network to it can fail a push request.
 *
 * <p>Immutable. To be scripted with {@link EmbeddedBackend#faults()} and {@link EmbeddedBackend#metricFaults()}.
 */
public final class Fault {

    enum Kind {
        STATUS,
        DELAY,
        RESET,
        RESET_MID_BODY,
        STORE_THEN_RESET,
        NO_ANSWER
    }

    private final Kind kind;
    private final int status;
    private final String body;
    private final Map<String, String> headers;
    private final Duration delay;

    private Fault(Kind kind, int status, String body, Map<String, String> headers, Duration delay) {
        this.kind = kind;
        this.status = status;
        this.body = body;
        this.headers = headers;
        this.delay = delay;
    }

    /**
     * Reads the request, stores nothing of it and answers this status with a line of text as body.
     *
     * @param status 200 to 599; a 2xx is a lie, since nothing is stored
     */
    public static Fault status(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599, is " + status);
        }
        return new Fault(Kind.STATUS, status, "scripted status " + status, Map.of(), Duration.ZERO);
    }

    /** Waits, and then handles the request as if nothing had happened. {@link Faults#clear()} ends the wait. */
    public static Fault delay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must be >= 0, is " + delay);
        }
        return new Fault(Kind.DELAY, 0, "", Map.of(), delay);
    }

    /** Resets the connection (TCP RST) as soon as the headers are here; nothing is stored. */
    public static Fault reset() {
        return plain(Kind.RESET);
    }

    /** Reads some bytes of the body and resets the connection then; nothing is stored. */
    public static Fault resetMidBody() {
        return plain(Kind.RESET_MID_BODY);
    }

    /**
     * Handles the request, stores what is good in it, and resets the connection in the place of an answer: the client
     * cannot know, and has to send it again.
     */
    public static Fault storeThenReset() {
        return plain(Kind.STORE_THEN_RESET);
    }

    /**
     * Reads the request and never answers. It is held until {@link Faults#clear()} or {@link EmbeddedBackend#stop()};
     * the connection is reset then, and nothing is stored.
     */
    public static Fault noAnswer() {
        return plain(Kind.NO_ANSWER);
    }

    /**
     * The same status with a {@code Retry-After} header.
     *
     * @param value seconds or an HTTP date; anything else is sent as it is, to try a client with
     */
    public Fault retryAfter(String value) {
        return header("Retry-After", value);
    }

    /** The same status with a header more. */
    public Fault header(String name, String value) {
        requireStatus("header");
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, Objects.requireNonNull(value, name));
        return new Fault(kind, status, body, more, delay);
    }

    /** The same status with this text as body. */
    public Fault body(String text) {
        requireStatus("body");
        return new Fault(kind, status, Objects.requireNonNull(text, "text"), headers, delay);
    }

    Kind kind() {
        return kind;
    }

    int status() {
        return status;
    }

    String body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    Duration delay() {
        return delay;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case STATUS -> "status " + status;
            case DELAY -> "delay " + delay;
            default -> kind.name();
        };
    }

    private void requireStatus(String what) {
        if (kind != Kind.STATUS) {
            throw new IllegalStateException("only Fault.status(...) has a " + what + ", not " + this);
        }
    }

    private static Fault plain(Kind kind) {
        return new Fault(kind, 0, "", Map.of(), Duration.ZERO);
    }
}
