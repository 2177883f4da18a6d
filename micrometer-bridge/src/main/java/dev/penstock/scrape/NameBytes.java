package dev.penstock.scrape;

/** Which bytes names are made of where they stand without quotes. */
final class NameBytes {

    /** A letter or underscore, with which names of labels begin. */
    private static final int LETTER = 1;

    /** A digit, which names go on with. */
    private static final int DIGIT = 2;

    /** A colon, which only names of metrics have. */
    private static final int COLON = 4;

    private static final byte[] CLASSES = new byte[256];

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            CLASSES[c] = LETTER;
            CLASSES[Character.toUpperCase(c)] = LETTER;
        }
        for (char c = '0'; c <= '9'; c++) {
            CLASSES[c] = DIGIT;
        }
        CLASSES['_'] = LETTER;
        CLASSES[':'] = COLON;
    }

    private NameBytes() {}

    /** Whether a metric's name can begin with a byte from 0 to 255; -1, the end of the text, is none. */
    static boolean beginsMetric(int b) {
        return b >= 0 && (CLASSES[b] & (LETTER | COLON)) != 0;
    }

    /** Whether a label's name can begin with a byte from 0 to 255; -1, the end of the text, is none. */
    static boolean beginsLabel(int b) {
        return b >= 0 && (CLASSES[b] & LETTER) != 0;
    }

    static boolean isInMetric(byte b) {
        return CLASSES[b & 0xFF] != 0;
    }

    static boolean isInLabel(byte b) {
        return (CLASSES[b & 0xFF] & (LETTER | DIGIT)) != 0;
    }
}
