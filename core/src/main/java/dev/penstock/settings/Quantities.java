package dev.penstock.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations and sizes as they are written in Alloy: {@code 500ms}, {@code 1m30s}; {@code 512KiB}, {@code 1MiB}.
 *
 * <p>Sources: Go's {@code time.ParseDuration}; github.com/alecthomas/units, whose {@code KB} and {@code KiB} are both
 * 1024 bytes.
 */
final class Quantities {

    private static final String ACCEPTED_DURATION = "a duration such as 500ms, 1s, 5m or 1h30m";
    private static final String ACCEPTED_SIZE = "a size such as 65536, 512KiB or 1MiB";

    private static final String PART = "(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)";
    private static final Pattern DURATION_PART = Pattern.compile(PART);
    private static final Pattern DURATION = Pattern.compile("(?:" + PART + ")+");
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?i?b?)");

    private Quantities() {}

    static Duration duration(String setting, String text) {
        String value = text.strip();
        if (value.equals("0")) {
            return Duration.ZERO;
        }
        if (!DURATION.matcher(value).matches()) {
            throw new SettingException(setting, text, ACCEPTED_DURATION);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = DURATION_PART.matcher(value);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(nanosOf(part.group(2)))));
        }
        try {
            return Duration.ofNanos(nanos.toBigInteger().longValueExact());
        } catch (ArithmeticException e) {
            throw new SettingException(setting, text, ACCEPTED_DURATION + ", at most 292 years");
        }
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000L; // us, with either of Unicode's two micro signs
        };
    }

    static long size(String setting, String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new SettingException(setting, text, ACCEPTED_SIZE);
        }
        String unit = matcher.group(2);
        int power = unit.isEmpty() ? 0 : "bkmgt".indexOf(unit.charAt(0));
        if (unit.equals("i") || unit.equals("ib")) {
            throw new SettingException(setting, text, ACCEPTED_SIZE);
        }
        try {
            return new BigDecimal(matcher.group(1))
                    .multiply(BigDecimal.valueOf(1L << (10 * power)))
                    .toBigInteger()
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new SettingException(setting, text, ACCEPTED_SIZE);
        }
    }

    /** A duration as a user would write it. */
    static String text(Duration duration) {
        if (duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 || duration.isNegative()) {
            return duration.toString();
        }
        long nanos = duration.toNanos();
        for (String unit : new String[] {"h", "m", "s", "ms", "us"}) {
            long size = nanosOf(unit);
            if (nanos >= size && nanos % size == 0) {
                return nanos / size + unit;
            }
        }
        return nanos + "ns";
    }

    /** A size as a user would write it. */
    static String text(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long value = bytes;
        while (unit < units.length - 1 && value >= 1024 && value % 1024 == 0) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? Long.toString(bytes) : value + units[unit];
    }
}
