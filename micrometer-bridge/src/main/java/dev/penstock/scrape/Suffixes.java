package dev.penstock.scrape;

import java.nio.charset.StandardCharsets;

/** What series' names have after their family's. */
final class Suffixes {

    static final byte[] CREATED = "_created".getBytes(StandardCharsets.US_ASCII);

    static final String[] ALL = {"_total", "_bucket", "_sum", "_count", "_created", "_info", "_gsum", "_gcount"};

    private static final byte[][] BYTES = new byte[ALL.length][];

    static {
        for (int i = 0; i < ALL.length; i++) {
            BYTES[i] = ALL[i].getBytes(StandardCharsets.US_ASCII);
        }
    }

    private Suffixes() {}

    /** Whether the bytes are a suffix that series of the type have. */
    static boolean of(byte[] bytes, int start, int end, FamilyType type) {
        for (int i = 0; i < ALL.length; i++) {
            if (end - start == BYTES[i].length && ends(bytes, start, end, BYTES[i])) {
                return type.has(ALL[i]);
            }
        }
        return false;
    }

    static boolean ends(byte[] bytes, int start, int end, byte[] suffix) {
        int from = end - suffix.length;
        if (from < start) {
            return false;
        }
        for (int i = 0; i < suffix.length; i++) {
            if (bytes[from + i] != suffix[i]) {
                return false;
            }
        }
        return true;
    }
}
