package dev.penstock.testkit.remotewrite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.xerial.snappy.Snappy;

/** Unpacks snappy's block format, the only one of remote write. */
final class SnappyBlock {

    /** What a body may unpack to; much more than any sender puts into a request. */
    private static final int MOST_BYTES = 256 << 20;

    /** Snappy's best case is 64 bytes out of a copy of 3; a length beyond that is a lie not worth an allocation. */
    private static final int MOST_PER_BYTE = 64;

    /** How a stream of snappy's framed format begins. */
    private static final byte[] STREAM_IDENTIFIER = "\u00ff\u0006\0\0sNaPpY".getBytes(StandardCharsets.ISO_8859_1);

    private SnappyBlock() {}

    static byte[] uncompress(byte[] body) throws WriteRefusedException {
        if (body.length >= STREAM_IDENTIFIER.length
                && Arrays.equals(body, 0, STREAM_IDENTIFIER.length, STREAM_IDENTIFIER, 0, STREAM_IDENTIFIER.length)) {
            throw new WriteRefusedException(
                    400, "snappy: the body has the framed format; it must have the block format");
        }
        try {
            long length = body.length == 0 ? -1 : Snappy.uncompressedLength(body);
            if (length > MOST_BYTES) {
                throw new WriteRefusedException(
                        413, "request body too large: " + length + " bytes, limit: " + MOST_BYTES + " bytes");
            }
            if (length < 0 || length > (long) MOST_PER_BYTE * body.length || !Snappy.isValidCompressedBuffer(body)) {
                throw new WriteRefusedException(400, "snappy: corrupt input");
            }
            return Snappy.uncompress(body);
        } catch (IOException e) {
            throw new WriteRefusedException(400, "snappy: corrupt input");
        }
    }
}
