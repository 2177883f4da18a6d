package dev.penstock.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An event's whole way: logged, formatted, encoded, compressed, sent to a backend that does nothing, acknowledged. The time
 * is that of the slowest step, for they work side by side; {@code -prof gc} counts what all threads allocate.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WholePathBenchmark {

    /** Few enough for the default budget, enough for several requests. */
    private static final int EVENTS = 20_000;

    /** For JMH. */
    public WholePathBenchmark() {}

    /** Logs, and waits until all is delivered. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void deliver(LoggingTarget target) {
        for (int i = 0; i < EVENTS; i++) {
            target.logger.info("order {} for customer {} placed", i, "c-17");
        }
        target.drain();
    }
}
