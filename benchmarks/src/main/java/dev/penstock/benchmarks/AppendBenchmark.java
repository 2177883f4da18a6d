package dev.penstock.benchmarks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.helpers.NOPAppender;
import dev.penstock.logback.LokiAppender;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a call of {@code logger.info} costs its caller while the shipper works as hard as it can. */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AppendBenchmark {

    /** Nothing, or Penstock. */
    @Param({"noop", "penstock"})
    public String appender = "noop";

    private final LoggerContext context = new LoggerContext();
    private final EmbeddedBackend backend = EmbeddedBackend.start();
    private Logger logger = context.getLogger("shop.Orders");

    /** For JMH. */
    public AppendBenchmark() {}

    /** Attaches the appender; the backend takes everything and keeps nothing. */
    @Setup(Level.Trial)
    public void attach() {
        context.setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
        backend.faults().always(Fault.status(204));
        Appender<ILoggingEvent> target = appender.equals("noop") ? new NOPAppender<>() : penstock();
        target.setContext(context);
        target.start();
        logger = context.getLogger("shop.Orders");
        logger.addAppender(target);
    }

    private LokiAppender penstock() {
        LokiAppender loki = new LokiAppender();
        loki.setUrl(backend.url());
        return loki;
    }

    /** Stops all. */
    @TearDown(Level.Trial)
    public void detach() {
        if (logger.iteratorForAppenders().next() instanceof LokiAppender loki) {
            System.out.println(loki.stats());
        }
        context.stop();
        backend.close();
    }

    /** A constant message. */
    @Benchmark
    public void constant() {
        logger.info("order placed and paid by invoice, confirmation is on its way");
    }

    /** A message with two parameters. */
    @Benchmark
    public void parameters() {
        logger.info("order {} for customer {} placed", 4711, "c-17");
    }
}
