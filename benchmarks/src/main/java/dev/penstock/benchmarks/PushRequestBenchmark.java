package dev.penstock.benchmarks;

import dev.penstock.loki.PushRequestBuilder;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.wire.RequestScratch;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What encoding and compressing one entry costs the shipping thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PushRequestBenchmark {

    private static final int ENTRIES = 4000;

    private final PushRequestBuilder request =
            new PushRequestBuilder(new StreamDefaults(Map.of(), "shop"), 256 * 1024, new RequestScratch());
    private final Entry entry = new Entry();
    private final String[] lines = new String[ENTRIES];
    private long time = 1_700_000_000_000_000_000L;

    /** For JMH. */
    public PushRequestBenchmark() {
        for (int i = 0; i < ENTRIES; i++) {
            lines[i] = "seq=" + i + " order " + i * 7L + " for customer customer-" + (i & 1023) + " processed in 17 ms";
        }
    }

    /**
     * Builds one request.
     *
     * @return the request
     */
    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public byte[] encode() {
        for (int i = 0; i < ENTRIES; i++) {
            entry.clear();
            time += 1000;
            entry.setTimestamp(time / 1_000_000_000L, (int) (time % 1_000_000_000L));
            entry.setLine(lines[i]);
            entry.labels().add("app", "shop");
            entry.labels().add("level", (i & 15) == 0 ? "WARN" : "INFO");
            entry.metadata().add("logger", "shop.Orders");
            entry.metadata().add("thread", "main");
            request.prepare(entry);
            request.addPrepared();
        }
        return request.build();
    }
}
