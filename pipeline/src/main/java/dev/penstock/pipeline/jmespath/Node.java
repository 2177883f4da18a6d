package dev.penstock.pipeline.jmespath;

import dev.penstock.pipeline.jmespath.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of an expression. Values are maps, lists, texts, doubles, truth values, references, and {@code null}. */
interface Node {

    /**
     * Evaluates it.
     *
     * @param current the value to look into; {@link Scope#INPUT} for the whole input
     */
    @Nullable Object eval(@Nullable Object current, Scope scope);

    /** The value at hand. */
    record Current() implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            return scope.whole(current);
        }
    }

    /** The input. */
    record Root() implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            return scope.input();
        }
    }

    /** A member. */
    record Field(String name) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            if (current == Scope.INPUT) {
                return scope.member(name);
            }
            return current instanceof Map<?, ?> map ? map.get(name) : null;
        }
    }

    /** A variable, its name with the dollar. */
    record Variable(String name) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            return scope.variable(name);
        }
    }

    /** A value that is written in the expression. */
    record Literal(@Nullable Object value) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            return value;
        }
    }

    /** An expression in what another one found; nothing in nothing. */
    record Within(Node left, Node right) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Object found = left.eval(current, scope);
            return found == null ? null : right.eval(found, scope);
        }
    }

    /** An expression of what another one found, whatever that is. */
    record Pipe(Node left, Node right) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            return right.eval(left.eval(current, scope), scope);
        }
    }

    /** An element; negative ones count from the end. */
    record Index(int index) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            if (!(scope.whole(current) instanceof List<?> list)) {
                return null;
            }
            int at = index < 0 ? index + list.size() : index;
            return at >= 0 && at < list.size() ? list.get(at) : null;
        }
    }

    /** Some elements of a list, or characters of a text. */
    record Slice(@Nullable Integer start, @Nullable Integer stop, int step) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Object value = scope.whole(current);
            if (value instanceof String text) {
                int[] points = text.codePoints().toArray();
                StringBuilder out = new StringBuilder();
                for (int i : indices(points.length)) {
                    out.appendCodePoint(points[i]);
                }
                return out.toString();
            }
            if (!(value instanceof List<?> list)) {
                return null;
            }
            List<@Nullable Object> part = new ArrayList<>();
            for (int i : indices(list.size())) {
                part.add(list.get(i));
            }
            return part;
        }

        private List<Integer> indices(int size) {
            List<Integer> indices = new ArrayList<>();
            long from = bound(start, size, step > 0 ? 0 : size - 1);
            long to = stop == null && step < 0 ? -1 : bound(stop, size, size);
            for (long i = from; step > 0 ? i < to : i > to; i += step) {
                indices.add((int) i);
            }
            return indices;
        }

        private long bound(@Nullable Integer given, int size, int otherwise) {
            if (given == null) {
                return otherwise;
            }
            long at = given < 0 ? (long) given + size : given;
            return step > 0 ? Math.max(0, Math.min(at, size)) : Math.max(-1, Math.min(at, size - 1));
        }
    }

    /** An expression of each element; what finds nothing is left out. A text, which only a slice gives, is not taken apart. */
    record Projection(Node left, Node right, boolean slice) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Object value = left.eval(current, scope);
            if (slice && value instanceof String) {
                return right.eval(value, scope);
            }
            return value instanceof List<?> list ? project(list, right, scope) : null;
        }

        static List<@Nullable Object> project(Iterable<?> values, Node right, Scope scope) {
            List<@Nullable Object> found = new ArrayList<>();
            for (Object element : values) {
                Object result = right.eval(element, scope);
                if (result != null) {
                    found.add(result);
                }
            }
            return found;
        }
    }

    /** An expression of each member's value. */
    record ValueProjection(Node left, Node right) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            return left.eval(current, scope) instanceof Map<?, ?> map
                    ? Projection.project(map.values(), right, scope)
                    : null;
        }
    }

    /** An expression of each element for which a condition holds. */
    record Filter(Node left, Node condition, Node right) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            if (!(left.eval(current, scope) instanceof List<?> list)) {
                return null;
            }
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object element : list) {
                if (Values.isTrue(condition.eval(element, scope))) {
                    kept.add(element);
                }
            }
            return Projection.project(kept, right, scope);
        }
    }

    /** The elements of the lists in a list. */
    record Flatten(Node left) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            if (!(left.eval(current, scope) instanceof List<?> list)) {
                return null;
            }
            List<@Nullable Object> flat = new ArrayList<>();
            for (Object element : list) {
                if (element instanceof List<?> inner) {
                    flat.addAll(inner);
                } else {
                    flat.add(element);
                }
            }
            return flat;
        }
    }

    /** A list of what some expressions find. */
    record MultiList(List<Node> nodes) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            List<@Nullable Object> values = new ArrayList<>();
            for (Node node : nodes) {
                values.add(node.eval(current, scope));
            }
            return values;
        }
    }

    /** A map of what some expressions find. */
    record MultiHash(Map<String, Node> nodes) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (Map.Entry<String, Node> node : nodes.entrySet()) {
                values.put(node.getKey(), node.getValue().eval(current, scope));
            }
            return values;
        }
    }

    /** The left one if it is true as JMESPath means it, else the right one. */
    record Or(Node left, Node right) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Object value = left.eval(current, scope);
            return Values.isTrue(value) ? value : right.eval(current, scope);
        }
    }

    /** The left one if it is not true as JMESPath means it, else the right one. */
    record And(Node left, Node right) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Object value = left.eval(current, scope);
            return Values.isTrue(value) ? right.eval(current, scope) : value;
        }
    }

    /** The contrary. */
    record Not(Node node) implements Node {
        @Override
        public Object eval(@Nullable Object current, Scope scope) {
            return !Values.isTrue(node.eval(current, scope));
        }
    }

    /** A comparison; other than for equality it takes numbers only. */
    record Comparison(Kind operator, Node left, Node right) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Object a = left.eval(current, scope);
            Object b = right.eval(current, scope);
            if (operator == Kind.EQUAL || operator == Kind.NOT_EQUAL) {
                return Values.equal(a, b) == (operator == Kind.EQUAL);
            }
            if (!(a instanceof Double x) || !(b instanceof Double y)) {
                return null;
            }
            return switch (operator) {
                case LESS -> x < y;
                case LESS_OR_EQUAL -> x <= y;
                case GREATER -> x > y;
                default -> x >= y;
            };
        }
    }

    /** A calculation; nothing when one of both is not a number. */
    record Arithmetic(Kind operator, Node left, Node right) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Object a = left.eval(current, scope);
            Object b = right.eval(current, scope);
            if (!(a instanceof Double x) || !(b instanceof Double y)) {
                return null;
            }
            return switch (operator) {
                case PLUS -> x + y;
                case MINUS -> x - y;
                case STAR, TIMES -> x * y;
                case DIVIDE -> x / y;
                case INTEGER_DIVIDE -> Math.floor(x / y);
                default -> x % y;
            };
        }
    }

    /** A number with its sign. */
    record Sign(boolean negative, Node node) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            return node.eval(current, scope) instanceof Double number ? (Object) (negative ? -number : number) : null;
        }
    }

    /** An expression handed to a function. */
    record Reference(Node node) implements Node {
        @Override
        public Object eval(@Nullable Object current, Scope scope) {
            return new Bound(node, scope);
        }
    }

    /** A referenced expression with its variables. */
    record Bound(Node node, Scope scope) {
        @Nullable Object of(@Nullable Object value) {
            return node.eval(value, scope);
        }
    }

    /** A function call. */
    record Call(Function function, List<Node> arguments) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            List<@Nullable Object> values = new ArrayList<>(arguments.size());
            for (Node argument : arguments) {
                values.add(argument.eval(current, scope));
            }
            return function.call(values);
        }
    }

    /** An expression with variables. */
    record Let(Map<String, Node> bindings, Node body) implements Node {
        @Override
        public @Nullable Object eval(@Nullable Object current, Scope scope) {
            Scope inner = scope;
            for (Map.Entry<String, Node> binding : bindings.entrySet()) {
                // As specified, the bindings do not see each other.
                inner = inner.with(binding.getKey(), binding.getValue().eval(current, scope));
            }
            return body.eval(current, inner);
        }
    }
}
