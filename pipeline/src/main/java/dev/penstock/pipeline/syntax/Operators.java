package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * Operators, which want both sides to be of one type; only {@code ==} and {@code !=} take any. Source: Alloy's
 * syntax/vm/op_binary.go; results too large for Alloy's numbers are refused instead of wrapped around.
 */
final class Operators {

    private static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);

    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** Texts are joined again and again where they are part of one another. */
    private static final int LONGEST_TEXT = 16 << 20;

    /** 2<sup>64</sup> and all above it are too large. */
    private static final int LARGEST_EXPONENT = 64;

    private Operators() {}

    static Value unary(Expression.Unary expression, Value operand) {
        if (expression.operator().equals("!")) {
            return new Value.Truth(!truth(expression.operand(), operand, "!"));
        }
        Value.Numeral number = number(expression.operand(), operand, "-");
        return new Value.Numeral(number.value().negate(), number.floating());
    }

    static Value binary(Expression.Binary expression, Value left, Value right) {
        String operator = expression.operator();
        return switch (operator) {
            case "==" -> new Value.Truth(equal(expression, left, right));
            case "!=" -> new Value.Truth(!equal(expression, left, right));
            case "&&", "||" -> {
                boolean first = truth(expression.left(), left, operator);
                boolean second = truth(expression.right(), right, operator);
                yield new Value.Truth(operator.equals("&&") ? first && second : first || second);
            }
            case "<", "<=", ">", ">=" -> new Value.Truth(compared(expression, left, right));
            case "+" ->
                isText(left) || isText(right) ? joined(expression, left, right) : arithmetic(expression, left, right);
            default -> arithmetic(expression, left, right);
        };
    }

    private static boolean equal(Expression.Binary expression, Value left, Value right) {
        refuseReference(expression.left(), left);
        refuseReference(expression.right(), right);
        return equal(left, right);
    }

    private static boolean equal(Value left, Value right) {
        if (isText(left) && isText(right)) {
            return characters(left).equals(characters(right));
        }
        if (left instanceof Value.Numeral first && right instanceof Value.Numeral second) {
            return first.value().compareTo(second.value()) == 0;
        }
        if (left instanceof Value.Elements first && right instanceof Value.Elements second) {
            List<Value> others = second.elements();
            if (first.elements().size() != others.size()) {
                return false;
            }
            for (int i = 0; i < others.size(); i++) {
                if (!equal(first.elements().get(i), others.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Value.Fields first && right instanceof Value.Fields second) {
            return first.fields().keySet().equals(second.fields().keySet())
                    && first.fields().entrySet().stream().allMatch(entry -> {
                        Value other = second.fields().get(entry.getKey());
                        return other != null && equal(entry.getValue(), other);
                    });
        }
        return left.equals(right);
    }

    private static boolean compared(Expression.Binary expression, Value left, Value right) {
        int order;
        if (left instanceof Value.Text first && right instanceof Value.Text second) {
            order = compareBytes(first.value(), second.value());
        } else if (left instanceof Value.Text && !(right instanceof Value.Numeral)
                || right instanceof Value.Text && !(left instanceof Value.Numeral)) {
            boolean wrongLeft = !(left instanceof Value.Text);
            throw wrong(
                    wrongLeft ? expression.left() : expression.right(),
                    wrongLeft ? left : right,
                    expression.operator(),
                    "a string");
        } else {
            sameType(expression, left, right);
            order = number(expression.left(), left, expression.operator())
                    .value()
                    .compareTo(number(expression.right(), right, expression.operator())
                            .value());
        }
        return switch (expression.operator()) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    /** Go compares bytes of UTF-8, which is by code points. */
    private static int compareBytes(String left, String right) {
        int[] first = left.codePoints().toArray();
        int[] second = right.codePoints().toArray();
        return java.util.Arrays.compare(first, second);
    }

    private static Value joined(Expression.Binary expression, Value left, Value right) {
        sameType(expression, left, right);
        if (!isText(left) || !isText(right)) {
            boolean wrongLeft = !isText(left);
            throw wrong(wrongLeft ? expression.left() : expression.right(), wrongLeft ? left : right, "+", "a string");
        }
        String text = characters(left) + characters(right);
        if (text.length() > LONGEST_TEXT) {
            throw new SyntaxException(expression.span(), "this string is too long; expected up to 16 Mi characters");
        }
        return left instanceof Value.Secret || right instanceof Value.Secret
                ? new Value.Secret(text)
                : new Value.Text(text);
    }

    private static void sameType(Expression.Binary expression, Value left, Value right) {
        boolean textAndNumber = isText(left) && right instanceof Value.Numeral;
        if (textAndNumber || left instanceof Value.Numeral && isText(right)) {
            Expression number = textAndNumber ? expression.right() : expression.left();
            throw new SyntaxException(
                    number.span(),
                    number + " is a number and the other side of '" + expression.operator()
                            + "' a string; expected two strings or two numbers: a number becomes a string in quotes or with"
                            + " string.format(\"%v\", …)");
        }
    }

    private static Value arithmetic(Expression.Binary expression, Value left, Value right) {
        String operator = expression.operator();
        Value.Numeral first = number(expression.left(), left, operator);
        Value.Numeral second = number(expression.right(), right, operator);
        if ((operator.equals("/") || operator.equals("%")) && second.value().signum() == 0) {
            throw new SyntaxException(expression.right().span(), "division by zero");
        }
        return first.floating() || second.floating()
                ? floating(
                        expression, first.value().doubleValue(), second.value().doubleValue())
                : whole(
                        expression,
                        first.value().toBigIntegerExact(),
                        second.value().toBigIntegerExact());
    }

    private static Value floating(Expression.Binary expression, double left, double right) {
        double result = switch (expression.operator()) {
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            case "%" -> left % right;
            default -> Math.pow(left, right);
        };
        if (Double.isNaN(result) || Double.isInfinite(result)) {
            throw new SyntaxException(expression.span(), "the result of '" + expression.operator() + "' is no number");
        }
        return Value.Numeral.of(result);
    }

    private static Value whole(Expression.Binary expression, BigInteger left, BigInteger right) {
        BigInteger result = switch (expression.operator()) {
            case "+" -> left.add(right);
            case "-" -> left.subtract(right);
            case "*" -> left.multiply(right);
            case "/" -> left.divide(right);
            case "%" -> left.remainder(right);
            default -> power(expression, left, right);
        };
        if (result.compareTo(SMALLEST) < 0 || result.compareTo(LARGEST) > 0) {
            throw tooLarge(expression);
        }
        return new Value.Numeral(new BigDecimal(result), false);
    }

    private static BigInteger power(Expression.Binary expression, BigInteger base, BigInteger exponent) {
        if (exponent.signum() < 0) {
            throw new SyntaxException(
                    expression.right().span(),
                    "a whole number cannot be raised to a negative power; expected a floating-point number, such as 2.0");
        }
        if (base.abs().bitLength() <= 1) {
            return base.signum() < 0
                    ? base.pow(exponent.testBit(0) ? 1 : 2)
                    : exponent.signum() == 0 ? BigInteger.ONE : base;
        }
        if (exponent.bitLength() > 31 || exponent.intValue() > LARGEST_EXPONENT) {
            throw tooLarge(expression);
        }
        return base.pow(exponent.intValue());
    }

    private static SyntaxException tooLarge(Expression.Binary expression) {
        return new SyntaxException(
                expression.span(),
                "the result of '" + expression.operator() + "' is too large; expected less than 2^64");
    }

    private static boolean truth(Expression expression, Value value, String operator) {
        if (value instanceof Value.Truth truth) {
            return truth.value();
        }
        throw wrong(expression, value, operator, "true or false");
    }

    private static Value.Numeral number(Expression expression, Value value, String operator) {
        if (value instanceof Value.Numeral number) {
            return number;
        }
        boolean joins = operator.equals("+");
        boolean compares = operator.startsWith("<") || operator.startsWith(">");
        throw wrong(expression, value, operator, joins || compares ? "a number or a string" : "a number");
    }

    private static SyntaxException wrong(Expression expression, Value value, String operator, String expected) {
        refuseReference(expression, value);
        return new SyntaxException(
                expression.span(), expression + " is " + value.kind() + "; '" + operator + "' expected " + expected);
    }

    private static void refuseReference(Expression expression, Value value) {
        if (value instanceof Value.Reference reference) {
            throw new SyntaxException(
                    expression.span(),
                    reference.path()
                            + " is exported by another component and has no value here; expected the value itself,"
                            + " or sys.env(\"NAME\")");
        }
    }

    private static boolean isText(Value value) {
        return value instanceof Value.Text || value instanceof Value.Secret;
    }

    private static String characters(Value value) {
        return value instanceof Value.Secret secret ? secret.value() : ((Value.Text) value).value();
    }
}
