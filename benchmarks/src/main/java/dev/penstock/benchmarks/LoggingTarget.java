package dev.penstock.benchmarks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.helpers.NOPAppender;
import dev.penstock.logback.LokiAppender;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A logger with nothing behind it, or with Penstock and a backend that takes everything and keeps nothing. */
@State(Scope.Benchmark)
public class LoggingTarget {

    /** Nothing, or Penstock. */
    @Param({"noop", "penstock"})
    public String appender = "noop";

    private final LoggerContext context = new LoggerContext();
    private final NullBackend backend = new NullBackend();
    private @Nullable LokiAppender penstock;

    /** What benchmarks log through. */
    Logger logger = context.getLogger("shop.Orders");

    /** For JMH. */
    public LoggingTarget() {}

    /** Attaches the appender. */
    @Setup(Level.Trial)
    public void attach() {
        context.setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
        Appender<ILoggingEvent> target = new NOPAppender<>();
        if (appender.equals("penstock")) {
            penstock = new LokiAppender();
            penstock.setUrl(backend.url());
            target = penstock;
        }
        target.setContext(context);
        target.start();
        logger.addAppender(target);
    }

    /** Returns when all that was logged is delivered. */
    void drain() {
        if (penstock != null && !penstock.flush(Duration.ofMinutes(1))) {
            throw new IllegalStateException("not delivered in a minute: " + penstock.stats());
        }
    }

    /** Stops all. */
    @TearDown(Level.Trial)
    public void detach() {
        if (penstock != null) {
            System.out.println(penstock.stats());
        }
        context.stop();
        backend.close();
    }
}
