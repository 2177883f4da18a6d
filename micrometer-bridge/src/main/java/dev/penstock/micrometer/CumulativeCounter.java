package dev.penstock.micrometer;

import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;

/** A counter that only grows. Thread-safe. */
final class CumulativeCounter extends AbstractMeter implements Counter {

    private final DoubleAdder count = new DoubleAdder();
    private final @Nullable ExemplarSlots exemplars;

    CumulativeCounter(Meter.Id id, Clock clock, @Nullable ExemplarContext context) {
        super(id);
        exemplars = context == null ? null : new ExemplarSlots(context, clock, 1);
    }

    @Override
    public void increment(double amount) {
        if (amount > 0) {
            count.add(amount);
            if (exemplars != null) {
                exemplars.observe(0, amount);
            }
        }
    }

    @Override
    public double count() {
        return count.sum();
    }

    @Nullable Exemplar takeExemplar() {
        return exemplars == null ? null : exemplars.take(0);
    }
}
