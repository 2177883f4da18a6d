package dev.penstock.pipeline.template;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Gathers which names of its data a template reads. */
final class FieldsRead {

    private static final Set<String> LOOKUPS = Set.of("index", "get", "hasKey", "set", "unset");
    private static final Set<String> BY_NAMES = Set.of("pick");

    private final Set<String> names = new TreeSet<>();
    private boolean whole;

    void add(String name) {
        names.add(name);
    }

    /** The dot, or the dollar, is an argument of a call: its other arguments may say which names are read. */
    void call(String function, List<Expr> args) {
        for (int i = 0; i < args.size(); i++) {
            Expr arg = args.get(i) instanceof Expr.Piped piped ? piped.value() : args.get(i);
            if (!(arg instanceof Root)) {
                continue;
            }
            boolean lookup = i == 0 && LOOKUPS.contains(function) && args.size() > 1;
            boolean several = i == 0 && BY_NAMES.contains(function);
            boolean known = lookup || several;
            for (int j = 1; known && j < (several ? args.size() : 2); j++) {
                if (args.get(j) instanceof Expr.Constant constant && constant.value() instanceof String name) {
                    names.add(name);
                } else {
                    known = false;
                }
            }
            whole |= !known;
        }
    }

    void whole() {
        whole = true;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    boolean readsWhole() {
        return whole;
    }

    /** The data itself: the dot outside of with and range, or the dollar. */
    record Root(Expr value) implements Expr {
        @Override
        public @org.jspecify.annotations.Nullable Object eval(Run run) {
            return value.eval(run);
        }
    }
}
