package dev.penstock.wire;

/**
 * Reads snappy's block format without the native library. Source: google/snappy, format_description.txt.
 *
 * <p>A block is the size of what it holds, as a varint, then elements: literals, and copies of what was already written.
 * An element's first byte has its kind in the two lowest bits.
 */
final class SnappyDecoder {

    private static final int KIND = 3;
    private static final int LITERAL = 0;
    private static final int COPY_1_BYTE_OFFSET = 1;
    private static final int COPY_2_BYTE_OFFSET = 2;

    /** Lengths less one from here on stand in 1 to 4 bytes of their own. */
    private static final int LONG_LITERAL = 60;

    private final byte[] block;
    private int in;
    private final byte[] out;
    private final int start;
    private final int end;
    private int to;

    private SnappyDecoder(byte[] block, byte[] out, int at, int size) {
        this.block = block;
        this.out = out;
        start = at;
        end = at + size;
        to = at;
    }

    /**
     * The size that a block declares.
     *
     * @throws IllegalArgumentException when there is none, or when no block of this length can hold so much
     */
    static int declaredSize(byte[] block) {
        long size = 0;
        for (int i = 0; i < block.length && i < 5; i++) {
            size |= (block[i] & 0x7fL) << (7 * i);
            if (block[i] >= 0) {
                // The most that an element yields is 64 bytes, out of a copy that takes 3.
                if (size > WireBuffer.LARGEST || 3 * size > 64L * block.length) {
                    throw new IllegalArgumentException(
                            "not a snappy block: " + block.length + " bytes cannot hold " + size);
                }
                return (int) size;
            }
        }
        throw new IllegalArgumentException("not a snappy block: it begins with no size");
    }

    /**
     * Uncompresses a block.
     *
     * @param size what {@link #declaredSize} says
     * @throws IllegalArgumentException when it is malformed
     */
    static void uncompress(byte[] block, byte[] out, int at, int size) {
        new SnappyDecoder(block, out, at, size).decode();
    }

    private void decode() {
        while (block[in++] < 0) {
            // The size is known.
        }
        while (in < block.length) {
            int tag = block[in++] & 0xff;
            switch (tag & KIND) {
                case LITERAL -> literal(tag >>> 2);
                case COPY_1_BYTE_OFFSET -> copy(4 + ((tag >>> 2) & 7), ((tag >>> 5) << 8) | number(1));
                case COPY_2_BYTE_OFFSET -> copy(1 + (tag >>> 2), number(2));
                default -> copy(1 + (tag >>> 2), number(4));
            }
        }
        if (to < end) {
            throw malformed("it holds less than it declares");
        }
    }

    private void literal(int lengthLessOne) {
        int last = lengthLessOne < LONG_LITERAL ? lengthLessOne : number(lengthLessOne - LONG_LITERAL + 1);
        // Four bytes can say more than an int holds, which is negative here.
        if (last < 0 || last >= block.length - in) {
            throw malformed("it ends within a literal");
        }
        if (last >= end - to) {
            throw malformed("it holds more than it declares");
        }
        int length = last + 1;
        System.arraycopy(block, in, out, to, length);
        in += length;
        to += length;
    }

    private void copy(int length, int offset) {
        if (offset <= 0 || offset > to - start) {
            throw malformed("it copies from before its beginning");
        }
        if (length > end - to) {
            throw malformed("it holds more than it declares");
        }
        if (offset >= length) {
            System.arraycopy(out, to - offset, out, to, length);
            to += length;
        } else {
            // What is copied overlaps what it is copied to: a pattern repeats itself.
            for (int last = to + length; to < last; to++) {
                out[to] = out[to - offset];
            }
        }
    }

    /** A little-endian number of 1 to 4 bytes. */
    private int number(int bytes) {
        if (bytes > block.length - in) {
            throw malformed("it ends within an element");
        }
        int number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (block[in++] & 0xff) << (8 * i);
        }
        return number;
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException("not a snappy block: " + why);
    }
}
