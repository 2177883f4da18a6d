package dev.penstock.pipeline.syntax;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what an expression stands for: operators, the functions of Alloy's standard library, and the environment. Immutable;
 * safe for any number of threads when the functions it is given are. Source: Alloy's syntax/vm/vm.go.
 */
public final class Evaluator {

    /** What the names of components and of what surrounds them begin with. */
    private static final Set<String> COMPONENTS = Set.of(
            "argument",
            "beyla",
            "database_observability",
            "discovery",
            "faro",
            "local",
            "loki",
            "mimir",
            "module",
            "otelcol",
            "prometheus",
            "pyroscope",
            "remote");

    /** Names with fewer parts than {@code namespace.kind.label} are no components of a namespace that was imported. */
    private static final int PARTS_OF_A_COMPONENT = 3;

    private final Function<String, @Nullable String> environment;
    private final Function<Value.Reference, @Nullable Value> references;

    private Evaluator(
            Function<String, @Nullable String> environment, Function<Value.Reference, @Nullable Value> references) {
        this.environment = environment;
        this.references = references;
    }

    /**
     * An evaluator with the environment of this process.
     *
     * @return one that resolves no references
     */
    public static Evaluator standard() {
        return withEnvironment(System::getenv);
    }

    /**
     * An evaluator with another environment.
     *
     * @param environment the value of a variable, {@code null} when it is not set
     * @return one that resolves no references
     */
    public static Evaluator withEnvironment(Function<String, @Nullable String> environment) {
        return new Evaluator(environment, reference -> null);
    }

    /**
     * This evaluator with knowledge of other components.
     *
     * @param references the value of a reference such as {@code local.file.token.content}; {@code null} where it is to stay one
     * @return a new evaluator
     */
    public Evaluator resolving(Function<Value.Reference, @Nullable Value> references) {
        return new Evaluator(environment, references);
    }

    /**
     * What an expression stands for.
     *
     * @param expression what is written
     * @return its value
     * @throws SyntaxException when it has none, with the place and what is accepted
     */
    public Value evaluate(Expression expression) {
        if (expression instanceof Expression.Text text) {
            return new Value.Text(text.value());
        }
        if (expression instanceof Expression.Numeral numeral) {
            return new Value.Numeral(numeral.value(), numeral.floating());
        }
        if (expression instanceof Expression.Truth truth) {
            return new Value.Truth(truth.value());
        }
        if (expression instanceof Expression.Elements list) {
            List<Value> elements = new ArrayList<>(list.elements().size());
            list.elements().forEach(element -> elements.add(evaluate(element)));
            return new Value.Elements(elements);
        }
        if (expression instanceof Expression.Fields map) {
            Map<String, Value> fields = new LinkedHashMap<>();
            map.fields().forEach(field -> fields.put(field.name(), evaluate(field.value())));
            return new Value.Fields(fields);
        }
        return expression instanceof Expression.Nothing ? new Value.Nothing() : computed(expression);
    }

    private Value computed(Expression expression) {
        if (expression instanceof Expression.Name name) {
            return name(name);
        }
        if (expression instanceof Expression.Access access) {
            return access(access);
        }
        if (expression instanceof Expression.Index index) {
            return index(index);
        }
        if (expression instanceof Expression.Call call) {
            return call(call);
        }
        if (expression instanceof Expression.Unary unary) {
            return Operators.unary(unary, evaluate(unary.operand()));
        }
        Expression.Binary binary = (Expression.Binary) expression;
        // Both sides always: Alloy does so with && and || too.
        Value left = evaluate(binary.left());
        return Operators.binary(binary, left, evaluate(binary.right()));
    }

    private Value name(Expression.Name name) {
        if (name.name().equals(Constants.NAME)) {
            return Constants.value();
        }
        if (Functions.names().contains(name.name())) {
            throw new SyntaxException(name.span(), name + " is a function; expected a call of it: " + name + "(…)");
        }
        Value resolved = references.apply(new Value.Reference(name.name(), name.span()));
        if (resolved != null) {
            return resolved;
        }
        if (COMPONENTS.contains(name.name())) {
            return new Value.Reference(name.name(), name.span());
        }
        String closest = Names.closest(name.name(), List.of("true", "false", "null", Constants.NAME));
        throw new SyntaxException(
                name.span(),
                "there is no name '" + name + "'"
                        + (closest == null ? "" : "; did you mean " + closest + "?")
                        + "; if it is meant as text, it stands in double quotes: \"" + name + "\"");
    }

