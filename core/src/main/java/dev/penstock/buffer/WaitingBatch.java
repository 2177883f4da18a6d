package dev.penstock.buffer;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.disk.StoredBatch;
import org.jspecify.annotations.Nullable;

/** A closed batch that waits: with its body when it waits in memory, without when it waits on disk. */
public final class WaitingBatch {

    /** What one takes in memory while its body is on disk. Bytes. */
    static final int HANDLE_BYTES = 192;

    private final long sequence;
    private final @Nullable String tenant;
    private final int records;
    private final int bytes;
    private final long closedAt;

    /** Where its body is; null when it is on disk. */
    final byte @Nullable [] body;

    /** Where it is on disk; null when it is in memory, or was there and had to give way. Guarded by the buffer's lock. */
    @Nullable StoredBatch stored;

    /** Whether delivery has taken it up: it must not give way any more. Guarded by the buffer's lock. */
    boolean claimed;

    WaitingBatch(Batch batch) {
        this(batch.sequence(), batch.tenant(), batch.records(), batch.closedAt(), batch.body(), null);
    }

    WaitingBatch(Batch batch, StoredBatch stored) {
        this(batch.sequence(), batch.tenant(), batch.records(), batch.closedAt(), null, stored);
    }

    /** One that an earlier process left. */
    WaitingBatch(long sequence, StoredBatch stored, long closedAt) {
        this(sequence, stored.tenant(), stored.records(), closedAt, null, stored);
    }

    private WaitingBatch(
            long sequence,
            @Nullable String tenant,
            int records,
            long closedAt,
            byte @Nullable [] body,
            @Nullable StoredBatch stored) {
        this.sequence = sequence;
        this.tenant = tenant;
        this.records = records;
        this.closedAt = closedAt;
        this.body = body;
        this.stored = stored;
        bytes = body != null ? body.length : stored != null ? stored.bytes() : 0;
    }

    /** What it takes of the budget. */
    long held() {
        return body != null ? body.length : HANDLE_BYTES;
    }

    /**
     * Whether its body is in memory.
     *
     * @return false when it is on disk
     */
    public boolean isInMemory() {
        return body != null;
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
