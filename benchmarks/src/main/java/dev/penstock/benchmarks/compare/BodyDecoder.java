package dev.penstock.benchmarks.compare;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.Snappy;

/** Reads a body in the format that its headers and path name. */
final class BodyDecoder {

    private BodyDecoder() {}

    static void decode(Body body, byte[] bytes, Consumer<ReceivedLine> out) throws IOException {
        byte[] plain = bytes;
        if (body.contentEncoding().equals("gzip")) {
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                plain = in.readAllBytes();
            }
        }
        if (body.path().equals("/v1/logs")) {
            OtlpLogs.decode(plain, out);
        } else if (body.contentType().startsWith("application/json")) {
            LokiJson.decode(plain, out);
        } else {
            LokiProtobuf.decode(Snappy.uncompress(plain), out);
        }
    }
}
