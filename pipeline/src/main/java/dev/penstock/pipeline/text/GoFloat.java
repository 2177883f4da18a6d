package dev.penstock.pipeline.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as text, as Go's {@code strconv} reads and writes them. */
public final class GoFloat {

    /** Up to this, every whole number is a double. */
    private static final double EXACT = 1L << 53;

    /** With fewer digits, what Java writes is the shortest; with more, releases before 19 at times write one too many. */
    private static final int TRUSTED_DIGITS = 14;

    private static final String DIGITS = "[0-9]+(?:_[0-9]+)*+";
    private static final String HEX = "[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*+";

    private static final Pattern DECIMAL = Pattern.compile(
            "[+-]?(?:" + DIGITS + "(?:\\.(?:" + DIGITS + ")?)?|\\." + DIGITS + ")(?:[eE][+-]?" + DIGITS + ")?");

    private static final Pattern HEXADECIMAL =
            Pattern.compile("[+-]?0[xX]_?(?:" + HEX + "(?:\\.(?:" + HEX + ")?)?|\\." + HEX + ")[pP][+-]?" + DIGITS);

    /** A longer text is no number that anybody wrote; looking at it takes time and, in the pattern, room on the stack. */
    private static final int MAX_LENGTH = 400;

    private GoFloat() {}

    /**
     * A number in the shortest form that is read back as the same, never with an exponent.
     *
     * @param number any
     * @return digits with a decimal point where there is a fraction; {@code NaN}, {@code +Inf} or {@code -Inf}
     */
    public static String format(double number) {
        // The exact comparison is meant: is it a whole number?
        if (Math.abs(number) <= EXACT && number == (long) number) {
            return number == 0 && 1 / number < 0 ? "-0" : Long.toString((long) number);
        }
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
        }
        return shortest(number).toPlainString();
    }

    /**
     * A number in the shortest form that is read back as the same, with an exponent, as Go's JSON encoders write very large and
     * very small ones.
     *
     * @param number neither infinite nor NaN
     * @return for example {@code 1.5e+21} and {@code 1e-7}
     */
    public static String scientific(double number) {
        BigDecimal decimal = shortest(number);
        String digits = decimal.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        String power = Math.abs(exponent) < 10 && exponent >= 0 ? "0" + exponent : Integer.toString(Math.abs(exponent));
        return (number < 0 ? "-" : "") + digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + power;
    }

    /**
     * The decimal with the fewest digits that is read as this number, and of these the nearest to it.
     *
     * @param number neither infinite nor NaN
     * @return without zeros at the end
     */
    public static BigDecimal shortest(double number) {
        if (number == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal written = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (written.precision() <= TRUSTED_DIGITS && Math.abs(number) >= Double.MIN_NORMAL) {
            return written;
        }
        BigDecimal exact = new BigDecimal(number);
        for (int digits = written.precision(); digits > 0; digits--) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() != number) {
                // Below a power of two doubles are closer together than above it: the farther one may still do.
                rounded = exact.round(new MathContext(digits, RoundingMode.UP));
            }
            if (rounded.doubleValue() != number) {
                break;
            }
            written = rounded.stripTrailingZeros();
        }
        return written;
    }

    /**
     * Reads a number.
     *
     * @param text decimal or hexadecimal, {@code inf}, {@code infinity} or {@code nan} in any case
     * @return the number, {@code null} when there is none or it is too large
     */
    public static @Nullable Double parseOrNull(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.charAt(text.length() - 1) == ' ') {
            return null;
        }
        Double simple = digitsOnly(text);
        if (simple != null) {
            return simple;
        }
        if (DECIMAL.matcher(text).matches() || HEXADECIMAL.matcher(text).matches()) {
            double number = Double.parseDouble(text.replace("_", ""));
            return Double.isInfinite(number) ? null : (Double) number;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default -> null;
        };
    }

    private static @Nullable Double digitsOnly(String text) {
        if (text.length() > 15) {
            return null;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            value = value * 10 + (c - '0');
        }
        return (double) value;
    }

    /**
     * The number that Alloy's metrics make of an extracted value.
     *
     * @param value text, number, truth value or {@code null}
     * @return a truth value is 1 or 0, a text is read as a number or else as a duration, whose seconds count; {@code null} when
     *     there is no number in it
     */
    public static @Nullable Double toFloat(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1.0 : 0.0;
        }
        if (!(value instanceof String text)) {
            return null;
        }
        Double number = parseOrNull(text);
        if (number != null) {
            return number;
        }
        OptionalLong duration = GoDuration.parse(text);
        return duration.isPresent() ? (Double) GoDuration.seconds(duration.getAsLong()) : null;
    }

    /**
     * The text that Alloy's stages make of an extracted value.
     *
     * @param value text, number, truth value or {@code null}
     * @return its text, {@code null} when it has none
     */
    public static @Nullable String toText(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            return value.toString();
        }
        return value instanceof Number number ? format(number.doubleValue()) : null;
    }
}
