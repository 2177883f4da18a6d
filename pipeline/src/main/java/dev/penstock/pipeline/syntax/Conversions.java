package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a value what an attribute wants, as Alloy does: a number is text, text that is a number is one, a string is a secret;
 * nothing else changes its type. What was computed is never shown, as it may come from the environment.
 */
final class Conversions {

    private static final BigDecimal UNSIGNED_LIMIT = new BigDecimal(BigInteger.ONE.shiftLeft(64));

    private static final BigDecimal SIGNED_LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?([0-9]{1,400}(\\.[0-9]{0,400})?|\\.[0-9]{1,400})([eE][+-]?[0-9]{1,6})?");

    private static final int SHOWN = 100;

    private final String name;
    private final Expression expression;
    private final Value value;

    /**
     * The value of an attribute.
     *
     * @param name the attribute's name, or the path to what is in it
     * @param expression what a problem points at
     */
    Conversions(String name, Expression expression, Value value) {
        this.name = name;
        this.expression = expression;
        this.value = value;
    }

    String text(String accepted) {
        if (value instanceof Value.Text text) {
            return text.value();
        }
        if (value instanceof Value.Numeral) {
            return value.toString();
        }
        if (value instanceof Value.Secret) {
            throw wrong(accepted + "; convert.nonsensitive(…) makes one of a secret");
        }
        throw wrong(accepted);
    }

    String secret() {
        return value instanceof Value.Secret secret ? secret.value() : text("a string");
    }

    boolean truth() {
        if (value instanceof Value.Truth truth) {
            return truth.value();
        }
        throw wrong(
                value instanceof Value.Text text && text.value().matches("true|false")
                        ? "true or false, without quotes"
                        : "true or false");
    }

    BigDecimal number(String accepted) {
        if (value instanceof Value.Numeral numeral) {
            return numeral.value();
        }
        BigDecimal number = value instanceof Value.Text text ? number(text) : null;
        if (number == null) {
            throw wrong(accepted);
        }
        return number;
    }

    long whole() {
        BigDecimal number = number("a whole number");
        if (number.abs().compareTo(SIGNED_LIMIT) > 0 || fraction(number)) {
            throw wrong("a whole number");
        }
        return number.longValue();
    }

    long unsigned() {
        BigDecimal number = number("a whole number of 0 or more");
        if (number.signum() < 0 || number.compareTo(UNSIGNED_LIMIT) >= 0 || fraction(number)) {
            throw wrong("a whole number of 0 or more");
        }
        return number.toBigInteger().longValue();
    }

    /** Reads text with a parser that says what it accepts, and after a semicolon what may have been meant. */
    <T> T parsed(Function<String, T> parser) {
        String text = text("a string");
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            String accepted = String.valueOf(e.getMessage());
            int hint = accepted.indexOf("; ");
            throw wrong(literal() || hint < 0 ? accepted : accepted.substring(0, hint));
        }
    }

    SyntaxException wrong(String accepted) {
        return new SyntaxException(expression.span(), name + " " + shown() + "; expected " + accepted);
    }

    private String shown() {
        if (value instanceof Value.Reference reference) {
            return "refers to " + reference.path() + ", which has no value here";
        }
        if (!literal()) {
            return "is " + value.kind();
        }
        if (value instanceof Value.Text text) {
            return "is the string " + shortened(Quotes.quoted(text.value()));
        }
        if (value instanceof Value.Numeral) {
            return "is the number " + shortened(value.toString());
        }
        return "is " + (value instanceof Value.Truth ? value.toString() : value.kind());
    }

    private boolean literal() {
        return expression instanceof Expression.Text
                || expression instanceof Expression.Numeral
                || expression instanceof Expression.Truth;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, text.offsetByCodePoints(0, SHOWN / 2)) + "…";
    }

    private static boolean fraction(BigDecimal number) {
        return number.signum() != 0 && number.stripTrailingZeros().scale() > 0;
    }

    private static @Nullable BigDecimal number(Value.Text text) {
        String written = text.value();
        if (!NUMBER.matcher(written).matches()) {
            return null;
        }
        if (written.length() <= 20 && written.matches("[+-]?[0-9]+")) {
            return new BigDecimal(written);
        }
        double number = Double.parseDouble(written);
        return Double.isInfinite(number) ? null : new BigDecimal(Double.toString(number));
    }
}
