package dev.penstock.pipeline.stages;

import dev.penstock.metrics.StageMetrics;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Parser;
import dev.penstock.pipeline.syntax.Statement;
import dev.penstock.process.Entry;
import dev.penstock.process.EventValues;
import dev.penstock.process.PipelineSurroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Runs stages and shows what they extract. */
final class Extraction {

    static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    final AtomicLong nanos = new AtomicLong();
    final List<String> tasks = new ArrayList<>();
    final StageMetrics metrics = new StageMetrics(nanos::get, (task, delay) -> tasks.add(delay.toString()));
    final StageSyntax syntax = new StageSyntax(Evaluator.standard());
    private final List<String> dropped = new ArrayList<>();
    private final List<LogEntry> out = new ArrayList<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> event = new LinkedHashMap<>();
    private final Map<String, Object> before = new LinkedHashMap<>();
    private final Flow flow;
    private Instant now = NOW;

    /** What became of a line. */
    record Outcome(
            Map<String, Object> extracted,
            Map<String, String> labels,
            String line,
            Instant time,
            List<String> dropped) {

        @Nullable Object get(String name) {
            return extracted.get(name);
        }
    }

    private Extraction(String text) {
        List<StageDefinition> stages = new ArrayList<>();
        for (Statement each : Parser.parse(text)) {
            stages.add(syntax.read((Block) each));
        }
        PipelineSurroundings surroundings = new PipelineSurroundings(nanos::get, () -> now, unused -> true);
        StageContext context = new StageContext(surroundings, () -> 0, metrics, new JsonLine());
        flow = new Chain(stages).open(context, out::add);
    }

    static Extraction of(String text) {
        return new Extraction(text);
    }

    Extraction label(String name, String value) {
        labels.put(name, value);
        return this;
    }

    Extraction value(String name, String value) {
        event.put(name, value);
        return this;
    }

    /** A value that stages before have extracted. */
    Extraction extracted(String name, Object value) {
        before.put(name, value);
        return this;
    }

    Extraction now(String time) {
        now = Instant.parse(time);
        return this;
    }

    Outcome run(String line) {
        return run(line, NOW);
    }

    Outcome run(String line, Instant time) {
        Entry entry = new Entry();
        labels.forEach(entry.labels()::set);
        entry.setLine(new StringBuilder(line));
        entry.setTimestamp(time);
        entry.setValues(new MapValues(event));
        dropped.clear();
        out.clear();
        LogEntry log = new LogEntry((by, reason) -> dropped.add(by.name() + ": " + reason));
        log.begin(entry);
        before.forEach(log.extracted()::put);
        flow.accept(log);
        if (out.size() + dropped.size() != 1) {
            throw new AssertionError("out: " + out.size() + ", dropped: " + dropped);
        }
        Map<String, Object> extracted = new TreeMap<>();
        log.extracted().forEach(extracted::put);
        Map<String, String> labelsOut = new TreeMap<>();
        log.labels().forEach(labelsOut::put);
        return new Outcome(
                extracted, labelsOut, log.line(), Instant.ofEpochSecond(0, log.epochNanos()), List.copyOf(dropped));
    }

    private record MapValues(Map<String, String> values) implements EventValues {
        @Override
        public @Nullable String get(String name) {
            return values.get(name);
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super String> out) {
            values.forEach(out);
        }
    }
}
