package dev.penstock.pipeline.text;

import org.jspecify.annotations.Nullable;

/**
 * Decodes logfmt as Alloy does: {@code key=value key="quoted value" word}, separated by any character up to the space. Each
 * line is decoded by itself.
 */
public final class Logfmt {

    /** A longer line is an error: the decoder that Alloy uses reads into a buffer of this many bytes. */
    private static final int MAX_LINE_BYTES = 64 * 1024;

    private final String text;
    private final int end;
    private final PairSink sink;
    private int at;

    private Logfmt(String text, int start, int end, PairSink sink) {
        this.text = text;
        this.at = start;
        this.end = end;
        this.sink = sink;
    }

    /** Takes what is decoded. */
    @FunctionalInterface
    public interface PairSink {

        /**
         * Takes a pair.
         *
         * @param key not empty
         * @param value empty for a word without one
         */
        void pair(String key, String value);
    }

    /**
     * Decodes a text.
     *
     * @param text any text
     * @param sink is given the pairs in their order, those before an error too
     * @return false when an error ended it
     */
    public static boolean decode(String text, PairSink sink) {
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            // Bytes are only counted when there are enough characters for so many.
            if (end - start >= MAX_LINE_BYTES / 3
                    && Utf8Bytes.length(text, start, end) + (newline < 0 ? 0 : 1) >= MAX_LINE_BYTES) {
                return false;
            }
            if (!new Logfmt(text, start, end, sink).line()) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private boolean line() {
        while (at < end) {
            if (text.charAt(at) <= ' ') {
                at++;
            } else if (!pair()) {
                return false;
            }
        }
        return true;
    }

    private boolean pair() {
        int start = at;
        boolean replaced = false;
        while (at < end && text.charAt(at) > ' ' && text.charAt(at) != '=') {
            char c = text.charAt(at);
            if (c == '"') {
                return false;
            }
            replaced |= c == '\ufffd';
            at++;
        }
        if (at == start || replaced) {
            return false;
        }
        String key = text.substring(start, at);
        String value = "";
        if (at < end && text.charAt(at) == '=') {
            at++;
            String read = at < end && text.charAt(at) == '"' ? quoted() : bare();
            if (read == null) {
                return false;
            }
            value = read;
        }
        sink.pair(key, value);
        return true;
    }

    private @Nullable String bare() {
        int start = at;
        while (at < end && text.charAt(at) > ' ') {
            char c = text.charAt(at);
            if (c == '"' || c == '=') {
                return null;
            }
            at++;
        }
        return text.substring(start, at);
    }

    private @Nullable String quoted() {
        int start = ++at;
        boolean escapes = false;
        while (at < end) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return escapes ? unquoted(start, at - 1) : text.substring(start, at - 1);
            }
            escapes |= c == '\\';
            at += c == '\\' ? 2 : 1;
        }
        return null;
    }

    /** As in JSON, and {@code \'} too; control characters are refused as soon as there is an escape. */
    private @Nullable String unquoted(int start, int stop) {
        StringBuilder out = new StringBuilder(stop - start);
        int i = start;
        while (i < stop) {
            char c = text.charAt(i++);
            if (c < ' ') {
                return null;
            }
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = text.charAt(i++);
            switch (escape) {
                case '"', '\\', '/', '\'' -> out.append(escape);
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    int unit = hex(i, stop);
                    if (unit < 0) {
                        return null;
                    }
                    i = put(out, unit, i + 4, stop);
                }
                default -> {
                    return null;
                }
            }
        }
        return out.toString();
    }

    /** Half a pair of surrogates is no character: U+FFFD, unless the other half follows. */
    private int put(StringBuilder out, int unit, int next, int stop) {
        if (!Character.isSurrogate((char) unit)) {
            out.append((char) unit);
            return next;
        }
        int low = text.startsWith("\\u", next) ? hex(next + 2, stop) : -1;
        if (Character.isHighSurrogate((char) unit) && low >= 0 && Character.isLowSurrogate((char) low)) {
            out.append((char) unit).append((char) low);
            return next + 6;
        }
        out.append('\ufffd');
        return next;
    }

    private int hex(int from, int stop) {
        if (from + 4 > stop) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
