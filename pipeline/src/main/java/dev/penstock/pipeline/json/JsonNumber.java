package dev.penstock.pipeline.json;

/** Turns the text of a JSON number into a double. */
final class JsonNumber {

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** So many digits are always below 2^53. */
    private static final int EXACT_DIGITS = 15;

    private JsonNumber() {}

    /** The number nearest to a text that is known to be right. */
    static double parse(char[] chars, int from, int to) {
        int at = from;
        boolean negative = chars[at] == '-';
        if (negative) {
            at++;
        }
        if (to - at > EXACT_DIGITS + 1) {
            return Double.parseDouble(new String(chars, from, to - from));
        }
        long digits = 0;
        int scale = -1;
        for (; at < to; at++) {
            char c = chars[at];
            if (c == '.') {
                scale = 0;
            } else if (c >= '0' && c <= '9') {
                digits = digits * 10 + (c - '0');
                if (scale >= 0) {
                    scale++;
                }
            } else {
                return Double.parseDouble(new String(chars, from, to - from));
            }
        }
        if (digits >= 1L << 53) {
            return Double.parseDouble(new String(chars, from, to - from));
        }
        // Both are exact, so that one division rounds but once: Clinger's fast path.
        double value = scale > 0 ? digits / POWERS[scale] : digits;
        return negative ? -value : value;
    }
}
