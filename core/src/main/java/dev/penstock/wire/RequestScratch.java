package dev.penstock.wire;

/**
 * Where a request is put together and compressed: buffers that all who do this on one thread share, for no two requests
 * are put together at the same time. Not thread-safe.
 */
public final class RequestScratch {

    private final WireBuffer whole = new WireBuffer();
    private final SnappyBlock snappy = new SnappyBlock();

    /** Buffers that grow with use. */
    public RequestScratch() {}

    /**
     * For one request; {@link #clear} comes when it is done, however that ends.
     *
     * @return always the same
     */
    public WireBuffer whole() {
        return whole;
    }

    /**
     * What was put together, compressed.
     *
     * @return a new array
     */
    public byte[] compress() {
        return snappy.compress(whole.bytes(), whole.size());
    }

    /** Forgets what was put together. */
    public void clear() {
        whole.clear();
    }
}
