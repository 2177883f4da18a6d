package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.util.List;

/** The value of an attribute, as it is written. */
public sealed interface Expression {

    /**
     * Where it begins.
     *
     * @return line and column
     */
    Position position();

    /**
     * A string.
     *
     * @param value what its quotes and escapes stand for
     * @param position where it begins
     */
    record Text(String value, Position position) implements Expression {}

    /**
     * A number.
     *
     * @param value its value
     * @param position where it begins
     */
    record Numeral(BigDecimal value, Position position) implements Expression {}

    /**
     * {@code true} or {@code false}.
     *
     * @param value which of them
     * @param position where it begins
     */
    record Truth(boolean value, Position position) implements Expression {}

    /**
     * {@code null}.
     *
     * @param position where it begins
     */
    record Nothing(Position position) implements Expression {}

    /**
     * A list.
     *
     * @param elements its elements in order
     * @param position where its bracket opens
     */
    record Elements(List<Expression> elements, Position position) implements Expression {

        /** A list that does not change. */
        public Elements {
            elements = List.copyOf(elements);
        }
    }
}
