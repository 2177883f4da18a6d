package dev.penstock.pipeline.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Base32 of RFC 4648 with padding. */
final class Base32 {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Base32() {}

    static String encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder((bytes.length + 4) / 5 * 8);
        int buffer = 0;
        int bits = 0;
        for (byte each : bytes) {
            buffer = buffer << 8 | (each & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(ALPHABET.charAt(buffer >> bits & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) {
            out.append(ALPHABET.charAt(buffer << (5 - bits) & 31));
        }
        while (out.length() % 8 != 0) {
            out.append('=');
        }
        return out.toString();
    }

    /** The text, or Go's error message, which sprig gives for the text. */
    static String decode(String text) {
        String joined = text.replace("\r", "").replace("\n", "");
        int end = joined.length();
        while (end > 0 && joined.charAt(end - 1) == '=') {
            end--;
        }
        int last = end % 8;
        boolean sound = joined.length() % 8 == 0 && joined.length() - end < 8 && last != 1 && last != 3 && last != 6;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < end; i++) {
            int value = ALPHABET.indexOf(joined.charAt(i));
            if (value < 0) {
                return "illegal base32 data at input byte " + i;
            }
            buffer = buffer << 5 | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.write(buffer >> bits & 0xff);
                buffer &= (1 << bits) - 1;
            }
        }
        return sound ? out.toString(StandardCharsets.UTF_8) : "illegal base32 data at input byte " + end;
    }
}
