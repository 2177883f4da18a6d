package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes in bytes as Alloy reads them: {@code KB} and {@code KiB} are the same 1024 bytes, upper and lower case are not the same,
 * and the two families do not mix. Source: alecthomas/units, bytes.go.
 */
public final class ByteSize {

    private static final String ACCEPTED =
            "a size such as 512B, 8KiB, 1MiB or 1.5GiB (units B, KiB, MiB, GiB, TiB, PiB, EiB, or KB, MB, GB, TB, PB, EB, "
                    + "all powers of 1024)";

    private static final String PREFIXES = "KMGTPE";

    private static final Pattern PART = Pattern.compile("([0-9]{0,40}+)(?:\\.([0-9]{0,40}+))?([^0-9.]{0,20}+)");

    private ByteSize() {}

    /**
     * Reads a size.
     *
     * @param text such as {@code 1MiB512KiB}, {@code 8KB} or {@code 0}
     * @return bytes; what is left of a fraction is cut off
     * @throws IllegalArgumentException with what is accepted, and nothing else
     */
    public static long parse(String text) {
        boolean negative = text.startsWith("-");
        String rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(ACCEPTED);
        }
        BigDecimal bytes = BigDecimal.ZERO;
        Matcher part = PART.matcher(rest);
        boolean binary = false;
        boolean metric = false;
        int at = 0;
        while (at < rest.length()) {
            part.region(at, rest.length());
            if (!part.lookingAt() || part.end() == at) {
                throw new IllegalArgumentException(ACCEPTED);
            }
            bytes = bytes.add(value(part));
            binary |= part.group(3).length() == 3;
            metric |= part.group(3).length() == 2;
            at = part.end();
        }
        if (binary && metric) {
            throw new IllegalArgumentException(ACCEPTED + "; KiB and KB cannot be mixed");
        }
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(ACCEPTED + " below 8EiB");
        }
        return negative ? -bytes.longValue() : bytes.longValue();
    }

    private static BigDecimal value(Matcher part) {
        String whole = part.group(1);
        String fraction = part.group(2) == null ? "" : part.group(2);
        if (whole.isEmpty() && fraction.isEmpty()) {
            throw new IllegalArgumentException(ACCEPTED);
        }
        long unit = unit(part.group(3));
        if (unit == 0) {
            throw new IllegalArgumentException(ACCEPTED + hint(part.group(3), part.group()));
        }
        return new BigDecimal("0" + whole + "." + fraction + "0").multiply(BigDecimal.valueOf(unit));
    }

    /** How many bytes a unit has, 0 when there is no such unit. */
    private static long unit(String unit) {
        if (unit.equals("B")) {
            return 1;
        }
        boolean known = unit.length() == 2 && unit.endsWith("B") || unit.length() == 3 && unit.endsWith("iB");
        int power = known ? PREFIXES.indexOf(unit.charAt(0)) + 1 : 0;
        return power == 0 ? 0 : 1L << (10 * power);
    }

    private static String hint(String unit, String part) {
        if (unit.isEmpty()) {
            return "; the unit is missing, did you mean " + part + "B?";
        }
        String upper = unit.strip().toUpperCase(Locale.ROOT);
        String meant = upper.replace("IB", "iB");
        if (unit(meant) == 0) {
            meant = upper.replace("I", "") + "iB";
        }
        return unit(meant) == 0
                ? "; there is no unit '" + unit.strip() + "'"
                : "; did you mean " + part.substring(0, part.length() - unit.length()) + meant + "?";
    }
}
