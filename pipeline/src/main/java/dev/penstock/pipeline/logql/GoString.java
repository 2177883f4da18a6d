package dev.penstock.pipeline.logql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Decodes the escapes of Go's double-quoted strings. Some of them are bytes, so it builds the text's bytes. */
final class GoString {

    private static final String ESCAPES = "abfnrtv\\\"";
    private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b\\\"";

    private final String text;
    private final int end;
    private int at;

    private GoString(String text, int start, int end) {
        this.text = text;
        this.at = start;
        this.end = end;
    }

    /** Decodes what stands between two quotes. */
    static String decode(String text, int start, int end) {
        String content = text.substring(start, end);
        return content.indexOf('\\') < 0 ? content : new GoString(text, start, end).decode();
    }

    private String decode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (at < end) {
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c != '\\') {
                put(bytes, c);
                continue;
            }
            char escape = text.charAt(at++);
            int plain = ESCAPES.indexOf(escape);
            if (plain >= 0) {
                bytes.write(MEANINGS.charAt(plain));
            } else if (escape >= '0' && escape <= '7') {
                at--;
                bytes.write(number(3, 8, 255));
            } else if (escape == 'x') {
                bytes.write(number(2, 16, 255));
            } else if (escape == 'u' || escape == 'U') {
                int point = number(escape == 'u' ? 4 : 8, 16, Character.MAX_CODE_POINT);
                if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                    throw refused();
                }
                put(bytes, point);
            } else {
                throw refused();
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void put(ByteArrayOutputStream bytes, int c) {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
    }

    private int number(int length, int base, int limit) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            char c = at < end ? text.charAt(at) : ' ';
            int digit = c < 0x80 ? Character.digit(c, base) : -1;
            if (digit < 0) {
                throw refused();
            }
            value = value * base + digit;
            at++;
        }
        if (value > limit) {
            throw refused();
        }
        return (int) value;
    }

    private SelectorException refused() {
        int backslash = text.lastIndexOf('\\', Math.min(at, end) - 1);
        return new SelectorException(
                backslash,
                "there is no escape " + text.substring(backslash, Math.min(backslash + 2, end))
                        + "; write \\\\ for a backslash, as regular expressions need it");
    }
}
