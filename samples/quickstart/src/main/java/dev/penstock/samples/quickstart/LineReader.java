package dev.penstock.samples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of any bytes: ended by LF or CRLF, the last one perhaps by nothing, UTF-8 with U+FFFD for what is none.
 *
 * <p>Not {@link java.io.BufferedReader}, which ends a line at a lone CR too, and keeps a line of any length in memory.
 */
final class LineReader {

    /** Longer lines are cut here already; Loki takes 256 KiB. */
    private static final int LONGEST = 1 << 20;

    private final InputStream in;
    private final byte[] chunk = new byte[64 * 1024];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int start;
    private int end;
    private long bytesRead;
    private long cut;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; null when there is none. */
    @Nullable String next() throws IOException {
        line.reset();
        cut = 0;
        boolean anything = false;
        while (fill()) {
            anything = true;
            int at = start;
            while (at < end && chunk[at] != '\n') {
                at++;
            }
            append(start, at);
            start = at + 1;
            if (at < end) {
                return text();
            }
        }
        return anything ? text() : null;
    }

    /** Bytes read so far. */
    long bytesRead() {
        return bytesRead;
    }

    private boolean fill() throws IOException {
        if (start < end) {
            return true;
        }
        int count = in.read(chunk);
        start = 0;
        end = Math.max(0, count);
        bytesRead += end;
        return count > 0;
    }

    private void append(int from, int to) {
        int kept = Math.min(to - from, LONGEST - line.size());
        line.write(chunk, from, kept);
        cut += to - from - kept;
    }

    private String text() {
        String text = line.toString(StandardCharsets.UTF_8);
        if (cut > 0) {
            return text + "…[" + cut + " bytes cut]";
        }
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
