package dev.penstock.buffer.disk;

import org.jspecify.annotations.Nullable;

/**
 * The handle of a batch in a {@link SegmentLog}: what is known of it without its body. Compared by identity, and of use
 * only to the log it came from. There may be very many, so it is kept to 48 bytes.
 */
public final class StoredBatch {

    private final @Nullable String tenant;
    private final int records;
    private final int bytes;
    private final long closedAtEpochMillis;
    private final Segment segment;
    private final long offset;

    /** Settled or evicted. Guarded by the log. */
    private boolean done;

    StoredBatch(
            @Nullable String tenant, int records, int bytes, long closedAtEpochMillis, Segment segment, long offset) {
        this.tenant = tenant;
        this.records = records;
        this.bytes = bytes;
        this.closedAtEpochMillis = closedAtEpochMillis;
        this.segment = segment;
        this.offset = offset;
    }

    /**
     * Whose batch it is.
     *
     * @return the tenant, or null for none
     */
    public @Nullable String tenant() {
        return tenant;
    }

    /**
     * How many log records it holds.
     *
     * @return 0 or more
     */
    public int records() {
        return records;
    }

    /**
     * The length of its body.
     *
     * @return bytes, 0 or more
     */
    public int bytes() {
        return bytes;
    }

    /**
     * When it was closed, which may have been in an earlier process.
     *
     * @return milliseconds since the epoch
     */
    public long closedAtEpochMillis() {
        return closedAtEpochMillis;
    }

    Segment segment() {
        return segment;
    }

    /** Where its record begins in the segment. */
    long offset() {
        return offset;
    }

    boolean isDone() {
        return done;
    }

    void setDone() {
        done = true;
    }

    @Override
    public String toString() {
        return segment.path().getFileName() + "@" + offset + "[" + records + " records, " + bytes + " bytes]";
    }
}
