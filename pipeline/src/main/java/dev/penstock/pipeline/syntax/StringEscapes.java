package dev.penstock.pipeline.syntax;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** Decodes what stands between double quotes. Works on bytes, because {@code \xNN} and {@code \NNN} are bytes. */
final class StringEscapes {

    private static final String ACCEPTED =
            "expected one of \\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\NNN \\xNN \\uNNNN \\UNNNNNNNN, "
                    + "or \\\\ for a backslash, as regular expressions need it";

    private final String text;
    private final int end;
    private final IntFunction<Position> positions;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int at;

    StringEscapes(String text, int start, int end, IntFunction<Position> positions) {
        this.text = text;
        this.at = start;
        this.end = end;
        this.positions = positions;
    }

    String decode() {
        int start = at;
        if (text.substring(at, end).indexOf('\\') < 0) {
            return text.substring(at, end);
        }
        while (at < end) {
            int c = text.codePointAt(at);
            if (c == '\\') {
                escape();
            } else {
                put(c);
                at += Character.charCount(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxException(positions.apply(start - 1), "the bytes of this string are not UTF-8");
        }
    }

    private void escape() {
        int start = at;
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
                bytes.write((int) digits(start, 3, 8, 255));
            }
            case 'x' -> bytes.write((int) digits(start, 2, 16, 255));
            case 'u' -> put(character(start, 4));
            case 'U' -> put(character(start, 8));
            default -> throw refused(start, at);
        }
    }

    private int character(int start, int length) {
        long c = digits(start, length, 16, Character.MAX_CODE_POINT);
        if (c >= 0xD800 && c < 0xE000) {
            throw refused(start, at);
        }
        return (int) c;
    }

    private long digits(int start, int length, int base, long limit) {
        long value = 0;
        for (int i = 0; i < length; i++, at++) {
            int digit = at < end && text.charAt(at) < 0x80 ? Character.digit(text.charAt(at), base) : -1;
            if (digit < 0) {
                throw refused(start, at);
            }
            value = value * base + digit;
        }
        if (value > limit) {
            throw refused(start, at);
        }
        return value;
    }

    private void put(int c) {
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
    }

    private SyntaxException refused(int start, int to) {
        return new SyntaxException(
                positions.apply(start),
                "there is no escape " + text.substring(start, Math.min(to, end)) + "; " + ACCEPTED);
    }
}
