package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Writes floating-point numbers as Go does, with as few digits as tell them apart. */
final class GoNumbers {

    /** No double needs more digits to be told from its neighbours. */
    private static final int MAX_DIGITS = 17;

    /** From here on Go's {@code %v} writes an exponent. Source: Go's fmt/format.go. */
    private static final int EXPONENT_FROM = 21;

    private GoNumbers() {}

    /** The shortest decimal that is read as this number again; before JDK 19, Double.toString is not always. */
    static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MAX_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
    }

    /** As {@code %v} writes a float64. */
    static String general(BigDecimal value) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= -4 && exponent < EXPONENT_FROM) {
            return stripped.toPlainString();
        }
        String digits = stripped.unscaledValue().abs().toString();
        String sign = stripped.signum() < 0 ? "-" : "";
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String power = Math.abs(exponent) < 10 ? "0" + Math.abs(exponent) : String.valueOf(Math.abs(exponent));
        return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }
}
