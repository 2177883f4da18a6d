package dev.penstock.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.PipelineSurroundings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What stages cost the shipping thread for each event: a JSON line of 300 bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(3)
public class PipelineBenchmark {

    private static final String LINE =
            "{\"@timestamp\":\"2026-05-01T10:00:00.123456Z\",\"log.level\":\"INFO\",\"level\":\"INFO\","
                    + "\"logger\":\"com.example.shop.orders.OrderService\",\"thread\":\"http-nio-8080-exec-7\","
                    + "\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\",\"user\":\"u-4711\",\"status\":200,\"duration\":12.34,"
                    + "\"message\":\"order 4711 placed: 3 items, 129.90 EUR\"}";

    private static final String STAGES = """
            stage.json {
              expressions = { level = "", trace_id = "", status = "" }
            }
            stage.labels {
              values = { level = "" }
            }
            stage.drop {
              source = "level"
              value  = "DEBUG"
            }
            stage.structured_metadata {
              values = { trace_id = "", status = "" }
            }
            """;

    private final Entry entry = new Entry();
    private final StringBuilder line = new StringBuilder(LINE);
    private final JsonFactory jackson = new JsonFactory();
    private EntryPipeline pipeline = new NoPipeline();
    private EntryPipeline.Output output = new Nowhere();

    /** Opens the pipeline. */
    @Setup
    public void open() {
        if (LINE.length() < 290 || LINE.length() > 340) {
            throw new IllegalStateException("the line has " + LINE.length() + " characters");
        }
        pipeline = Pipeline.parse(STAGES)
                .open(new PipelineSurroundings(System::nanoTime, InstantSource.system(), nanos -> true));
        output = new Nowhere();
    }

    private void fill() {
        entry.clear();
        entry.setLine(line);
        entry.labels().add("app", "shop");
        entry.labels().add("level", "WARN");
    }

    /**
     * An entry as its mapper leaves it, for comparison.
     *
     * @param blackhole keeps it
     */
    @Benchmark
    public void entryAlone(Blackhole blackhole) {
        fill();
        blackhole.consume(entry);
    }

    /**
     * json, labels, drop, structured_metadata.
     *
     * @param blackhole keeps the entry
     */
    @Benchmark
    public void stages(Blackhole blackhole) {
        fill();
        pipeline.process(entry, output);
        blackhole.consume(entry);
    }

    /**
     * For comparison: Jackson's streaming parser reads the three members and does nothing with them.
     *
     * @param blackhole keeps them
     * @throws IOException never
     */
    @Benchmark
    public void jacksonReadsTheMembersAlone(Blackhole blackhole) throws IOException {
        try (JsonParser parser = jackson.createParser(line.toString())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("level") || name.equals("trace_id") || name.equals("status")) {
                    blackhole.consume(parser.getText());
                }
            }
        }
    }

    private static final class NoPipeline implements EntryPipeline {
        @Override
        public void process(Entry each, Output to) {
            to.ship(each);
        }

        @Override
        public boolean splits() {
            return false;
        }
    }

    private static final class Nowhere implements EntryPipeline.Output {
        private long shipped;

        @Override
        public void ship(Entry each) {
            shipped += each.metadata().size();
        }

        @Override
        public void drop(String reason) {
            throw new IllegalStateException(reason + " after " + shipped);
        }
    }
}
