package dev.penstock.scrape;

import java.nio.charset.StandardCharsets;

/** Decodes names, label values and help texts. */
final class Escapes {

    private Escapes() {}

    /**
     * The text that bytes stand for: {@code \\} and {@code \n}, and {@code \"} where quotes are escaped. A backslash before
     * anything else stands for itself.
     */
    static String decode(byte[] bytes, int start, int end, boolean quotes) {
        int escape = start;
        while (escape < end && bytes[escape] != '\\') {
            escape++;
        }
        if (escape == end) {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        byte[] decoded = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            byte next = b == '\\' && i + 1 < end ? bytes[i + 1] : 0;
            if (next == '\\' || next == '"' && quotes) {
                b = next;
                i++;
            } else if (next == 'n') {
                b = '\n';
                i++;
            }
            decoded[length++] = b;
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }
}
