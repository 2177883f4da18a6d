package dev.penstock.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.MDC;

/** Two keys in the MDC of each thread that logs. */
@State(Scope.Thread)
public class FilledMdc {

    /** For JMH. */
    public FilledMdc() {}

    /** Fills it. */
    @Setup
    public void fill() {
        MDC.put("requestId", "req-4711");
        MDC.put("customer", "c-17");
    }

    /** Empties it. */
    @TearDown
    public void empty() {
        MDC.clear();
    }
}
