package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Token.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads numbers as Alloy does: an integer that begins with 0 is octal where it can be. */
final class Numbers {

    private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

    /** Digits of 2<sup>64</sup>-1, in octal. Longer ones are not worth the time that a BigInteger takes for them. */
    private static final int MAX_DIGITS = 400;

    private Numbers() {}

    /** The number a token stands for, {@code null} when it is too large. */
    static Expression.@Nullable Numeral read(Token token) {
        String text = token.text();
        if (token.is(Kind.NUMBER) && text.length() <= MAX_DIGITS) {
            boolean octal =
                    text.length() > 1 && text.charAt(0) == '0' && text.chars().allMatch(c -> c < '8');
            if (!octal && text.length() > 1 && text.charAt(0) == '0') {
                return new Expression.Numeral(new BigDecimal(text), true, token.span());
            }
            if (text.length() < 18) {
                return new Expression.Numeral(
                        BigDecimal.valueOf(Long.parseLong(text, octal ? 8 : 10)), false, token.span());
            }
            BigInteger value = new BigInteger(text, octal ? 8 : 10);
            if (value.compareTo(UNSIGNED_LIMIT) < 0) {
                return new Expression.Numeral(new BigDecimal(value), false, token.span());
            }
        }
        double value = text.length() > MAX_DIGITS ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        // The round trip keeps huge exponents out.
        return Double.isInfinite(value)
                ? null
                : new Expression.Numeral(new BigDecimal(Double.toString(value)), true, token.span());
    }
}
