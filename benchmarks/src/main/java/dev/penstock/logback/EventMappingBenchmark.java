package dev.penstock.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.penstock.identity.ProcessIdentity;
import dev.penstock.process.Entry;
import dev.penstock.process.EventFields;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs the shipping thread to read an event's labels and metadata. It is in the package of what it measures, which
 * users need not see.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EventMappingBenchmark {

    private final LoggerContext context = new LoggerContext();
    private final LogbackDialect dialect = new LogbackDialect(context, ProcessIdentity.detect());
    private final EventFields<CapturedEvent> labels =
            EventFields.compile("labels", "app = shop\nhost = bench-1\nlevel = %level\nlogger = %logger", dialect);
    private final EventFields<CapturedEvent> metadata =
            EventFields.compile("structuredMetadata", "thread = %thread\n* = %%mdc\n* = %%kvp", dialect);
    private final LoggingEvent event = new LoggingEvent(
            EventMappingBenchmark.class.getName(),
            context.getLogger("shop.Orders"),
            Level.INFO,
            "order {} for customer {} placed",
            null,
            new Object[] {4711, "c-17"});
    private final CapturedEvent captured;
    private final Entry entry = new Entry();

    /** For JMH. */
    public EventMappingBenchmark() {
        context.setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
        event.setMDCPropertyMap(Map.of("requestId", "req-4711"));
        captured = CapturedEvent.of(event, true);
    }

    /**
     * Four labels.
     *
     * @return the entry
     */
    @Benchmark
    public Entry labels() {
        entry.clear();
        labels.write(captured, entry.labels());
        return entry;
    }

    /**
     * The thread, an MDC of one key, and no key-values.
     *
     * @return the entry
     */
    @Benchmark
    public Entry metadata() {
        entry.clear();
        metadata.write(captured, entry.metadata());
        return entry;
    }
}
