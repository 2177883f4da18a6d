package dev.penstock;

/** A record that is in the journal. */
final class Journaled {

    /** What one holds besides its bytes. Bytes. */
    static final int OVERHEAD = 48;

    private final byte[] bytes;
    private long position;

    /**
     * A record on its way into the journal.
     *
     * @param bytes the record as it is in the journal
     */
    Journaled(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where it is in the journal. */
    long position() {
        return position;
    }

    /** It is in the journal now. */
    void isAt(long placed) {
        position = placed;
    }
}
