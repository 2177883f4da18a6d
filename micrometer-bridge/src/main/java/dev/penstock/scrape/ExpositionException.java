package dev.penstock.scrape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An exposition is malformed. The message has the number of the line, what is wrong, what is accepted, and the line. */
public final class ExpositionException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The longest piece of a line repeated in a message, in bytes. */
    private static final int TEXT_SHOWN = 160;

    private final int line;

    private ExpositionException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** An exception about one place of a body. */
    static ExpositionException at(byte[] body, int length, int position, String problem) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < Math.min(position, length); i++) {
            if (body[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        int end = start;
        while (end < length && body[end] != '\n') {
            end++;
        }
        return new ExpositionException(
                line, "line " + line + ": " + printable(problem) + ", in: " + shown(body, start, end));
    }

    /**
     * The line that is malformed.
     *
     * @return its number, counted from 1
     */
    public int line() {
        return line;
    }

    private static String shown(byte[] body, int start, int end) {
        boolean whole = end - start <= TEXT_SHOWN;
        String text = new String(body, start, whole ? end - start : TEXT_SHOWN, StandardCharsets.UTF_8);
        return printable(text) + (whole ? "" : "…");
    }

    /** Messages go to logs and terminals, which control characters from elsewhere could garble. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "�");
    }
}
