package dev.penstock.pipeline.text;

import java.util.OptionalLong;

/** Durations as Go's {@code time} reads and writes them: {@code 1h30m}, {@code 1.5s}, {@code 100ms}. */
public final class GoDuration {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000 * MICRO;
    private static final long SECOND = 1_000 * MILLI;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private final String text;
    private int at;
    private boolean failed;

    private GoDuration(String text) {
        this.text = text;
    }

    /**
     * Reads a duration.
     *
     * @param text a sign, if any, and numbers with the units ns, us, µs, ms, s, m and h; or 0
     * @return nanoseconds; empty when it is none or does not fit
     */
    public static OptionalLong parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return OptionalLong.of(0);
        }
        GoDuration reader = new GoDuration(rest);
        long sum = rest.isEmpty() ? -1 : 0;
        while (sum >= 0 && reader.at < rest.length()) {
            long part = reader.part();
            // Both are not negative, so that what passes the largest number turns negative.
            sum = reader.failed ? -1 : sum + part;
        }
        // Go sums up without a sign, so that only the negative range reaches 2^63; we leave that one nanosecond out.
        return sum < 0 ? OptionalLong.empty() : OptionalLong.of(negative ? -sum : sum);
    }

    private long part() {
        int start = at;
        long whole = 0;
        while (isDigit()) {
            if (whole > (Long.MAX_VALUE - 9) / 10) {
                return fail();
            }
            whole = whole * 10 + (text.charAt(at++) - '0');
        }
        boolean digits = at > start;
        double fraction = 0;
        double scale = 1;
        if (at < text.length() && text.charAt(at) == '.') {
            int point = ++at;
            while (isDigit()) {
                if (scale < 1e17) {
                    fraction = fraction * 10 + (text.charAt(at) - '0');
                    scale *= 10;
                }
                at++;
            }
            digits |= at > point;
        }
        long unit = digits ? unit() : 0;
        if (unit == 0 || whole > Long.MAX_VALUE / unit) {
            return fail();
        }
        return whole * unit + (long) (fraction * (unit / scale));
    }

    private boolean isDigit() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private long unit() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '.' && !isDigit()) {
            at++;
        }
        return switch (text.substring(start, at)) {
            case "ns" -> 1;
            // The micro sign, and the Greek letter.
            case "us", "\u00b5s", "\u03bcs" -> MICRO;
            case "ms" -> MILLI;
            case "s" -> SECOND;
            case "m" -> MINUTE;
            case "h" -> HOUR;
            default -> 0;
        };
    }

    private long fail() {
        failed = true;
        return 0;
    }

    /**
     * A duration in seconds.
     *
     * @param nanos nanoseconds
     * @return whole seconds and the fraction
     */
    public static double seconds(long nanos) {
        return nanos / SECOND + (nanos % SECOND) / (double) SECOND;
    }

    /**
     * A duration as Go prints it.
     *
     * @param nanos nanoseconds
     * @return for example {@code 1h0m0.5s}, {@code 1.5ms} and {@code 0s}
     */
    public static String format(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        if (nanos == Long.MIN_VALUE) {
            return "-2562047h47m16.854775808s";
        }
        long size = Math.abs(nanos);
        StringBuilder out = new StringBuilder(nanos < 0 ? "-" : "");
        if (size < SECOND) {
            long unit = size < MICRO ? 1 : size < MILLI ? MICRO : MILLI;
            fraction(out, size, unit).append(unit == 1 ? "ns" : unit == MICRO ? "µs" : "ms");
            return out.toString();
        }
        if (size >= HOUR) {
            out.append(size / HOUR).append('h');
        }
        if (size >= MINUTE) {
            out.append(size % HOUR / MINUTE).append('m');
        }
        return fraction(out, size % MINUTE, SECOND).append('s').toString();
    }

    private static StringBuilder fraction(StringBuilder out, long size, long unit) {
        out.append(size / unit);
        if (size % unit != 0) {
            String digits = Long.toString(unit + size % unit).substring(1);
            int end = digits.length();
            while (digits.charAt(end - 1) == '0') {
                end--;
            }
            out.append('.').append(digits, 0, end);
        }
        return out;
    }
}
