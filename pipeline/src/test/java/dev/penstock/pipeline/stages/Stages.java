package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.EventValues;
import dev.penstock.process.PipelineSurroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Runs stages over entries, with a clock of its own. */
final class Stages {

    static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    /** What came out for one entry. */
    record Result(Map<String, String> labels, Map<String, String> metadata, String line, Instant time) {
        String label(String name) {
            return labels.getOrDefault(name, "(none)");
        }

        String metadata(String name) {
            return metadata.getOrDefault(name, "(none)");
        }
    }

    final AtomicLong nanos = new AtomicLong();
    final List<Result> shipped = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();
    final List<Long> pauses = new ArrayList<>();
    boolean closing;

    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final EntryPipeline pipeline;
    private Instant time = NOW;

    private Stages(Pipeline pipeline) {
        this.pipeline = pipeline.open(
                new PipelineSurroundings(nanos::get, () -> NOW.plusNanos(nanos.get()), this::pause),
                (by, reason) -> dropped.add(by + ": " + reason));
    }

    static Stages of(String text) {
        return new Stages(Pipeline.parse(text));
    }

    private boolean pause(long longest) {
        if (closing) {
            return false;
        }
        pauses.add(longest);
        nanos.addAndGet(longest);
        return true;
    }

    Stages label(String name, String value) {
        labels.put(name, value);
        return this;
    }

    Stages metadata(String name, String value) {
        metadata.put(name, value);
        return this;
    }

    Stages value(String name, String value) {
        values.put(name, value);
        return this;
    }

    Stages at(Instant moment) {
        time = moment;
        return this;
    }

    /** Sends a line through; what comes out is in {@link #shipped} and {@link #dropped}. */
    Stages send(String line) {
        Entry entry = new Entry();
        labels.forEach(entry.labels()::set);
        metadata.forEach(entry.metadata()::set);
        entry.setLine(new StringBuilder(line));
        entry.setTimestamp(time);
        entry.setValues(new MapValues(values));
        pipeline.process(entry, new EntryPipeline.Output() {
            @Override
            public void ship(Entry each) {
                Map<String, String> labelsOut = new LinkedHashMap<>();
                each.labels().forEach(labelsOut::put);
                Map<String, String> metadataOut = new LinkedHashMap<>();
                each.metadata().forEach(metadataOut::put);
                shipped.add(new Result(
                        labelsOut, metadataOut, each.line().toString(), Instant.ofEpochSecond(0, each.epochNanos())));
            }

            @Override
            public void drop(String reason) {
                // Told by the watch, which also says who dropped it.
            }
        });
        return this;
    }

    /** The one entry that a line becomes. */
    Result one(String line) {
        shipped.clear();
        send(line);
        if (shipped.size() != 1) {
            throw new AssertionError("expected one entry, got " + shipped + ", dropped " + dropped);
        }
        return shipped.get(0);
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