    private Value access(Expression.Access access) {
        List<String> names = names(access);
        if (names.isEmpty() || names.get(0).equals(Constants.NAME)) {
            return member(evaluate(access.of()), access);
        }
        String path = String.join(".", names);
        if (Functions.names().contains(path)) {
            throw new SyntaxException(access.span(), path + " is a function; expected a call of it: " + path + "(…)");
        }
        Value.Reference reference = new Value.Reference(path, access.span());
        Value resolved = references.apply(reference);
        if (resolved != null) {
            return resolved;
        }
        if (Functions.namespaces().contains(names.get(0))) {
            throw new SyntaxException(access.span(), Functions.unknown(path));
        }
        if (names.size() > PARTS_OF_A_COMPONENT) {
            Value of = evaluate(access.of());
            return of instanceof Value.Reference ? reference : member(of, access);
        }
        if (names.size() == PARTS_OF_A_COMPONENT || COMPONENTS.contains(names.get(0))) {
            return reference;
        }
        // Names the first of them as unknown.
        return member(evaluate(access.of()), access);
    }

    /** The names of {@code a.b.c}, none when it is anything else. */
    private static List<String> names(Expression expression) {
        List<String> names = new ArrayList<>();
        Expression rest = expression;
        while (rest instanceof Expression.Access access) {
            names.add(0, access.name());
            rest = access.of();
        }
        if (!(rest instanceof Expression.Name root)) {
            return List.of();
        }
        names.add(0, root.name());
        return names;
    }

    private static Value member(Value of, Expression.Access access) {
        if (of instanceof Value.Reference reference) {
            return new Value.Reference(reference.path() + "." + access.name(), access.span());
        }
        if (!(of instanceof Value.Fields map)) {
            throw new SyntaxException(
                    access.span(),
                    access.of() + " is " + of.kind() + "; expected a map, to take '" + access.name() + "' from");
        }
        Value member = map.fields().get(access.name());
        if (member == null) {
            throw new SyntaxException(
                    access.span(),
                    "there is no '" + access.name() + "' in " + access.of()
                            + Names.expected(access.name(), map.fields().keySet()));
        }
        return member;
    }

    private Value index(Expression.Index expression) {
        Value of = evaluate(expression.of());
        Value index = evaluate(expression.index());
        if (of instanceof Value.Reference reference) {
            return new Value.Reference(reference.path() + "[" + expression.index() + "]", expression.span());
        }
        if (of instanceof Value.Fields map) {
            String key = new Conversions("the key", expression.index(), index).text("a string");
            Value value = map.fields().get(key);
            return value == null ? new Value.Nothing() : value;
        }
        if (of instanceof Value.Elements list) {
            BigDecimal number = new Conversions("the index", expression.index(), index).number("a whole number");
            int size = list.elements().size();
            if (number.signum() < 0
                    || number.compareTo(BigDecimal.valueOf(size)) >= 0
                    || number.stripTrailingZeros().scale() > 0) {
                throw new SyntaxException(
                        expression.index().span(),
                        "there is no index " + expression.index() + " in a list of " + size
                                + (size == 1 ? " element" : " elements") + "; the first one is 0");
            }
            return list.elements().get(number.intValueExact());
        }
        throw new SyntaxException(
                expression.span(), expression.of() + " is " + of.kind() + "; expected a list or a map");
    }

    private Value call(Expression.Call call) {
        List<String> names =
                call.function() instanceof Expression.Name name ? List.of(name.name()) : names(call.function());
        String function = String.join(".", names);
        if (!Functions.names().contains(function)) {
            throw new SyntaxException(
                    call.function().span(),
                    names.isEmpty() ? call.function() + " is no function" : Functions.unknown(function));
        }
        List<Value> arguments = new ArrayList<>(call.arguments().size());
        call.arguments().forEach(argument -> arguments.add(evaluate(argument)));
        return Functions.call(function, new Arguments(function, call, arguments, environment));
    }
}
