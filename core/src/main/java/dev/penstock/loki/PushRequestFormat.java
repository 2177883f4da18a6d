package dev.penstock.loki;

import dev.penstock.wire.OpenedRequest;
import dev.penstock.wire.RequestFormat;
import dev.penstock.wire.RequestScratch;
import dev.penstock.wire.SnappyBlock;
import dev.penstock.wire.WireBuffer;
import java.util.List;

/**
 * Loki's push requests: protobuf in a snappy block, as {@link PushRequestBuilder} makes them. Entries are copied as they
 * are, with fields that Penstock does not know; streams without entries are left out. Suspect is what is more than an hour
 * old or more than ten minutes ahead.
 *
 * <p>Reuses its buffers, and what it opens shares them: not thread-safe.
 */
public final class PushRequestFormat implements RequestFormat {

    private final RequestScratch scratch = new RequestScratch();

    /** With buffers that grow with use. */
    public PushRequestFormat() {}

    @Override
    public int uncompressedSize(byte[] body) {
        return SnappyBlock.uncompressedSize(body);
    }

    @Override
    public OpenedRequest open(byte[] body) {
        byte[] plain = SnappyBlock.uncompress(body);
        return new OpenedPushRequest(PushRequestIndex.of(plain, plain.length), scratch);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Each stream comes once in it: hundreds of small requests repeat the labels of a few streams.
     */
    @Override
    public byte[] merge(List<byte[]> bodies) {
        long size = 0;
        for (byte[] body : bodies) {
            size += uncompressedSize(body);
        }
        if (size > WireBuffer.LARGEST) {
            throw new IllegalArgumentException(
                    bodies.size() + " requests of " + size + " bytes cannot be one: the most is " + WireBuffer.LARGEST);
        }
        byte[] plain = new byte[(int) size];
        int[] sizes = new int[bodies.size()];
        int at = 0;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = SnappyBlock.uncompress(bodies.get(i), plain, at);
            at += sizes[i];
        }
        return new OpenedPushRequest(PushRequestIndex.of(plain, sizes), scratch).selectByStream();
    }
}
