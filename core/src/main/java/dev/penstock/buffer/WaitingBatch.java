package dev.penstock.buffer;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.disk.StoredBatch;
import org.jspecify.annotations.Nullable;

/** A closed batch that waits: with its body when it waits in memory, without when it waits on disk. */
public final class WaitingBatch {

    /** What one takes in memory besides its body. Bytes. */
    static final int HANDLE_BYTES = 192;

    private final long sequence;
    private final @Nullable String tenant;
    private final int records;
    private final int bytes;
    private final long closedAt;
    private final boolean inMemory;

    /** Where its body is; null when it is on disk. */
    final byte @Nullable [] body;

    /** What is to be forgotten once it is settled, because its records are in no other safe place. */
    final long[] tickets;

    /** Where it is on disk; null when it is in memory, or was there and had to give way. Guarded by the buffer's lock. */
    @Nullable StoredBatch stored;

    /** Whether delivery has taken it up: it must not give way any more. Guarded by the buffer's lock. */
    boolean claimed;

    /** Its place in its lane. Guarded by the buffer's lock. */
    @Nullable Lane lane;

    @Nullable WaitingBatch previous;

    @Nullable WaitingBatch next;

    /** One whose body waits in memory. */
    WaitingBatch(Batch batch) {
        sequence = batch.sequence();
        tenant = batch.tenant();
        records = batch.records();
        closedAt = batch.closedAt();
        body = batch.body();
        tickets = batch.tickets();
        bytes = batch.body().length;
        inMemory = true;
    }

    /** One whose body is on disk. */
    WaitingBatch(long sequence, StoredBatch stored, long closedAt) {
        this.sequence = sequence;
        tenant = stored.tenant();
        records = stored.records();
        this.closedAt = closedAt;
        this.stored = stored;
        body = null;
        tickets = new long[0];
        bytes = stored.bytes();
        inMemory = false;
    }

    /** What it takes of the budget. */
    long held() {
        return HANDLE_BYTES + (inMemory ? bytes : 0);
    }

    /**
     * Whether its body is in memory.
     *
     * @return false when it is on disk
     */
    public boolean isInMemory() {
        return inMemory;
    }

    /**
     * Counts up with each batch of a shipper.
     *
     * @return 1 or more
     */
    public long sequence() {
        return sequence;
    }

    /**
     * Its tenant.
     *
     * @return null to send none
     */
    public @Nullable String tenant() {
        return tenant;
    }

    /**
     * How many records it holds.
     *
     * @return 1 or more
     */
    public int records() {
        return records;
    }

    /**
     * Its compressed size.
     *
     * @return bytes
     */
    public int bytes() {
        return bytes;
    }

    /**
     * When it was closed.
     *
     * @return on the shipper's nanosecond clock; for one of an earlier process, as if that clock had run then
     */
    public long closedAt() {
        return closedAt;
    }
}
