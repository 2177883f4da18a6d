package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.util.List;

/** The value of an attribute, as it is written. {@link #toString()} is much like its text. */
public sealed interface Expression {

    /**
     * Where it is.
     *
     * @return its range
     */
    Span span();

    /**
     * Where it begins.
     *
     * @return line and column
     */
    default Position position() {
        return span().start();
    }

    /**
     * A string.
     *
     * @param value what its quotes and escapes stand for
     * @param raw whether it stands in backticks, where a backslash is a backslash
     * @param span where it is, with its quotes
     */
    record Text(String value, boolean raw, Span span) implements Expression {

        @Override
        public String toString() {
            return raw ? '`' + value + '`' : Quotes.quoted(value);
        }
    }

    /**
     * A number.
     *
     * @param value its value
     * @param floating whether it is a floating-point number: written with a point or an exponent, or too large for another
     * @param span where it is, with its sign
     */
    record Numeral(BigDecimal value, boolean floating, Span span) implements Expression {

        @Override
        public String toString() {
            return value.toPlainString();
        }
    }

    /**
     * {@code true} or {@code false}.
     *
     * @param value which of them
     * @param span where it is
     */
    record Truth(boolean value, Span span) implements Expression {

        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /**
     * {@code null}.
     *
     * @param span where it is
     */
    record Nothing(Span span) implements Expression {

        @Override
        public String toString() {
            return "null";
        }
    }

    /**
     * A list.
     *
     * @param elements its elements in order
     * @param span where it is, with its brackets
     */
    record Elements(List<Expression> elements, Span span) implements Expression {

        /** A list that does not change. */
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return elements.isEmpty() ? "[]" : elements.size() == 1 ? "[" + elements.get(0) + "]" : "[…]";
        }
    }

    /**
     * A map, in Alloy's words an object.
     *
     * @param fields its entries as they are written; of two with one name, the last one counts
     * @param span where it is, with its braces
     */
    record Fields(List<Field> fields, Span span) implements Expression {

        /** A map that does not change. */
        public Fields {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return fields.isEmpty() ? "{}" : "{…}";
        }
    }

    /**
     * An entry of a map.
     *
     * @param name its key, without quotes
     * @param span where the key is
     * @param value its value
     */
    record Field(String name, Span span, Expression value) {}

    /**
     * A name that stands for something.
     *
     * @param name the name
     * @param span where it is
     */
    record Name(String name, Span span) implements Expression {

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * {@code of.name}.
     *
     * @param of what something is taken from
     * @param name what is taken
     * @param span where all of it is
     */
    record Access(Expression of, String name, Span span) implements Expression {

        @Override
        public String toString() {
            return of + "." + name;
        }
    }

    /**
     * {@code of[index]}.
     *
     * @param of what something is taken from
     * @param index what is taken
     * @param span where all of it is
     */
    record Index(Expression of, Expression index, Span span) implements Expression {

        @Override
        public String toString() {
            return of + "[" + index + "]";
        }
    }

    /**
     * {@code function(arguments)}.
     *
     * @param function what is called
     * @param arguments what it is called with
     * @param span where all of it is
     */
    record Call(Expression function, List<Expression> arguments, Span span) implements Expression {

        /** A call that does not change. */
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String toString() {
            return function + "(" + (arguments.isEmpty() ? "" : "…") + ")";
        }
    }

    /**
     * {@code !operand} or {@code -operand}.
     *
     * @param operator {@code !} or {@code -}
     * @param operand what it applies to
     * @param span where both are
     */
    record Unary(String operator, Expression operand, Span span) implements Expression {

        @Override
        public String toString() {
            return operator + operand;
        }
    }

    /**
     * {@code left operator right}.
     *
     * @param left what stands before the operator
     * @param operator such as {@code +} or {@code ==}
     * @param right what stands after it
     * @param span where all of it is
     */
    record Binary(Expression left, String operator, Expression right, Span span) implements Expression {

        @Override
        public String toString() {
            return left + " " + operator + " " + right;
        }
    }
}
