package dev.penstock.benchmarks.compare;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * As much of an HTTP/1.1 request as the receiver needs.
 *
 * @param path without query
 * @param contentType empty if it was not there
 * @param contentEncoding empty if it was not there
 * @param body as it came, without the chunks' frames
 * @param close whether the connection ends with it
 */
record HttpRequest(String path, String contentType, String contentEncoding, byte[] body, boolean close) {

    /** Reads the next one; null at the end of the connection. */
    static @Nullable HttpRequest read(InputStream in, Continue proceed) throws IOException {
        String first = line(in);
        if (first == null || first.isEmpty()) {
            return null;
        }
        String target = first.split(" ", 3)[1];
        int query = target.indexOf('?');
        String contentType = "";
        String contentEncoding = "";
        int length = 0;
        boolean chunked = false;
        boolean close = false;
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).trim();
            switch (line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT)) {
                case "content-type" -> contentType = value;
                case "content-encoding" -> contentEncoding = value;
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" ->
                    chunked = value.toLowerCase(Locale.ROOT).contains("chunked");
                case "connection" -> close = value.equalsIgnoreCase("close");
                case "expect" -> proceed.send();
                default -> {
                    // of no interest
                }
            }
        }
        byte[] body = chunked ? chunks(in) : exactly(in, length);
        return new HttpRequest(
                query < 0 ? target : target.substring(0, query), contentType, contentEncoding, body, close);
    }

    /** Answers {@code Expect: 100-continue}. */
    interface Continue {
        void send() throws IOException;
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line(in);
            if (size == null) {
                throw new EOFException();
            }
            int semicolon = size.indexOf(';');
            int length = Integer.parseInt((semicolon < 0 ? size : size.substring(0, semicolon)).trim(), 16);
            body.write(exactly(in, length));
            line(in);
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (in.readNBytes(bytes, 0, length) < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append((char) (c & 0xFF));
            }
        }
        return null;
    }

    /** The answer of Loki, or of an OTLP receiver. */
    byte[] answer() {
        String text = path.startsWith("/v1/")
                ? "HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n"
                : "HTTP/1.1 204 No Content\r\n\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
