package dev.penstock.micrometer;

import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import java.lang.ref.WeakReference;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A gauge that asks a function; not a number when the function fails or its object is gone. */
final class FunctionGauge<T> extends AbstractMeter implements Gauge {

    private final WeakReference<T> object;
    private final ToDoubleFunction<T> function;

    FunctionGauge(Meter.Id id, @Nullable T object, ToDoubleFunction<T> function) {
        super(id);
        this.object = new WeakReference<>(object);
        this.function = function;
    }

    /** As the function gives it, with what it throws. */
    double call() {
        T current = object.get();
        return current == null ? Double.NaN : function.applyAsDouble(current);
    }

    @Override
    public double value() {
        try {
            return call();
        } catch (Throwable e) {
            return Double.NaN;
        }
    }
}
