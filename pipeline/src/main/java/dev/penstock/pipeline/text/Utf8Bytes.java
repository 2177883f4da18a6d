package dev.penstock.pipeline.text;

/** Lengths in bytes of UTF-8, which is how Alloy counts. Half a surrogate pair counts as U+FFFD, as it is sent. */
public final class Utf8Bytes {

    private Utf8Bytes() {}

    /**
     * The bytes that a text takes.
     *
     * @param text any text
     * @return its length in UTF-8
     */
    public static int length(String text) {
        return length(text, 0, text.length());
    }

    static int length(String text, int from, int to) {
        int bytes = to - from;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                if (c < 0x800) {
                    bytes++;
                } else {
                    bytes += 2;
                    if (isPair(text, i, to)) {
                        i++;
                    }
                }
            }
        }
        return bytes;
    }

    /**
     * Cuts a text that takes more than a number of bytes, between two characters.
     *
     * @param text any text
     * @param maxBytes 0 or more
     * @return the text itself when it is short enough, else as many characters of it as there is room for
     */
    public static String cut(String text, int maxBytes) {
        if (text.length() <= maxBytes / 3) {
            return text;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = isPair(text, i, text.length());
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : pair ? 4 : 3;
            if (bytes > maxBytes) {
                return text.substring(0, i);
            }
            i += pair ? 1 : 0;
        }
        return text;
    }

    private static boolean isPair(String text, int at, int to) {
        return Character.isHighSurrogate(text.charAt(at))
                && at + 1 < to
                && Character.isLowSurrogate(text.charAt(at + 1));
    }
}
