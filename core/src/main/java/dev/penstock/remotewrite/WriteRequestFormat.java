package dev.penstock.remotewrite;

import dev.penstock.wire.OpenedRequest;
import dev.penstock.wire.RequestFormat;
import dev.penstock.wire.SnappyBlock;
import java.util.List;

/**
 * Requests of remote write 2.0, in which all wait, whatever the endpoint turns out to know. They are never merged: each
 * publish is a request of its own, so that a series comes once in it.
 */
public final class WriteRequestFormat implements RequestFormat {

    private final SnappyBlock snappy = new SnappyBlock();

    /** With a buffer that grows with use. */
    public WriteRequestFormat() {}

    @Override
    public int uncompressedSize(byte[] body) {
        return SnappyBlock.uncompressedSize(body);
    }

    @Override
    public OpenedRequest open(byte[] body) {
        return new OpenedWriteRequest(V2Request.open(body), snappy);
    }

    @Override
    public byte[] merge(List<byte[]> bodies) {
        throw new IllegalArgumentException("requests of remote write are not merged");
    }
}
