package dev.penstock.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that end in {@code \n} or {@code \r\n}, the last one perhaps not. What is no UTF-8 becomes U+FFFD; a byte order
 * mark at the beginning, which PowerShell writes, is no part of the first line.
 */
final class InputLines {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private boolean begun;

    InputLines(InputStream in) {
        this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in, 1 << 16);
    }

    /** The next line without its end; null when there is none. */
    @Nullable String next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int each = first; each >= 0 && each != '\n'; each = in.read()) {
            line.write(each);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        if (!begun && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        begun = true;
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
