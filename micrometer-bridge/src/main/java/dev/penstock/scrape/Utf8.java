package dev.penstock.scrape;

/** Tells whether bytes are UTF-8. */
final class Utf8 {

    private Utf8() {}

    static boolean isValid(byte[] bytes, int start, int end) {
        int i = start;
        while (i < end) {
            int b = bytes[i++];
            if (b >= 0) {
                continue;
            }
            int lead = b & 0xFF;
            int more = lead < 0xC2 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : -1;
            if (more < 0 || i + more > end) {
                return false;
            }
            int second = bytes[i] & 0xFF;
            // What is too long for its character, half a surrogate pair, and what is beyond Unicode.
            if (lead == 0xE0 && second < 0xA0
                    || lead == 0xED && second > 0x9F
                    || lead == 0xF0 && second < 0x90
                    || lead == 0xF4 && second > 0x8F) {
                return false;
            }
            for (int j = 0; j < more; j++) {
                if ((bytes[i++] & 0xC0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }
}
