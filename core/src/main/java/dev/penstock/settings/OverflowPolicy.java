package dev.penstock.settings;

/** What happens to a record when the queue is full or the byte budget is spent. */
public enum OverflowPolicy {
    /** The record is dropped and counted as {@code queue_full}; the caller never waits. The default. */
    DROP_NEWEST,
    /** The caller waits for room, at most {@code max_block}; then the record is dropped and counted. */
    BLOCK
}
