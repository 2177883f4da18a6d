package dev.penstock.queue;

import org.jspecify.annotations.Nullable;

/**
 * What is in the queue instead of an event that could not be copied: its slot was claimed, and must not stay empty.
 *
 * @param cause why; null where even that could not be kept
 */
public record Uncopied(@Nullable Throwable cause) {

    /**
     * Throws what the copier threw.
     *
     * @throws Exception always
     */
    public void rethrow() throws Exception {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof Exception exception) {
            throw exception;
        }
        throw new IllegalStateException("the event could not be copied");
    }
}
