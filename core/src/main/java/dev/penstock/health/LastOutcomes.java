package dev.penstock.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What delivery met with last, for a person who looks. Written by the delivery thread, read by any. */
public final class LastOutcomes {

    private static final long NEVER = Long.MIN_VALUE;

    private volatile @Nullable Failure failure;
    private volatile long successMillis = NEVER;

    /** Nothing was tried yet. */
    public LastOutcomes() {}

    /**
     * A failure of delivery.
     *
     * @param at when it happened
     * @param message what happened, and what comes of it
     * @param remedy what a person can do about it
     * @param status the HTTP status; null when no answer came
     */
    public record Failure(
            Instant at,
            String message,
            String remedy,
            @Nullable Integer status) {}

    /**
     * Something could not be delivered, or not at once.
     *
     * @param last what happened
     */
    public void failed(Failure last) {
        failure = last;
    }

    /**
     * The backend acknowledged records.
     *
     * @param at when it did
     */
    public void succeeded(Instant at) {
        successMillis = at.toEpochMilli();
    }

    /**
     * The failure that came last, also when it is over.
     *
     * @return null when there was none
     */
    public @Nullable Failure failure() {
        return failure;
    }

    /**
     * When records were acknowledged last.
     *
     * @return null when none were
     */
    public @Nullable Instant success() {
        long millis = successMillis;
        return millis == NEVER ? null : Instant.ofEpochMilli(millis);
    }
}
