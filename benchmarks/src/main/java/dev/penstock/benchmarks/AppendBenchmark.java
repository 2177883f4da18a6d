package dev.penstock.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call of {@code logger.info} costs its caller while the shipper works as hard as it can. JMH's option {@code -t} says
 * how many threads log.
 */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AppendBenchmark {

    private static final RuntimeException FAILURE = new IllegalStateException("card declined");

    /** For JMH. */
    public AppendBenchmark() {}

    /** A constant message. */
    @Benchmark
    public void constant(LoggingTarget target) {
        target.logger.info("order placed and paid by invoice, confirmation is on its way");
    }

    /** A message with two parameters. */
    @Benchmark
    public void parameters(LoggingTarget target) {
        target.logger.info("order {} for customer {} placed", 4711, "c-17");
    }

    /** The same with an MDC of two keys. */
    @Benchmark
    public void mdc(LoggingTarget target, FilledMdc mdc) {
        target.logger.info("order {} for customer {} placed", 4711, "c-17");
    }

    /** A message with an exception, always the same. */
    @Benchmark
    public void exception(LoggingTarget target) {
        target.logger.warn("order could not be paid", FAILURE);
    }
}
