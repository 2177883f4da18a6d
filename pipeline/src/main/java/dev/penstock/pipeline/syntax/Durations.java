package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.text.GoDuration;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them, with what to say of those that are none. */
final class Durations {

    private static final String ACCEPTED = "a duration such as 500ms, 10s, 5m or 1h30m (units ns, us, ms, s, m, h)";

    private static final Set<String> UNITS = Set.of("ns", "us", "\u00b5s", "\u03bcs", "ms", "s", "m", "h");

    private static final Pattern PART = Pattern.compile("([0-9]{0,40}+)(?:\\.([0-9]{0,40}+))?([^0-9.]{0,20}+)");

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text such as {@code 1h30m}, {@code 1.5s}, {@code -5s} or {@code 0}; up to about 292 years
     * @return the duration
     * @throws IllegalArgumentException with what is accepted, and nothing else
     */
    static Duration parse(String text) {
        return Duration.ofNanos(
                GoDuration.parse(text).orElseThrow(() -> new IllegalArgumentException(ACCEPTED + hint(text))));
    }

    /** What is wrong with the first part that is wrong. */
    private static String hint(String text) {
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (at == text.length()) {
            return "";
        }
        Matcher part = PART.matcher(text);
        while (at < text.length()) {
            part.region(at, text.length());
            if (!part.lookingAt()
                    || part.end(1) == at
                            && (part.group(2) == null || part.group(2).isEmpty())) {
                return "";
            }
            if (!UNITS.contains(part.group(3))) {
                return hint(part.group(3), part.group(1), text);
            }
            at = part.end();
        }
        return " of up to 292 years";
    }

    private static String hint(String unit, String number, String text) {
        if (unit.isEmpty()) {
            return "; the unit is missing, did you mean " + text + "s?";
        }
        if ((unit.equals("d") || unit.equals("w")) && !number.isEmpty() && number.length() < 6) {
            long hours = Long.parseLong(number) * (unit.equals("d") ? 24 : 168);
            return "; there is no unit '" + unit + "', " + number + unit + " is written " + hours + "h";
        }
        return "; there is no unit '" + unit.strip() + "'";
    }
}
