package dev.penstock.wire;

import com.google.protobuf.CodedOutputStream;
import java.util.Arrays;

/** A growing array with protobuf's writer on it, reused from request to request. Not thread-safe. */
public final class WireBuffer {

    /** The largest array that every JVM can make. */
    public static final int LARGEST = Integer.MAX_VALUE - 16;

    private static final int FIRST_SIZE = 16 * 1024;

    private final KeptSize kept = new KeptSize();

    private byte[] bytes = new byte[FIRST_SIZE];
    private CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /** Where {@link #out} began: it counts from there. */
    private int base;

    /** Nothing written yet. */
    public WireBuffer() {}

    /**
     * The writer, valid until the next call.
     *
     * @param more how many more bytes there is room for
     * @return writes behind what was written
     */
    public CodedOutputStream ensure(int more) {
        int size = size();
        if (bytes.length - size < more) {
            long needed = (long) size + more;
            if (needed > LARGEST) {
                throw new IllegalStateException("a request cannot be larger than 2 GiB");
            }
            use(Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(needed, 2L * bytes.length))), size);
        }
        return out;
    }

    /** Forgets what was written; keeps the array unless it is too large for what is needed. */
    public void clear() {
        use(kept.isTooLarge(bytes.length, size()) ? new byte[FIRST_SIZE] : bytes, 0);
    }

    private void use(byte[] array, int at) {
        // First, for it may fail for want of memory: a writer into another array would leave holes in the request.
        out = CodedOutputStream.newInstance(array, at, array.length - at);
        bytes = array;
        base = at;
    }

    /**
     * How much was written.
     *
     * @return bytes
     */
    public int size() {
        return base + out.getTotalBytesWritten();
    }

    /**
     * What was written.
     *
     * @return its first {@link #size} bytes; valid until more is written
     */
    public byte[] bytes() {
        return bytes;
    }
}
