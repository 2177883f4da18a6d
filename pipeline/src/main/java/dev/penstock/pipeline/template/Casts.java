package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.GoFloat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Any value as a number, as sprig's number functions take their arguments: what is no number is 0. */
final class Casts {

    private static final Pattern WITH_FRACTION = Pattern.compile("([-+]?)([0-9]*)\\.[0-9]*");

    private Casts() {}

    /** As Go's cast.ToInt64: texts in Go's integer notations, digits after a point cut off; truth is 1. */
    static long toLong(@Nullable Object value) {
        if (value instanceof String s) {
            java.util.regex.Matcher matcher = s.indexOf('.') < 0 ? null : WITH_FRACTION.matcher(s);
            String whole = s;
            if (matcher != null && matcher.matches()) {
                whole = matcher.group(1) + (matcher.group(2).isEmpty() ? "0" : matcher.group(2));
            }
            Long number = parseInt(whole, 0);
            return number == null ? 0 : number;
        }
        if (value instanceof Double d) {
            // Go's own conversion out of range is left open; cast gives 0.
            return d >= -0x1p63 && d < 0x1p63 ? (long) d.doubleValue() : 0;
        }
        if (value instanceof Boolean b) {
            return b ? 1 : 0;
        }
        return Values.isInteger(value) && value != null ? Values.integer(value) : 0;
    }

    static double toDouble(@Nullable Object value) {
        if (value instanceof String s) {
            Double number = GoFloat.parseOrNull(s);
            return number == null ? 0 : number;
        }
        if (value instanceof Double d) {
            return d;
        }
        return toLong(value);
    }

    /**
     * Go's strconv.ParseInt.
     *
     * @param radix 2 to 16, or 0: then a prefix 0x, 0o, 0b or 0 decides, and underscores may separate digits
     * @return {@code null} when the text is no integer of 64 bits
     */
    static @Nullable Long parseInt(String text, int radix) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String digits = signed ? text.substring(1) : text;
        int base = radix;
        if (radix == 0) {
            base = 10;
            if (digits.length() > 1 && digits.charAt(0) == '0') {
                char kind = Character.toLowerCase(digits.charAt(1));
                base = kind == 'x' ? 16 : kind == 'b' ? 2 : 8;
                boolean letter = kind == 'x' || kind == 'b' || kind == 'o';
                digits = digits.substring(letter ? 2 : 1);
                digits = digits.startsWith("_") ? digits.substring(1) : digits;
            }
            if (digits.startsWith("_") || digits.endsWith("_") || digits.contains("__")) {
                return null;
            }
            digits = digits.replace("_", "");
        }
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) > 'f' || Character.digit(digits.charAt(i), base) < 0) {
                return null;
            }
        }
        try {
            return digits.isEmpty() ? null : Long.valueOf((text.startsWith("-") ? "-" : "") + digits, base);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
