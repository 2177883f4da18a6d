package dev.penstock.testkit.push;

import dev.penstock.testkit.store.Labels;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Prints labels, characters and times the way Go's formatting does, since that is how Loki's messages look. */
public final class GoText {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssX");
    private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int HEX = 16;

    private GoText() {}

    /** {@code {a="x", b="y"}}, the text of a stream. */
    public static String labels(Map<String, String> labels) {
        return labelsInOrder(Labels.of(labels));
    }

    /** The same in the order that the map has. */
    public static String labelsInOrder(Map<String, String> labels) {
        StringBuilder text = new StringBuilder("{");
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (text.length() > 1) {
                text.append(", ");
            }
            text.append(label.getKey()).append('=').append(quote(label.getValue()));
        }
        return text.append('}').toString();
    }

    /** {@code strconv.Quote}. */
    public static String quote(String value) {
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        value.codePoints().forEach(rune -> append(text, rune, '"'));
        return text.append('"').toString();
    }

    /** {@code %q} of one character. */
    static String quoteRune(int rune) {
        StringBuilder text = new StringBuilder("'");
        append(text, rune, '\'');
        return text.append('\'').toString();
    }

    /** {@code time.RFC3339}, in UTC. */
    static String rfc3339(long nanos) {
        return SECONDS.format(instant(nanos).atOffset(ZoneOffset.UTC));
    }

    /** {@code time.Time.String()}, in UTC. */
    static String time(long nanos) {
        Instant instant = instant(nanos);
        String fraction = "";
        if (instant.getNano() != 0) {
            fraction = "." + String.format("%09d", instant.getNano()).replaceAll("0+$", "");
        }
        return WHOLE.format(instant.atOffset(ZoneOffset.UTC)) + fraction + " +0000 UTC";
    }

    /** Nanoseconds since the epoch as an instant. */
    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    private static void append(StringBuilder text, int rune, char quote) {
        switch (rune) {
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case 0x07 -> text.append("\\a");
            case '\b' -> text.append("\\b");
            case '\f' -> text.append("\\f");
            case 0x0b -> text.append("\\v");
            default -> {
                if (rune == quote) {
                    text.append('\\').append(quote);
                } else if (printable(rune)) {
                    text.appendCodePoint(rune);
                } else if (rune < 0x80) {
                    text.append("\\x").append(hex(rune, 2));
                } else if (rune < 0x10000) {
                    text.append("\\u").append(hex(rune, 4));
                } else {
                    text.append("\\U").append(hex(rune, 8));
                }
            }
        }
    }

    private static String hex(int rune, int digits) {
        return "0".repeat(digits - Integer.toString(rune, HEX).length()) + Integer.toString(rune, HEX);
    }

    private static boolean printable(int rune) {
        return switch (Character.getType(rune)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> rune == ' ';
            default -> true;
        };
    }
}
