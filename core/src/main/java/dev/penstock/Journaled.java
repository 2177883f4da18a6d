package dev.penstock;

/**
 * A record that is in the journal.
 *
 * @param bytes the record as it is in the journal
 * @param position where it is
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity, never by value.
record Journaled(byte[] bytes, long position) {

    /** What one holds besides its bytes. Bytes. */
    static final int OVERHEAD = 48;
}
