package dev.penstock.remotewrite;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers in label values ({@code le}, {@code quantile}) as Prometheus writes them: Go's shortest {@code %g}, with
 * {@code .0} where it has neither point nor exponent. Source: prometheus/prometheus, model/labels/float.go.
 */
public final class GoFloat {

    /** Of the decimals with up to this many digits, no two are the same double. */
    private static final int ONE_OF_A_KIND = 15;

    /** No double needs more digits to be told from its neighbours. */
    private static final int MAX_DIGITS = 17;

    /** Where Go's shortest {@code %g} turns to an exponent: for 1e6, however many digits there are. */
    private static final int EXPONENT_FROM = 6;

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
            return "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        StringBuilder text = new StringBuilder(value < 0 ? "-" : "");
        if (exponent < -4 || exponent >= EXPONENT_FROM) {
            return scientific(text, digits, exponent);
        }
        String plain = shortest.toPlainString();
        return text.append(plain).append(plain.indexOf('.') < 0 ? ".0" : "").toString();
    }

    private static String scientific(StringBuilder text, String digits, int exponent) {
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return text.append(size < 10 ? "0" : "").append(size).toString();
    }

    private static BigDecimal shortest(double value) {
        boolean normal = value >= Double.MIN_NORMAL;
        BigDecimal written = new BigDecimal(Double.toString(value));
        if (normal && written.precision() <= ONE_OF_A_KIND) {
            return written;
        }
        // What Java writes has more digits than necessary at times, until JDK 19.
        BigDecimal exact = new BigDecimal(value);
        for (int digits = normal ? ONE_OF_A_KIND : 1; digits < MAX_DIGITS; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return exact.round(new MathContext(MAX_DIGITS, RoundingMode.HALF_EVEN));
    }
}
