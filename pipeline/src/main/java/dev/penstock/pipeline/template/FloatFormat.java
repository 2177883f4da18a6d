package dev.penstock.pipeline.template;

import dev.penstock.pipeline.text.GoFloat;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Floating-point numbers as Go's strconv.FormatFloat writes them. */
final class FloatFormat {

    /** No digits are prescribed: as few as tell the number from its neighbours. */
    static final int SHORTEST = -1;

    private FloatFormat() {}

    /** As {@code %v} prints it. */
    static String shortest(double value) {
        return format(value, 'g', SHORTEST);
    }

    /**
     * A number as text.
     *
     * @param format e, E, f, g or G
     * @param precision digits after the point, significant digits for g, or {@link #SHORTEST}
     */
    static String format(double value, char format, int precision) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double number = Math.abs(value);
        String text = switch (format) {
            case 'f' -> plain(number, precision);
            case 'e', 'E' -> exponential(number, precision, format);
            default -> general(number, precision, format);
        };
        return sign + text;
    }

    private static String plain(double number, int precision) {
        if (precision < 0) {
            return GoFloat.shortest(number).toPlainString();
        }
        return new BigDecimal(number)
                .setScale(precision, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static String exponential(double number, int precision, char format) {
        BigDecimal decimal = number == 0 || precision < 0
                ? GoFloat.shortest(number)
                : new BigDecimal(number).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        return exponential(decimal, precision, format);
    }

    private static String exponential(BigDecimal decimal, int precision, char format) {
        StringBuilder digits = new StringBuilder(decimal.unscaledValue().toString());
        int exponent = decimal.signum() == 0 ? 0 : digits.length() - 1 - decimal.scale();
        while (digits.length() < precision + 1) {
            digits.append('0');
        }
        if (precision >= 0) {
            digits.setLength(precision + 1);
        }
        if (digits.length() > 1) {
            digits.insert(1, '.');
        }
        digits.append(format).append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        return digits.append(size < 10 ? "0" : "").append(size).toString();
    }

    private static String general(double number, int precision, char format) {
        int significant = precision == 0 ? 1 : precision;
        BigDecimal decimal = number == 0 || precision < 0
                ? GoFloat.shortest(number)
                : new BigDecimal(number)
                        .round(new MathContext(significant, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        int digits = decimal.precision();
        int exponent = decimal.signum() == 0 ? 0 : digits - 1 - decimal.scale();
        int threshold = significant > digits && digits >= exponent + 1 ? digits : significant;
        // With as few digits as needed, it is as if six were asked for.
        if (precision < 0) {
            threshold = 6;
        }
        if (exponent < -4 || exponent >= threshold) {
            return exponential(decimal, -1, format == 'G' ? 'E' : 'e');
        }
        return decimal.toPlainString();
    }
}
