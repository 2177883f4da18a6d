package dev.penstock.pipeline.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes what stands between double quotes. Works on bytes, because {@code \xNN} and {@code \NNN} are bytes. */
final class StringEscapes {

    private static final String ACCEPTED =
            "expected one of \\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\NNN \\xNN \\uNNNN \\UNNNNNNNN";

    private final String text;
    private final int start;
    private final int end;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at;
    private int refusedFrom;
    private int refusedTo;
    private String problem = "";

    StringEscapes(String text, int start, int end) {
        this.text = text;
        this.start = start;
        this.at = start;
        this.end = end;
    }

    /** What the text stands for; {@code null} when there is a {@link #problem()} with it. */
    @Nullable String decode() {
        String content = text.substring(start, end);
        if (content.indexOf('\\') < 0) {
            return content;
        }
        while (at < end) {
            int c = text.codePointAt(at);
            if (c != '\\') {
                put(c);
                at += Character.charCount(c);
            } else if (!escape()) {
                return null;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            refuse(start - 1, end + 1, "the bytes of this string are not UTF-8");
            return null;
        }
    }

    /** What is wrong. */
    String problem() {
        return problem;
    }

    /** Where the problem begins. */
    int refusedFrom() {
        return refusedFrom;
    }

    /** Where the problem ends. */
    int refusedTo() {
        return refusedTo;
    }

    private boolean escape() {
        int from = at;
        char c = text.charAt(at + 1);
        at += 2;
        switch (c) {
            case 'a' -> bytes.write(7);
            case 'b' -> bytes.write('\b');
            case 'f' -> bytes.write('\f');
            case 'n' -> bytes.write('\n');
            case 'r' -> bytes.write('\r');
            case 't' -> bytes.write('\t');
            case 'v' -> bytes.write(11);
            case '\\', '"' -> bytes.write(c);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                return singleByte(from, 3, 8);
            }
            case 'x' -> {
                return singleByte(from, 2, 16);
            }
            case 'u' -> {
                return character(from, 4);
            }
            case 'U' -> {
                return character(from, 8);
            }
            default -> {
                at += Character.isHighSurrogate(c) ? 1 : 0;
                return unknown(from);
            }
        }
        return true;
    }

    private boolean unknown(int from) {
        String escape = text.substring(from, at);
        String character = escape.substring(1);
        String remedy = character.equals("'")
                ? "write ' as it is"
                : "for a backslash, as in a regular expression, write \\\\" + character
                        + " or put the text in backticks: `" + escape + "`";
        return refuse(from, at, "there is no escape " + escape + "; " + remedy + "; " + ACCEPTED);
    }

    private boolean singleByte(int from, int length, int base) {
        long value = digits(length, base);
        if (value < 0 || value > 255) {
            return refuse(from, at, "there is no escape " + text.substring(from, at) + "; " + ACCEPTED);
        }
        bytes.write((int) value);
        return true;
    }

    private boolean character(int from, int length) {
        long c = digits(length, 16);
        if (c < 0 || c > Character.MAX_CODE_POINT || c >= 0xD800 && c < 0xE000) {
            return refuse(from, at, "there is no escape " + text.substring(from, at) + "; " + ACCEPTED);
        }
        put((int) c);
        return true;
    }

    /** The value of exactly so many digits, -1 when there are not so many. */
    private long digits(int length, int base) {
        long value = 0;
        for (int i = 0; i < length; i++, at++) {
            int digit = at < end && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), base) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * base + digit;
        }
        return value;
    }

    private void put(int c) {
        if (c < 0x80) {
            bytes.write(c);
        } else {
            bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean refuse(int from, int to, String message) {
        refusedFrom = from;
        refusedTo = to;
        problem = message;
        return false;
    }
}
