package dev.penstock.journal;

/**
 * What a journal's bytes mean.
 *
 * <p>The file is a header of {@value #HEADER} bytes and a ring. Numbers are little-endian. The header: magic (8 bytes),
 * version (8), capacity of the ring (8), salt (8), CRC32C of these (8); the rest is zero.
 *
 * <p>A record begins at a multiple of 8 and may go on at the ring's beginning. It is two words of 8 bytes, then the
 * payload:
 *
 * <ol>
 *   <li>the key: its position XOR the salt. Positions count bytes since the journal's beginning and never come again, and
 *       the salt is random, so nothing that an earlier lap or a payload left in the ring passes for a record;
 *   <li>the state: 0 while it is being written; else the payload's length in the low 30 bits, {@link #COMMITTED} or
 *       {@link #DONE} in the next two, and in the high half a check that hangs on key, length, state and, for a committed
 *       record, on the CRC32C of the payload.
 * </ol>
 */
final class JournalFormat {

    /** "PSTKJRNL" */
    static final long MAGIC = 0x4c4e_524a_4b54_5350L;
    /** In place of {@link #MAGIC}: everything was read and is safe elsewhere, but the file could not be deleted. */
    static final long SPENT = 0x544e_5053_4b54_5350L;

    static final long VERSION = 1;

    /** The header takes a cache line of its own. */
    static final int HEADER = 64;

    /** Bytes of the header that its CRC32C covers. */
    static final int HEADER_CHECKED = 4 * Long.BYTES;

    /** Key and state. */
    static final int RECORD_HEADER = 2 * Long.BYTES;

    static final long LEAST_CAPACITY = 1 << 16;
    /** Header and ring must fit in one mapping, which Java limits to 2 GiB. */
    static final long MOST_CAPACITY = 1 << 30;

    /** The payload counts. */
    static final int COMMITTED = 1;
    /** The payload is safe elsewhere, or was never promised. */
    static final int DONE = 2;

    private static final int STATE_SHIFT = 30;
    private static final int LENGTH_BITS = (1 << STATE_SHIFT) - 1;

    private JournalFormat() {}

    /** The ring's bytes that a record takes. */
    static long size(int length) {
        return (RECORD_HEADER + (long) length + 7) & -8L;
    }

    /** The second word of a record; never 0. */
    static long stateWord(int state, int length, long key, int crc) {
        int low = state << STATE_SHIFT | length;
        // MurmurHash3's finalizer: any bit of key or low changes half of the bits.
        long mixed = key + low * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51_afd7_ed55_8ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
        int check = (int) (mixed ^ (mixed >>> 33)) ^ crc;
        return (long) check << 32 | Integer.toUnsignedLong(low);
    }

    static int state(long stateWord) {
        return (int) stateWord >>> STATE_SHIFT;
    }

    static int length(long stateWord) {
        return (int) stateWord & LENGTH_BITS;
    }
}
