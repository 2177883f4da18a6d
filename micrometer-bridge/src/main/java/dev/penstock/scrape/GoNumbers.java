package dev.penstock.scrape;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers as Prometheus does, with Go's {@code strconv}: decimal and exponent forms, {@code inf}, {@code infinity} and
 * {@code nan} in any case; neither hexadecimal nor underscores. Common forms are read without garbage.
 */
final class GoNumbers {

    /** What an ordinary NaN is in Prometheus; another one marks a series as stale. */
    static final double NAN = Double.longBitsToDouble(0x7ff8000000000001L);

    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** Up to here every whole number is a double. */
    private static final long EXACT = 1L << 53;

    private static final int MAX_DIGITS = 18;

    private static final int MAX_EXACT_LENGTH = 40;

    private GoNumbers() {}

    /** The number that the bytes are. */
    static double parse(byte[] bytes, int start, int end) throws NumberFormatException {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative || at < end && bytes[at] == '+') {
            at++;
        }
        long digits = 0;
        int count = 0;
        int scale = 0;
        boolean any = false;
        boolean point = false;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                any = true;
                if (count < MAX_DIGITS) {
                    digits = digits * 10 + digit;
                    count += digits == 0 ? 0 : 1;
                    scale -= point ? 1 : 0;
                } else {
                    count++;
                }
            } else if (bytes[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (!any) {
            return named(bytes, start, end);
        }
        if (at < end) {
            if (bytes[at] != 'e' && bytes[at] != 'E') {
                throw new NumberFormatException();
            }
            int exponent = exponent(bytes, at + 1, end);
            scale = Math.max(-10_000, Math.min(10_000, scale + exponent));
        }
        if (count <= MAX_DIGITS && digits <= EXACT && scale >= -22 && scale <= 22) {
            double value = scale < 0 ? digits / POWERS_OF_TEN[-scale] : digits * POWERS_OF_TEN[scale];
            return negative ? -value : value;
        }
        return rounded(bytes, start, end);
    }

    private static int exponent(byte[] bytes, int start, int end) {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative || at < end && bytes[at] == '+') {
            at++;
        }
        if (at == end) {
            throw new NumberFormatException();
        }
        int exponent = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException();
            }
            exponent = Math.min(100_000, exponent * 10 + digit);
        }
        return negative ? -exponent : exponent;
    }

    /** For the digits that do not fit into a double; the form has been checked. */
    private static double rounded(byte[] bytes, int start, int end) {
        double value = Double.parseDouble(ascii(bytes, start, end));
        if (Double.isInfinite(value)) {
            throw new NumberFormatException();
        }
        return value;
    }

    private static double named(byte[] bytes, int start, int end) {
        boolean signed = start < end && (bytes[start] == '+' || bytes[start] == '-');
        int from = signed ? start + 1 : start;
        if (is(bytes, from, end, "inf") || is(bytes, from, end, "infinity")) {
            return bytes[start] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!signed && is(bytes, start, end, "nan")) {
            return NAN;
        }
        throw new NumberFormatException();
    }

    private static boolean is(byte[] bytes, int start, int end, String lowerCase) {
        if (end - start != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            int b = bytes[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Seconds as milliseconds; what is below a millisecond is cut off, exactly rather than by way of a double. */
    static long millis(byte[] bytes, int start, int end) throws NumberFormatException {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative || at < end && bytes[at] == '+') {
            at++;
        }
        long millis = 0;
        int fraction = -1;
        int first = at;
        for (; at < end && (fraction >= 0 || at - first < MAX_DIGITS - 3); at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                if (fraction < 3) {
                    millis = millis * 10 + digit;
                    fraction += fraction < 0 ? 0 : 1;
                }
            } else if (bytes[at] == '.' && fraction < 0) {
                fraction = 0;
            } else {
                break;
            }
        }
        if (at < end || end - first == (fraction < 0 ? 0 : 1)) {
            return exactMillis(bytes, start, end);
        }
        for (int missing = Math.max(fraction, 0); missing < 3; missing++) {
            millis *= 10;
        }
        return negative ? -millis : millis;
    }

    private static long exactMillis(byte[] bytes, int start, int end) {
        double seconds = parse(bytes, start, end);
        if (!(Math.abs(seconds) <= Long.MAX_VALUE / 1000.0)) {
            throw new NumberFormatException();
        }
        // Neither thousands of digits nor an exponent of minus a billion are worth exactness.
        if (end - start > MAX_EXACT_LENGTH || Math.abs(seconds) < 1e-6) {
            return (long) (seconds * 1000);
        }
        BigInteger millis = new BigDecimal(ascii(bytes, start, end))
                .movePointRight(3)
                .setScale(0, RoundingMode.DOWN)
                .unscaledValue();
        if (millis.bitLength() >= Long.SIZE) {
            throw new NumberFormatException();
        }
        return millis.longValue();
    }

    /** A whole number as Go's {@code ParseInt} takes it. */
    static long integer(byte[] bytes, int start, int end) throws NumberFormatException {
        int at = start;
        boolean negative = at < end && bytes[at] == '-';
        if (negative || at < end && bytes[at] == '+') {
            at++;
        }
        if (at == end || end - at > MAX_DIGITS) {
            return Long.parseLong(ascii(bytes, start, end));
        }
        long value = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException();
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static String ascii(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
