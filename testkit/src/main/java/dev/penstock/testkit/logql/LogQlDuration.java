package dev.penstock.testkit.logql;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Loki's durations: {@code 5m}, {@code 1h30m}, {@code 500ms}, {@code 7d}. */
public final class LogQlDuration {

    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h|d|w|y)");
    private static final long SECOND = 1_000_000_000L;
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "ms", 1_000_000L,
            "s", SECOND,
            "m", 60 * SECOND,
            "h", 3_600 * SECOND,
            "d", 86_400 * SECOND,
            "w", 7 * 86_400 * SECOND,
            "y", 365 * 86_400 * SECOND);

    private LogQlDuration() {}

    /** Nanoseconds, or -1 when it is no duration or one of centuries. */
    public static long nanos(String text) {
        Matcher part = PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            Long unit = UNITS.get(part.group(2));
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit == null ? 0 : unit)));
            end = part.end();
        }
        boolean whole = end == text.length() && end > 0;
        return whole && sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0 ? sum.longValue() : -1;
    }
}
