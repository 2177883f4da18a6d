package dev.penstock.pipeline.json;

import dev.penstock.pipeline.text.GoFloat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON as Go does by default: without spaces, and with the characters escaped that HTML would take for its own. */
public final class JsonText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /**
     * The JSON text of a value.
     *
     * @param value text, number, truth value, {@code null}, or a list or map with text for keys of such values
     * @return JSON in one line
     * @throws IllegalArgumentException when there is something else in it
     */
    public static String of(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    private static void write(StringBuilder out, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String text) {
            quote(out, text);
        } else if (value instanceof Number number) {
            number(out, number.doubleValue());
        } else if (value instanceof List<?> list) {
            char before = '[';
            for (Object element : list) {
                out.append(before);
                write(out, element);
                before = ',';
            }
            out.append(before == '[' ? "[]" : "]");
        } else if (value instanceof Map<?, ?> map) {
            char before = '{';
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(before);
                quote(out, String.valueOf(entry.getKey()));
                out.append(':');
                write(out, entry.getValue());
                before = ',';
            }
            out.append(before == '{' ? "{}" : "}");
        } else {
            throw new IllegalArgumentException("there is no JSON for " + value.getClass());
        }
    }

    /** As Go: an exponent for what is below 1e-6 or not below 1e21. What JSON has no number for is null. */
    private static void number(StringBuilder out, double number) {
        double size = Math.abs(number);
        if (Double.isNaN(size) || Double.isInfinite(size)) {
            out.append("null");
            return;
        }
        if (size == 0 || size >= 1e-6 && size < 1e21) {
            out.append(GoFloat.format(number));
        } else {
            out.append(GoFloat.scientific(number));
        }
    }

    /**
     * Writes a text between double quotes.
     *
     * @param out where to write
     * @param text any text; half surrogate pairs become U+FFFD
     */
    public static void quote(StringBuilder out, String text) {
        out.append('"');
        int copied = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.append(text, copied, i);
            escape(out, c);
            copied = i + 1;
        }
        out.append(text, copied, length).append('"');
    }

    private static boolean isPlain(char c) {
        return c >= ' '
                && c != '"'
                && c != '\\'
                && c != '<'
                && c != '>'
                && c != '&'
                && c != '\u2028'
                && c != '\u2029'
                && !Character.isSurrogate(c);
    }

    private static void escape(StringBuilder out, char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (Character.isSurrogate(c)) {
                    out.append('\ufffd');
                } else {
                    out.append("\\u")
                            .append(HEX[c >> 12])
                            .append(HEX[c >> 8 & 15])
                            .append(HEX[c >> 4 & 15])
                            .append(HEX[c & 15]);
                }
            }
        }
    }
}
