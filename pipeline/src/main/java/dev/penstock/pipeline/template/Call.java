package dev.penstock.pipeline.template;

import org.jspecify.annotations.Nullable;

/** A call of a function whose arguments were counted and, as far as they are constants, checked. */
record Call(Function function, Expr[] args) implements Expr {

    @Override
    public @Nullable Object eval(Run run) {
        run.step();
        @Nullable Object[] values = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            Object value = args[i].eval(run);
            function.parameter(i).check(function.name(), value);
            run.chargeFor(value);
            values[i] = value;
        }
        Object result;
        try {
            result = function.body().call(run, values);
        } catch (ArithmeticException e) {
            throw new RenderException("error calling " + function.name() + ": " + e.getMessage());
        }
        run.chargeFor(result);
        return result;
    }

    @Override
    public @Nullable String type() {
        return function.result();
    }
}
