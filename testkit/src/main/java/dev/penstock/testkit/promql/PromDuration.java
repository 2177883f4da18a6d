package dev.penstock.testkit.promql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads PromQL's durations: {@code 5m}, {@code 1h30m}, {@code 500ms}, or a number of seconds. */
final class PromDuration {

    private static final Pattern UNITS = Pattern.compile(
            "(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]+(?:\\.[0-9]*)?");
    private static final long[] MILLIS = {
        365 * 86_400_000L, 7 * 86_400_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
    };

    private PromDuration() {}

    /** Milliseconds, or -1 when it is no duration, or one of millennia. */
    static long millis(String text) {
        if (SECONDS.matcher(text).matches()) {
            return Math.round(Double.parseDouble(text) * 1_000);
        }
        Matcher units = UNITS.matcher(text);
        if (text.isEmpty() || !units.matches()) {
            return -1;
        }
        long sum = 0;
        try {
            for (int i = 0; i < MILLIS.length; i++) {
                String number = units.group(i + 1);
                if (number != null) {
                    sum = Math.addExact(sum, Math.multiplyExact(Long.parseLong(number), MILLIS[i]));
                }
            }
        } catch (ArithmeticException | NumberFormatException e) {
            return -1;
        }
        return sum;
    }
}
