package dev.penstock.pipeline.text;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers that count from 1970. */
final class EpochNumber {

    private static final long SECOND = 1_000_000_000;

    private EpochNumber() {}

    /** Nanoseconds of a text with a number of a unit; of seconds, with a fraction too. */
    static long nanos(String text, long unit) {
        int point = unit == SECOND ? text.indexOf('.') : -1;
        if (point < 0 || text.indexOf('.', point + 1) >= 0) {
            Long number = whole(text);
            return number == null ? GoTimeLayout.FAILED : times(number, unit);
        }
        Long seconds = whole(text.substring(0, point));
        String digits = text.substring(point + 1);
        Long fraction = whole(digits);
        if (seconds == null || fraction == null) {
            return GoTimeLayout.FAILED;
        }
        long nanos = BigDecimal.valueOf(fraction)
                .scaleByPowerOfTen(9 - digits.length())
                .longValue();
        return nanos(seconds, nanos);
    }

    /** Nanoseconds of seconds and nanoseconds, when they fit. */
    static long nanos(long seconds, long nanos) {
        long whole = times(seconds, SECOND);
        long sum = whole + nanos;
        boolean overflow = whole == GoTimeLayout.FAILED || ((whole ^ sum) & (nanos ^ sum)) < 0;
        return overflow ? GoTimeLayout.FAILED : sum;
    }

    private static long times(long number, long unit) {
        return Math.abs(number) > Long.MAX_VALUE / unit || number == Long.MIN_VALUE
                ? GoTimeLayout.FAILED
                : number * unit;
    }

    private static @Nullable Long whole(String text) {
        // Other scripts' digits are none to Go.
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '9') {
                return null;
            }
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
