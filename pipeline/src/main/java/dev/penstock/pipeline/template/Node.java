package dev.penstock.pipeline.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a template that writes. Immutable. */
interface Node {

    /** How execution goes on. */
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    Flow exec(Run run);

    static Flow all(Node[] nodes, Run run) {
        for (Node node : nodes) {
            Flow flow = node.exec(run);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    record Text(String text) implements Node {
        @Override
        public Flow exec(Run run) {
            run.out.append(text);
            return Flow.NEXT;
        }
    }

    /** An action that prints its value, or only assigns it. */
    record Action(Expr value) implements Node {
        @Override
        public Flow exec(Run run) {
            run.step();
            Object result = value.eval(run);
            if (!(value instanceof Expr.Assign)) {
                Formatter.output(run.out, result);
            }
            return Flow.NEXT;
        }
    }

    record Jump(Flow flow) implements Node {
        @Override
        public Flow exec(Run run) {
            return flow;
        }
    }

    /** {@code if}, and {@code with}, which sets the dot. */
    record Branch(Expr condition, boolean setsDot, Node[] then, Node[] otherwise) implements Node {
        @Override
        public Flow exec(Run run) {
            run.step();
            Object value = condition.eval(run);
            if (!Values.truth(value)) {
                return all(otherwise, run);
            }
            if (!setsDot) {
                return all(then, run);
            }
            Object outer = run.dot;
            run.dot = value;
            Flow flow = all(then, run);
            run.dot = outer;
            return flow;
        }
    }

    /** {@code range} over a list, a map in the order of its keys, or the numbers below one. */
    record Range(Expr over, int key, int value, Node[] body, Node[] otherwise) implements Node {
        @Override
        public Flow exec(Run run) {
            run.step();
            Object collection = over.eval(run);
            Object outer = run.dot;
            boolean any = iterate(collection, run);
            run.dot = outer;
            return any ? Flow.NEXT : all(otherwise, run);
        }

        private boolean iterate(@Nullable Object collection, Run run) {
            if (collection instanceof GoList list) {
                long index = 0;
                for (Object item : list.items()) {
                    if (!once(index++, item, run)) {
                        break;
                    }
                }
                return list.size() > 0;
            }
            if (collection instanceof GoMap map) {
                // The body may set entries of the map it goes through.
                List<Map.Entry<String, @Nullable Object>> entries = new java.util.ArrayList<>();
                map.entries().forEach((name, each) -> entries.add(new java.util.AbstractMap.SimpleEntry<>(name, each)));
                for (Map.Entry<String, @Nullable Object> entry : entries) {
                    if (!once(entry.getKey(), entry.getValue(), run)) {
                        break;
                    }
                }
                return !entries.isEmpty();
            }
            if (Values.isInteger(collection) && collection != null) {
                if (key >= 0) {
                    throw new RenderException("range over a number has one variable, not two");
                }
                long count = Values.integer(collection);
                for (long i = 0; i < count; i++) {
                    Object number = collection instanceof SizedInt sized ? new SizedInt(sized.type(), i) : (Object) i;
                    if (!once(number, number, run)) {
                        break;
                    }
                }
                return count > 0;
            }
            if (collection == null) {
                return false;
            }
            throw new RenderException("range can't iterate over a value of type " + Values.type(collection));
        }

        private boolean once(Object index, @Nullable Object item, Run run) {
            run.step();
            if (key >= 0) {
                run.frame[key] = index;
            }
            if (value >= 0) {
                run.frame[value] = item;
            }
            run.dot = item;
            return all(body, run) != Flow.BREAK;
        }
    }

    /** {@code template "name" value}: the template is looked up when all are parsed. */
    record Include(String name, @Nullable Expr argument, Map<String, Definition> definitions) implements Node {
        @Override
        public Flow exec(Run run) {
            run.step();
            Definition definition = definitions.get(name);
            if (definition == null) {
                throw new RenderException("template \"" + name + "\" is not defined");
            }
            if (++run.depth > Run.DEEPEST) {
                throw new RenderException("templates call each other more than " + Run.DEEPEST + " deep");
            }
            Object dot = argument == null ? null : argument.eval(run);
            Object outer = run.dot;
            @Nullable Object[] frame = run.frame;
            run.dot = dot;
            run.frame = new Object[definition.slots()];
            run.frame[0] = dot;
            all(definition.body(), run);
            run.frame = frame;
            run.dot = outer;
            run.depth--;
            return Flow.NEXT;
        }
    }

    /** A template and the number of its variables. */
    record Definition(Node[] body, int slots) {}
}
