package dev.penstock.settings;

/** What happens to a record when the queue is full or the byte budget is spent. Dropped ones are counted as {@code queue_full}. */
public enum OverflowPolicy {
    /** The record is dropped; the caller never waits. The default. */
    DROP_NEWEST,
    /** The oldest record that waits is dropped in its stead; batches that wait give way too, as {@code buffer_full}. */
    DROP_OLDEST,
    /** The caller waits for room, at most {@code max_block}; then the record is dropped. */
    BLOCK,
    /**
     * As {@link #DROP_NEWEST}, but the less important go first: TRACE and DEBUG once more than half of the room is taken,
     * INFO too beyond three quarters.
     */
    SHED
}
