package dev.penstock.remotewrite;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Numbers in label values ({@code le}, {@code quantile}) as Prometheus writes them: Go's shortest {@code %g}, with
 * {@code .0} where it has neither point nor exponent. Source: prometheus/prometheus, model/labels/float.go.
 */
public final class GoFloat {

    /** From this exponent on, {@code %g} writes one. Source: Go, strconv/ftoa.go. */
    private static final int LARGE = 6;

    private static final int SMALL = -4;
    private static final int MOST_DIGITS = 17;

    private GoFloat() {}

    /**
     * Writes a number.
     *
     * @param value any
     * @return such as {@code 0.5}, {@code 1.0}, {@code 1e+06}, {@code +Inf} or {@code NaN}
     */
    public static String format(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(value);
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        String text = exponent < SMALL || exponent >= LARGE
                ? scientific(digits, exponent)
                : shortest.abs().toPlainString();
        String number = value < 0 ? "-" + text : text;
        return number.indexOf('.') < 0 && number.indexOf('e') < 0 ? number + ".0" : number;
    }

    /** The fewest digits that are read back as the same number; before JDK 19, {@code Double.toString} has more. */
    private static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MOST_DIGITS)).stripTrailingZeros();
    }

    private static String scientific(String digits, int exponent) {
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int size = Math.abs(exponent);
        return mantissa + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
}
