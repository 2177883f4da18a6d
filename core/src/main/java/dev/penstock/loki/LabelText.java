package dev.penstock.loki;

import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a stream's labels as Loki reads them: {@code {app="shop", level="INFO"}}, names sorted, values quoted.
 *
 * <p>Quoting is Go's ({@code strconv.Quote}), because Loki's lexer unquotes with it; what a Go lexer refuses even inside
 * quotes (NUL, byte order mark, U+FFFD) and what is not printable is escaped. Source: prometheus/prometheus,
 * promql/parser/lex.go, which Loki's push uses; grafana/alloy, loki/client/batch.go.
 */
public final class LabelText {

    private LabelText() {}

    /**
     * Writes labels.
     *
     * @param labels legal names and any values
     * @return the text
     */
    public static String of(Map<String, String> labels) {
        StringBuilder text = new StringBuilder(32 + 32 * labels.size()).append('{');
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            if (text.length() > 1) {
                text.append(", ");
            }
            text.append(label.getKey()).append('=');
            quote(label.getValue(), text);
        }
        return text.append('}').toString();
    }

    private static void quote(String value, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < value.length(); ) {
            int point = value.codePointAt(i);
            i += Character.charCount(point);
            switch (point) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> appendPoint(point, out);
            }
        }
        out.append('"');
    }

    private static void appendPoint(int point, StringBuilder out) {
        if (point == 0xfffd || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
            // Raw, the lexer takes it for a sign of invalid UTF-8 and refuses the whole request.
            out.append("\\ufffd");
        } else if (isPrintable(point)) {
            out.appendCodePoint(point);
        } else if (point < 0x10000) {
            out.append(String.format("\\u%04x", point));
        } else {
            out.append(String.format("\\U%08x", point));
        }
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}
