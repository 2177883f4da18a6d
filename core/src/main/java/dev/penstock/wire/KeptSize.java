package dev.penstock.wire;

/**
 * Decides how long a buffer that is reused from request to request is kept: one of more than 4 MiB is let go once two requests
 * in a row have left three quarters of it unused. One huge request does not hold its memory for ever, and a row of huge
 * ones does not allocate anew each time. Not thread-safe.
 */
final class KeptSize {

    /** Four times what a request has by default; buffers up to this size are always kept. */
    static final int ALWAYS_KEPT = 4 << 20;

    private int previous;

    /** After each use of the buffer: whether to let it go. */
    boolean isTooLarge(int capacity, int used) {
        int most = Math.max(used, previous);
        previous = used;
        return capacity > ALWAYS_KEPT && most < capacity / 4;
    }
}
