package dev.penstock.micrometer;

import dev.penstock.remotewrite.Labels;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The latest exemplar of each bucket of a histogram, or of a counter, until it is published. Thread-safe. */
final class ExemplarSlots {

    private final ExemplarContext context;
    private final Clock clock;
    private final AtomicReferenceArray<@Nullable Exemplar> slots;

    ExemplarSlots(ExemplarContext context, Clock clock, int size) {
        this.context = context;
        this.clock = clock;
        slots = new AtomicReferenceArray<>(size);
    }

    /** Keeps a value if it was recorded in a trace. Never throws: it is called by whoever records. */
    void observe(int index, double value) {
        try {
            String trace = context.traceId();
            if (trace == null || trace.isEmpty() || !context.sampled()) {
                return;
            }
            String span = context.spanId();
            Labels labels = span == null || span.isEmpty()
                    ? Labels.of("trace_id", trace)
                    : Labels.of("trace_id", trace, "span_id", span);
            slots.set(index, new Exemplar(value, clock.wallTime(), labels));
        } catch (RuntimeException e) {
            // A tracer that fails costs the example, not the recording.
        }
    }

    /** Takes out what came since the last publish. */
    @Nullable Exemplar take(int index) {
        return slots.get(index) == null ? null : slots.getAndSet(index, null);
    }
}
