package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.text.GoFloat;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an {@link Expression} stands for. Immutable. {@link #toString()} never shows a secret. */
public sealed interface Value {

    /**
     * What a message calls a value of this kind.
     *
     * @return such as {@code a string}
     */
    String kind();

    /** {@code null}. */
    record Nothing() implements Value {

        @Override
        public String kind() {
            return "null";
        }

        @Override
        public String toString() {
            return "null";
        }
    }

    /**
     * A number.
     *
     * @param value its value
     * @param floating whether Alloy keeps it as a floating-point number
     */
    record Numeral(BigDecimal value, boolean floating) implements Value {

        /**
         * A whole number.
         *
         * @param value its value
         * @return the number
         */
        public static Numeral of(long value) {
            return new Numeral(BigDecimal.valueOf(value), false);
        }

        /**
         * A floating-point number.
         *
         * @param value its value, which is finite
         * @return the number
         */
        public static Numeral of(double value) {
            return new Numeral(GoFloat.shortest(value), true);
        }

        @Override
        public String kind() {
            return "a number";
        }

        /** Decimal digits without exponent, as Alloy writes a number where a string is wanted. */
        @Override
        public String toString() {
            return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
        }
    }

    /**
     * {@code true} or {@code false}.
     *
     * @param value which of them
     */
    record Truth(boolean value) implements Value {

        @Override
        public String kind() {
            return "a bool";
        }

        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /**
     * A string.
     *
     * @param value its characters
     */
    record Text(String value) implements Value {

        @Override
        public String kind() {
            return "a string";
        }

        @Override
        public String toString() {
            return Quotes.quoted(value);
        }
    }

    /**
     * A string that is not to be shown.
     *
     * @param value its characters
     */
    record Secret(String value) implements Value {

        @Override
        public String kind() {
            return "a secret";
        }

        @Override
        public String toString() {
            return "(secret)";
        }
    }

    /**
     * A list.
     *
     * @param elements its elements in order
     */
    record Elements(List<Value> elements) implements Value {

        /** A list that does not change. */
        public Elements {
            elements = Collections.unmodifiableList(new ArrayList<>(elements));
        }

        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String toString() {
            return elements.toString();
        }
    }

    /**
     * A map, in Alloy's words an object.
     *
     * @param fields its entries in the order in which they are written
     */
    record Fields(Map<String, Value> fields) implements Value {

        /** A map that does not change. */
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        @Override
        public String kind() {
            return "a map";
        }

        @Override
        public String toString() {
            return fields.toString();
        }
    }

    /**
     * What another component exports, such as {@code loki.write.default.receiver}; nobody has said what its value is.
     *
     * @param path its names with dots between them
     * @param span where it is written
     */
    record Reference(String path, Span span) implements Value {

        @Override
        public String kind() {
            return "a reference";
        }

        @Override
        public String toString() {
            return path;
        }
    }
}
