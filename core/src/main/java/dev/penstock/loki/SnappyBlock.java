package dev.penstock.loki;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/**
 * Compresses into snappy's block format, the only one that Loki and remote write take. Reuses its buffer; not
 * thread-safe.
 *
 * <p>Where snappy's native library cannot be loaded (an unknown platform, a temporary folder mounted noexec), blocks are
 * made of literals alone: valid and complete, only not smaller. Source: google/snappy, format_description.txt.
 */
final class SnappyBlock {

    private static final boolean NATIVE = loadsNatively();

    /** Tag of a literal whose length less one stands in the next two bytes. */
    private static final int LITERAL = 61 << 2;

    private static final int LONGEST_LITERAL = 1 << 16;

    private byte[] buffer = new byte[0];

    /**
     * Compresses bytes.
     *
     * @param input an array
     * @param length how many of its first bytes
     * @return a new array that holds the block and nothing else
     */
    byte[] compress(byte[] input, int length) {
        int room = 32 + length + length / 6; // snappy.cc, MaxCompressedLength
        if (buffer.length < room) {
            buffer = new byte[room];
        }
        try {
            int size = NATIVE ? Snappy.compress(input, 0, length, buffer, 0) : literals(input, length, buffer);
            return Arrays.copyOf(buffer, size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static boolean loadsNatively() {
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
