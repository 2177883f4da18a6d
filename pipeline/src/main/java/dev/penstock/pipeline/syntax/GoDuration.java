package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them. Source: Go's time.ParseDuration. */
public final class GoDuration {

    private static final String ACCEPTED = "a duration such as 500ms, 10s, 5m or 1h30m (units ns, us, ms, s, m, h)";

    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private static final Pattern PART = Pattern.compile("([0-9]{0,40}+)(?:\\.([0-9]{0,40}+))?([^0-9.]{0,20}+)");

    private GoDuration() {}

    /**
     * Reads a duration.
     *
     * @param text such as {@code 1h30m}, {@code 1.5s}, {@code -5s} or {@code 0}; up to about 292 years
     * @return the duration
     * @throws IllegalArgumentException with what is accepted, and nothing else
     */
    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(ACCEPTED);
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(rest);
        int at = 0;
        while (at < rest.length()) {
            part.region(at, rest.length());
            if (!part.lookingAt() || part.end() == at) {
                throw new IllegalArgumentException(ACCEPTED);
            }
            nanos = nanos.add(value(part, text));
            at = part.end();
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(ACCEPTED + " of up to 292 years");
        }
        return Duration.ofNanos(negative ? -nanos.longValue() : nanos.longValue());
    }

    private static BigDecimal value(Matcher part, String text) {
        String whole = part.group(1);
        String fraction = part.group(2) == null ? "" : part.group(2);
        String unit = part.group(3);
        if (whole.isEmpty() && fraction.isEmpty()) {
            throw new IllegalArgumentException(ACCEPTED);
        }
        Long nanos = NANOS.get(unit);
        if (nanos == null) {
            throw new IllegalArgumentException(ACCEPTED + hint(unit, whole, text));
        }
        return new BigDecimal("0" + whole + "." + fraction + "0").multiply(BigDecimal.valueOf(nanos));
    }

    private static String hint(String unit, String number, String text) {
        if (unit.isEmpty()) {
            return "; the unit is missing, did you mean " + text + "s?";
        }
        if (List.of("d", "w").contains(unit) && !number.isEmpty() && number.length() < 6) {
            long hours = Long.parseLong(number) * (unit.equals("d") ? 24 : 168);
            return "; there is no unit '" + unit + "', " + number + unit + " is written " + hours + "h";
        }
        return "; there is no unit '" + unit.strip() + "'";
    }
}
