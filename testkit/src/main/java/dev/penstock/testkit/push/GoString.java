package dev.penstock.testkit.push;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads one quoted string with Go's escapes, as the lexer in {@code promql/parser/lex.go} does. */
public final class GoString {

    private static final int HEX = 16;
    private static final String SIMPLE = "abfnrtv\\";
    private static final String SIMPLE_VALUES = "\u0007\b\f\n\r\t\u000b\\";

    private final String text;
    private final int start;
    private final char quote;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int next;

    /**
     * Reads from the opening quote at {@code start} to the closing one.
     *
     * @throws LabelTextException if there is none, or an escape that is not Go's
     */
    public GoString(String text, int start, char quote) throws LabelTextException {
        this.text = text;
        this.start = start;
        this.quote = quote;
        this.next = start + 1;
        read();
    }

    /** Without quotes and escapes. Bytes that are not UTF-8 ({@code \xff}) are U+FFFD here. */
    public String value() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The position behind the closing quote. */
    public int end() {
        return next;
    }

    private void read() throws LabelTextException {
        while (true) {
            int rune = next < text.length() ? text.codePointAt(next) : 0;
            next += Character.charCount(rune);
            if (rune == '\\') {
                escape();
            } else if (rune == 0xFFFD) {
                throw error("invalid UTF-8 rune");
            } else if (rune == 0 || rune == '\n') {
                throw error("unterminated quoted string");
            } else if (rune == quote) {
                return;
            } else {
                add(rune);
            }
        }
    }

    private void escape() throws LabelTextException {
        if (next >= text.length()) {
            throw error("escape sequence not terminated");
        }
        int rune = text.codePointAt(next);
        int simple = rune == quote ? -1 : SIMPLE.indexOf(rune);
        if (rune == quote || simple >= 0) {
            bytes.write(rune == quote ? quote : SIMPLE_VALUES.charAt(simple));
            next++;
        } else if (rune >= '0' && rune <= '7') {
            aByte(number(3, 8));
        } else if (rune == 'x') {
            next++;
            aByte(number(2, HEX));
        } else if (rune == 'u' || rune == 'U') {
            next++;
            add(codePoint(number(rune == 'u' ? 4 : 8, HEX)));
        } else {
            throw error("unknown escape sequence " + unicode(rune));
        }
    }

    private long number(int digits, int base) throws LabelTextException {
        long number = 0;
        for (int i = 0; i < digits; i++) {
            if (next >= text.length()) {
                throw error("escape sequence not terminated");
            }
            int rune = text.codePointAt(next);
            int digit = rune < 0x80 ? Character.digit(rune, base) : -1;
            if (digit < 0) {
                throw error("illegal character " + unicode(rune) + " in escape sequence");
            }
            number = number * base + digit;
            next++;
        }
        return number;
    }

    private void aByte(long number) throws LabelTextException {
        if (number > 255) {
            throw error("escape sequence is an invalid Unicode code point");
        }
        bytes.write((int) number);
    }

    private int codePoint(long number) throws LabelTextException {
        if (number > Character.MAX_CODE_POINT || (number >= 0xD800 && number < 0xE000)) {
            throw error("escape sequence is an invalid Unicode code point");
        }
        return (int) number;
    }

    private void add(int rune) {
        bytes.writeBytes(Character.toString(rune).getBytes(StandardCharsets.UTF_8));
    }

    private LabelTextException error(String why) {
        return new LabelTextException(text, start, why);
    }

    private static String unicode(int rune) {
        return "U+" + String.format("%04X", rune) + " " + GoText.quoteRune(rune);
    }
}
