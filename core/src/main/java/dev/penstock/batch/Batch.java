package dev.penstock.batch;

import org.jspecify.annotations.Nullable;

/**
 * A closed, compressed request on its way to the backend. Immutable but for the body, which nobody changes.
 *
 * @param sequence counts up with each batch of a shipper
 * @param tenant the tenant, or null to send none
 * @param body the compressed request
 * @param records how many records it holds
 * @param closedAt when it was closed, on the shipper's nanosecond clock
 * @param tickets those of its records that somebody remembers until they are safe
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity, never by value.
public record Batch(long sequence, @Nullable String tenant, byte[] body, int records, long closedAt, long[] tickets) {

    private static final long[] NO_TICKETS = new long[0];

    /**
     * A batch whose records nobody else remembers.
     *
     * @param sequence as above
     * @param tenant as above
     * @param body as above
     * @param records as above
     * @param closedAt as above
     */
    public Batch(long sequence, @Nullable String tenant, byte[] body, int records, long closedAt) {
        this(sequence, tenant, body, records, closedAt, NO_TICKETS);
    }
}
