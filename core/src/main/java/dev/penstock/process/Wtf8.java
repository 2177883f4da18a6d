package dev.penstock.process;

import java.nio.charset.StandardCharsets;

/**
 * UTF-8 that is exact for every Java string: half a surrogate pair takes the three bytes its number would take. That is
 * <a href="https://simonsapin.github.io/wtf-8/">WTF-8</a>, for our own files only; {@link Utf8} is what others read.
 */
final class Wtf8 {

    private Wtf8() {}

    /**
     * The bytes a text takes.
     *
     * @param text any text
     * @return up to three times its length
     */
    static long length(CharSequence text) {
        int chars = text.length();
        long sum = chars;
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                sum++;
                if (c >= 0x800) {
                    sum++;
                    if (isPair(text, i)) {
                        // Four bytes for two chars: three are counted, the second char is the fourth.
                        i++;
                    }
                }
            }
        }
        return sum;
    }

    /**
     * Writes a text.
     *
     * @param text any text
     * @param out has room for {@link #length} bytes
     * @param start where to begin
     * @return where it ends
     */
    static int write(CharSequence text, byte[] out, int start) {
        int at = start;
        int chars = text.length();
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                out[at++] = (byte) c;
            } else if (c < 0x800) {
                out[at++] = (byte) (0xc0 | (c >> 6));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            } else if (isPair(text, i)) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                out[at++] = (byte) (0xf0 | (point >> 18));
                out[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
                out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (point & 0x3f));
            } else {
                out[at++] = (byte) (0xe0 | (c >> 12));
                out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
                out[at++] = (byte) (0x80 | (c & 0x3f));
            }
        }
        return at;
    }

    /**
     * Reads a text.
     *
     * @param bytes holds it
     * @param start its first byte
     * @param length its bytes, all within the array
     * @return the text
     * @throws IllegalArgumentException when the bytes are not what {@link #write} writes
     */
    static String read(byte[] bytes, int start, int length) {
        int end = start + length;
        int at = start;
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        if (at == end) {
            return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
        }
        // No character takes fewer bytes than chars.
        char[] chars = new char[length];
        int size = 0;
        at = start;
        while (at < end) {
            int lead = bytes[at++];
            if (lead >= 0) {
                chars[size++] = (char) lead;
                continue;
            }
            int more = lead >= (byte) 0xf8 ? 0 : lead >= (byte) 0xf0 ? 3 : lead >= (byte) 0xe0 ? 2 : 1;
            if (lead < (byte) 0xc0 || more == 0 || more > end - at) {
                throw malformed();
            }
            int point = lead & (0x3f >> more);
            for (int i = 0; i < more; i++) {
                int next = bytes[at++];
                if (next >= (byte) 0xc0) {
                    throw malformed();
                }
                point = point << 6 | (next & 0x3f);
            }
            if (point < (more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000) || point > Character.MAX_CODE_POINT) {
                throw malformed();
            }
            size += Character.toChars(point, chars, size);
        }
        return new String(chars, 0, size);
    }

    private static boolean isPair(CharSequence text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("a text is not well-formed");
    }
}
