package dev.penstock.wire;

import org.jspecify.annotations.Nullable;

/**
 * Where a request is put together and compressed: buffers that all who do this on one thread share, for no two requests
 * are put together at the same time. Not thread-safe.
 */
public final class RequestScratch {

    /** Made with the first request, as protobuf's classes are loaded then: a start need not wait for them. */
    private @Nullable WireBuffer whole;

    private final SnappyBlock snappy = new SnappyBlock();

    /** Buffers that grow with use. */
    public RequestScratch() {}

    /**
     * For one request; {@link #clear} comes when it is done, however that ends.
     *
     * @return always the same
     */
    public WireBuffer whole() {
        WireBuffer made = whole;
        if (made == null) {
            made = new WireBuffer();
            whole = made;
        }
        return made;
    }

    /**
     * What was put together, compressed.
     *
     * @return a new array
     */
    public byte[] compress() {
        WireBuffer made = whole();
        return snappy.compress(made.bytes(), made.size());
    }

    /** Forgets what was put together. */
    public void clear() {
        if (whole != null) {
            whole.clear();
        }
    }
}
