package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Token.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads numbers as Alloy does: an integer that begins with 0 is octal where it can be. */
final class Numbers {

    private static final BigInteger UNSIGNED_LIMIT = BigInteger.ONE.shiftLeft(64);

    private Numbers() {}

    static Expression read(Token token, boolean negative) {
        BigDecimal value = token.kind() == Kind.FLOAT ? decimal(token) : integer(token);
        return new Expression.Numeral(negative ? value.negate() : value, token.position());
    }

    private static BigDecimal integer(Token token) {
        String text = token.text();
        boolean octal =
                text.length() > 1 && text.charAt(0) == '0' && text.chars().allMatch(c -> c < '8');
        BigInteger value = new BigInteger(text, octal ? 8 : 10);
        return value.compareTo(UNSIGNED_LIMIT) < 0 ? new BigDecimal(value) : decimal(token);
    }

    /** A number that is kept as a floating-point number; the round trip keeps huge exponents out. */
    private static BigDecimal decimal(Token token) {
        double value = Double.parseDouble(token.text());
        if (Double.isInfinite(value)) {
            throw new SyntaxException(token.position(), "the number '" + token.text() + "' is too large");
        }
        return new BigDecimal(Double.toString(value));
    }
}
