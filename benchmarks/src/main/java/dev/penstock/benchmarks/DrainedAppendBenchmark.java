package dev.penstock.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call of {@code logger.info} costs its caller while the shipper keeps up: five hundred events, then all is delivered
 * before the next five hundred, which does not count. Nothing is ever dropped.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DrainedAppendBenchmark {

    private static final int EVENTS = 500;
    private static final RuntimeException FAILURE = new IllegalStateException("card declined");

    /** Delivers what was logged before. */
    @State(Scope.Thread)
    public static class Drained {

        /** For JMH. */
        public Drained() {}

        /** Before each five hundred. */
        @Setup(Level.Invocation)
        public void drain(LoggingTarget target) {
            target.drain();
        }
    }

    /** For JMH. */
    public DrainedAppendBenchmark() {}

    /** A constant message. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void constant(LoggingTarget target, Drained drained) {
        for (int i = 0; i < EVENTS; i++) {
            target.logger.info("order placed and paid by invoice, confirmation is on its way");
        }
    }

    /** A message with two parameters. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void parameters(LoggingTarget target, Drained drained) {
        for (int i = 0; i < EVENTS; i++) {
            target.logger.info("order {} for customer {} placed", 4711, "c-17");
        }
    }

    /** The same with an MDC of two keys. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void mdc(LoggingTarget target, Drained drained, FilledMdc mdc) {
        for (int i = 0; i < EVENTS; i++) {
            target.logger.info("order {} for customer {} placed", 4711, "c-17");
        }
    }

    /** A message with an exception, always the same. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void exception(LoggingTarget target, Drained drained) {
        for (int i = 0; i < EVENTS; i++) {
            target.logger.warn("order could not be paid", FAILURE);
        }
    }
}
