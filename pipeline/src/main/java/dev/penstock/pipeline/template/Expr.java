package dev.penstock.pipeline.template;

import org.jspecify.annotations.Nullable;

/** A part of an action that has a value. Immutable. */
interface Expr {

    @Nullable Object eval(Run run);

    /** The Go type of every value, when it is known before; {@code null} when it is not. */
    default @Nullable String type() {
        return null;
    }

    /** A string, truth value or nil written in the template. */
    record Constant(@Nullable Object value) implements Expr {
        @Override
        public @Nullable Object eval(Run run) {
            return value;
        }

        @Override
        public @Nullable String type() {
            return value == null ? null : Values.type(value);
        }
    }

    /** A number written in the template; a function's parameter decides what type it takes. */
    record NumberConstant(String text, @Nullable Long integer, double real, boolean ideallyReal) implements Expr {
        @Override
        public Object eval(Run run) {
            return integer == null || ideallyReal ? (Object) real : integer;
        }

        @Override
        public String type() {
            return integer == null || ideallyReal ? "float64" : "int";
        }
    }

    /** The dot. */
    record Dot() implements Expr {
        @Override
        public @Nullable Object eval(Run run) {
            return run.dot;
        }
    }

    /** A variable, by its place among those of its template; the dollar has the first. */
    record Variable(int slot) implements Expr {
        @Override
        public @Nullable Object eval(Run run) {
            return run.frame[slot];
        }
    }

    /** A field of a value, such as {@code .level}: of a map its entry, of no value no value, of anything else an error. */
    record Field(Expr of, String name) implements Expr {
        @Override
        public @Nullable Object eval(Run run) {
            Object value = of.eval(run);
            if (value instanceof GoMap map) {
                return map.get(name);
            }
            if (value == null) {
                return null;
            }
            if (value instanceof GoTime) {
                throw new RenderException(GoTime.noMethod(name));
            }
            throw new RenderException("can't evaluate field " + name + " in type " + Values.type(value));
        }
    }

    /** A value of the pipeline before: it has its type already, even when it was written as a constant. */
    record Piped(Expr value) implements Expr {
        @Override
        public @Nullable Object eval(Run run) {
            return value.eval(run);
        }

        @Override
        public @Nullable String type() {
            return value.type();
        }
    }

    /** {@code and} and {@code or}: the first argument that decides, and nothing after it is evaluated. */
    record Logic(boolean stopsAt, Expr[] args) implements Expr {
        @Override
        public @Nullable Object eval(Run run) {
            Object value = null;
            for (Expr arg : args) {
                value = arg.eval(run);
                if (Values.truth(value) == stopsAt) {
                    break;
                }
            }
            return value;
        }
    }

    /** A mistake Go finds only when it comes by. */
    record Failing(String problem) implements Expr {
        @Override
        public @Nullable Object eval(Run run) {
            throw new RenderException(problem);
        }
    }

    /** An assignment or declaration; as an action it prints nothing. */
    record Assign(int slot, Expr value) implements Expr {
        @Override
        public @Nullable Object eval(Run run) {
            Object result = value.eval(run);
            run.frame[slot] = result;
            return result;
        }
    }
}
