package dev.penstock.pipeline.jmespath;

import dev.penstock.pipeline.json.JsonView;
import org.jspecify.annotations.Nullable;

/** The input of an evaluation, and the variables that are bound. */
final class Scope {

    /** Stands for the input where nobody has needed it as a whole yet. */
    static final Object INPUT = new Object();

    private final JsonView view;
    private final @Nullable Scope outer;
    private final String variable;
    private final @Nullable Object value;

    private boolean read;
    private @Nullable Object tree;

    Scope(JsonView view) {
        this(view, null, "", null);
    }

    private Scope(JsonView view, @Nullable Scope outer, String variable, @Nullable Object value) {
        this.view = view;
        this.outer = outer;
        this.variable = variable;
        this.value = value;
    }

    Scope with(String name, @Nullable Object bound) {
        return new Scope(view, this, name, bound);
    }

    @Nullable Object variable(String name) {
        for (Scope scope = this; scope.outer != null; scope = scope.outer) {
            if (scope.variable.equals(name)) {
                return scope.value;
            }
        }
        throw new JmesPathRuntimeException("there is no variable " + name);
    }

    /** A member of the input, of which nothing else is read. */
    @Nullable Object member(String name) {
        int index = view.indexOf(name);
        return index < 0 ? null : view.tree(index);
    }

    /** A value, which is the input's whole tree where it stands for the input. */
    @Nullable Object whole(@Nullable Object current) {
        return current == INPUT ? input() : current;
    }

    @Nullable Object input() {
        if (outer != null) {
            return outer.input();
        }
        if (!read) {
            tree = view.tree();
            read = true;
        }
        return tree;
    }
}
