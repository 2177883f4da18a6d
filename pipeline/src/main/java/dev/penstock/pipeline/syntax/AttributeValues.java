package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of an attribute as one type. {@code null} in, or computed, is {@code null} out. Of a list or a map that is
 * written out, each wrong element is a problem with a place of its own.
 */
final class AttributeValues {

    private static final String STRINGS = "a list of strings such as [\"a\", \"b\"]";

    private final Evaluator evaluator;

    AttributeValues(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** Reads a value. */
    interface Reading<T> {
        /**
         * Reads a value.
         *
         * @throws SyntaxException when it is of another type
         */
        @Nullable T read(String name, Expression expression);
    }

    private interface Conversion<T> {
        T convert(Conversions conversions);
    }

    @Nullable String text(String name, Expression expression) {
        return scalar(name, expression, value -> value.text("a string"));
    }

    @Nullable String secret(String name, Expression expression) {
        return scalar(name, expression, Conversions::secret);
    }

    @Nullable Boolean bool(String name, Expression expression) {
        return scalar(name, expression, Conversions::truth);
    }

    @Nullable Long integer(String name, Expression expression) {
        return scalar(name, expression, Conversions::whole);
    }

    @Nullable Long unsigned(String name, Expression expression) {
        return scalar(name, expression, Conversions::unsigned);
    }

    @Nullable Double number(String name, Expression expression) {
        BigDecimal number = scalar(name, expression, value -> value.number("a number"));
        return number == null ? null : number.doubleValue();
    }

    @Nullable Duration duration(String name, Expression expression) {
        return scalar(name, expression, value -> value.parsed(Durations::parse));
    }

    @Nullable Long bytes(String name, Expression expression) {
        return scalar(name, expression, value -> value.parsed(ByteSize::parse));
    }

    @Nullable Value value(String name, Expression expression) {
        Value value = evaluator.evaluate(expression);
        return value instanceof Value.Nothing ? null : value;
    }

    @Nullable List<Double> numbers(String name, Expression expression) {
        return list(
                name,
                expression,
                "a list of numbers such as [1, 2.5]",
                value -> value.number("numbers in its list").doubleValue());
    }

    @Nullable List<String> texts(String name, Expression expression) {
        return list(name, expression, STRINGS, value -> value.text("strings in its list"));
    }

    @Nullable Map<String, @Nullable String> map(String name, Expression expression) {
        return entries(name, expression, true, value -> value.text("a string"));
    }

    @SuppressWarnings("NullAway") // Without nulls: they are refused.
    @Nullable Map<String, String> textMap(String name, Expression expression) {
        return entries(name, expression, false, value -> value.text("a string"));
    }

    @SuppressWarnings("NullAway") // Without nulls: they are refused.
    @Nullable Map<String, String> secretMap(String name, Expression expression) {
        return entries(name, expression, false, Conversions::secret);
    }

    @Nullable List<Value.Reference> references(String name, Expression expression) {
        Value value = evaluator.evaluate(expression);
        if (value instanceof Value.Nothing) {
            return null;
        }
        List<Value.Reference> references = new ArrayList<>();
        if (!(value instanceof Value.Elements list)) {
            throw new Conversions(name, expression, value)
                    .wrong("a list of references such as ["
                            + (value instanceof Value.Reference ? expression : "loki.write.default.receiver") + "]");
        }
        for (int i = 0; i < list.elements().size(); i++) {
            Value element = list.elements().get(i);
            if (!(element instanceof Value.Reference reference)) {
                throw new Conversions(name + "[" + i + "]", element(expression, i), element)
                        .wrong("a reference such as loki.write.default.receiver");
            }
            references.add(reference);
        }
        return references;
    }

    private <T> @Nullable T scalar(String name, Expression expression, Conversion<T> conversion) {
        Value value = evaluator.evaluate(expression);
        return value instanceof Value.Nothing ? null : conversion.convert(new Conversions(name, expression, value));
    }

    private <T> @Nullable List<T> list(String name, Expression expression, String accepted, Conversion<T> conversion) {
        if (expression instanceof Expression.Elements written) {
            List<T> results = new ArrayList<>(written.elements().size());
            List<Problem> problems = new ArrayList<>();
            for (Expression element : written.elements()) {
                try {
                    Value value = evaluator.evaluate(element);
                    results.add(conversion.convert(new Conversions(name, element, value)));
                } catch (SyntaxException e) {
                    problems.addAll(e.problems());
                }
            }
            return checked(results, problems);
        }
        Value value = evaluator.evaluate(expression);
        if (value instanceof Value.Nothing) {
            return null;
        }
        if (!(value instanceof Value.Elements list)) {
            boolean scalar = expression instanceof Expression.Text || expression instanceof Expression.Numeral;
            throw new Conversions(name, expression, value)
                    .wrong(
                            scalar
                                    ? accepted.substring(0, accepted.indexOf(" such")) + ": [" + expression + "]"
                                    : accepted);
        }
        List<T> results = new ArrayList<>(list.elements().size());
        for (Value element : list.elements()) {
            results.add(conversion.convert(new Conversions(name, expression, element)));
        }
        return results;
    }

    private <T> @Nullable Map<String, @Nullable T> entries(
            String name, Expression expression, boolean nulls, Conversion<T> conversion) {
        Map<String, @Nullable T> results = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        if (expression instanceof Expression.Fields written) {
            for (Expression.Field field : written.fields()) {
                try {
                    Value value = evaluator.evaluate(field.value());
                    results.put(field.name(), entry(name, field.name(), field.value(), value, nulls, conversion));
                } catch (SyntaxException e) {
                    problems.addAll(e.problems());
                }
            }
            return checked(results, problems);
        }
        Value value = evaluator.evaluate(expression);
        if (value instanceof Value.Nothing) {
            return null;
        }
        if (!(value instanceof Value.Fields map)) {
            throw new Conversions(name, expression, value).wrong("a map such as { a = \"x\", b = \"y\" }");
        }
        map.fields()
                .forEach((key, element) -> results.put(key, entry(name, key, expression, element, nulls, conversion)));
        return results;
    }

    private static <T> @Nullable T entry(
            String name, String key, Expression expression, Value value, boolean nulls, Conversion<T> conversion) {
        if (nulls && value instanceof Value.Nothing) {
            return null;
        }
        return conversion.convert(new Conversions(name + "." + key, expression, value));
    }

    private static <C> C checked(C results, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new SyntaxException(problems);
        }
        return results;
    }

    private static Expression element(Expression expression, int index) {
        return expression instanceof Expression.Elements list ? list.elements().get(index) : expression;
    }
}
