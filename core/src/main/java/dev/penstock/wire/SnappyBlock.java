package dev.penstock.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import org.xerial.snappy.Snappy;

/**
 * Compresses into snappy's block format, the only one that Loki and remote write take, and uncompresses. Reuses its
 * buffer; not thread-safe.
 *
 * <p>Where snappy's native library cannot be loaded (an unknown platform, a temporary folder mounted noexec), blocks are
 * made of literals alone: valid and complete, only not smaller. Blocks of all kinds can be read there too, for a
 * directory of them may come from elsewhere. Source: google/snappy, format_description.txt.
 */
public final class SnappyBlock {

    /** Tag of a literal whose length less one stands in the next two bytes. */
    private static final int LITERAL = 61 << 2;

    private static final int LONGEST_LITERAL = 1 << 16;

    private byte[] buffer = new byte[0];
    private final KeptSize kept = new KeptSize();

    /** With a buffer that grows with use. */
    public SnappyBlock() {}

    /**
     * Compresses bytes.
     *
     * @param input an array
     * @param length how many of its first bytes
     * @return a new array that holds the block and nothing else
     * @throws IllegalArgumentException when the block could be larger than an array
     */
    public byte[] compress(byte[] input, int length) {
        long needed = 32L + length + length / 6; // snappy.cc, MaxCompressedLength
        if (needed > WireBuffer.LARGEST) {
            throw new IllegalArgumentException("a request cannot be larger than 1.7 GiB");
        }
        int room = (int) needed;
        if (buffer.length < room) {
            buffer = new byte[room];
        }
        try {
            int size = Native.LOADED ? Snappy.compress(input, 0, length, buffer, 0) : literals(input, length, buffer);
            return Arrays.copyOf(buffer, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (kept.isTooLarge(buffer.length, room)) {
                buffer = new byte[0];
            }
        }
    }

    /**
     * What a block holds, without uncompressing it.
     *
     * @param block the block
     * @return bytes, at most 64 for every 3 of the block
     * @throws IllegalArgumentException when it declares no size, or one that it cannot hold
     */
    public static int uncompressedSize(byte[] block) {
        return SnappyDecoder.declaredSize(block);
    }

    /**
     * Uncompresses a block.
     *
     * @param block the block
     * @return a new array
     * @throws IllegalArgumentException when it is malformed
     */
    public static byte[] uncompress(byte[] block) {
        byte[] out = new byte[uncompressedSize(block)];
        uncompress(block, out, 0);
        return out;
    }

    /**
     * Uncompresses a block into an array that has room for it.
     *
     * @param block the block
     * @param out takes what it holds
     * @param at from where on
     * @return how many bytes were written
     * @throws IllegalArgumentException when the block is malformed
     */
    public static int uncompress(byte[] block, byte[] out, int at) {
        int size = uncompressedSize(block);
        // The native library does not look how much room there is.
        Objects.checkFromIndexSize(at, size, out.length);
        if (Native.LOADED) {
            try {
                Snappy.uncompress(block, 0, block.length, out, at);
            } catch (IOException e) {
                throw new IllegalArgumentException("not a snappy block: " + e.getMessage(), e);
            }
        } else {
            SnappyDecoder.uncompress(block, out, at, size);
        }
        return size;
    }

    /** Writes a block of literals; returns its size. */
    static int literals(byte[] input, int length, byte[] out) {
        int at = 0;
        int rest = length;
        while (rest >= 0x80) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        for (int from = 0; from < length; from += LONGEST_LITERAL) {
            int size = Math.min(LONGEST_LITERAL, length - from);
            out[at++] = (byte) LITERAL;
            out[at++] = (byte) (size - 1);
            out[at++] = (byte) ((size - 1) >> 8);
            System.arraycopy(input, from, out, at, size);
            at += size;
        }
        return at;
    }

    /** Loaded with the first block: unpacking a library takes a while, and a start need not wait for it. */
    private static final class Native {

        static final boolean LOADED = loads();

        private static boolean loads() {
            try {
                return Snappy.compress(new byte[1]).length > 0;
            } catch (IOException | LinkageError e) {
                return false;
            } catch (Error e) {
                // SnappyError, an Error of its own kind, says that there is no library for this platform.
                if (e instanceof VirtualMachineError) {
                    throw e;
                }
                return false;
            }
        }
    }
}
