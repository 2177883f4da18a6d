package dev.penstock.testkit.push;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Chooses how to read a body by its headers, as Loki chooses. */
final class PushDecoder {

    /** What a body may unpack to. Loki's own limit, 5000 MiB, is more than a test's heap. */
    static final int MOST_BYTES = 256 << 20;

    private PushDecoder() {}

    static List<PushedStream> decode(@Nullable String contentType, @Nullable String contentEncoding, byte[] body)
            throws PushRefusedException {
        byte[] plain = unpack(contentEncoding == null ? "" : contentEncoding, body);
        if (mediaType(contentType).equals("application/json")) {
            return JsonPush.decode(plain);
        }
        return ProtobufPush.decode(plain);
    }

    static String tooLarge(long bytes) {
        return "request body too large: " + bytes + " bytes, limit: " + MOST_BYTES + " bytes";
    }

    private static byte[] unpack(String encoding, byte[] body) throws PushRefusedException {
        switch (encoding) {
            case "", "snappy":
                return body;
            case "gzip":
                try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                    return readAll(in);
                } catch (IOException e) {
                    throw new PushRefusedException(400, "gzip: invalid header");
                }
            case "deflate":
                try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(body), new Inflater(true))) {
                    return readAll(in);
                } catch (IOException e) {
                    throw new PushRefusedException(400, "flate: corrupt input");
                }
            default:
                throw new PushRefusedException(400, "Content-Encoding " + GoText.quote(encoding) + " not supported");
        }
    }

    private static byte[] readAll(InputStream in) throws IOException, PushRefusedException {
        byte[] plain = in.readNBytes(MOST_BYTES + 1);
        if (plain.length > MOST_BYTES) {
            throw new PushRefusedException(413, tooLarge(plain.length));
        }
        return plain;
    }

    private static String mediaType(@Nullable String contentType) throws PushRefusedException {
        if (contentType == null || contentType.isBlank()) {
            throw new PushRefusedException(400, "mime: no media type");
        }
        int end = contentType.indexOf(';');
        String type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        if (!type.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+(/[!#$%&'*+.^_`|~0-9A-Za-z-]+)?")) {
            throw new PushRefusedException(400, "mime: expected token after slash");
        }
        return type.toLowerCase(Locale.ROOT);
    }
}
