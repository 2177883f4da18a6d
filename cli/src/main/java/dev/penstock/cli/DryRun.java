package dev.penstock.cli;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.EntryRepair;
import dev.penstock.process.EventValues;
import dev.penstock.process.PipelineSurroundings;
import dev.penstock.process.Utf8;
import dev.penstock.settings.LokiLimits;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Sends lines through a pipeline, and tells what would be shipped. For one thread. */
final class DryRun {

    /** Told what becomes of each line. */
    interface Results {

        /**
         * A line, or a part of one, would be shipped.
         *
         * @param labels of its stream
         * @param metadata its structured metadata
         * @param tenant null for the configured one
         * @param epochNanos its time
         * @param line its text
         */
        void shipped(
                Map<String, String> labels,
                Map<String, String> metadata,
                @Nullable String tenant,
                long epochNanos,
                String line);

        /**
         * A line would not be shipped.
         *
         * @param by such as {@code stage.drop (line 12)}
         * @param reason what it would be counted as
         * @param line its text as it was read
         */
        void dropped(String by, String reason, String line);
    }

    private final @Nullable EntryPipeline pipeline;
    private final Map<String, String> labels;
    private final Map<String, String> values;
    private final Map<String, String> externalLabels;
    private final EntryRepair repair;
    private final Results results;
    private final Entry entry = new Entry();
    private String droppedBy = "";
    private String line = "";

    DryRun(
            @Nullable Pipeline pipeline,
            Map<String, String> labels,
            Map<String, String> values,
            Map<String, String> externalLabels,
            Results results) {
        // Nobody waits in a dry run: stage.limit lets through what it would hold up.
        PipelineSurroundings surroundings =
                new PipelineSurroundings(System::nanoTime, InstantSource.system(), nanos -> false);
        this.pipeline =
                pipeline == null ? null : pipeline.open(surroundings, (stage, reason) -> droppedBy = stage.toString());
        this.labels = labels;
        this.values = values;
        this.externalLabels = externalLabels;
        this.results = results;
        repair = new EntryRepair(externalLabels.size());
    }

    void send(String text, long epochNanos) {
        line = text;
        entry.clear();
        labels.forEach(entry.labels()::add);
        entry.setLine(text);
        entry.setEpochNanos(epochNanos);
        entry.setValues(new Values(values, text, epochNanos));
        droppedBy = "";
        if (pipeline == null) {
            ship(entry);
            return;
        }
        pipeline.process(entry, new EntryPipeline.Output() {
            @Override
            public void ship(Entry shipped) {
                DryRun.this.ship(shipped);
            }

            @Override
            public void drop(String reason) {
                results.dropped(droppedBy, reason, line);
            }
        });
    }

    private void ship(Entry shipped) {
        try {
            repair.repair(shipped);
        } catch (IllegalArgumentException e) {
            results.dropped("tenant", "internal_error: " + e.getMessage(), line);
            return;
        }
        Map<String, String> stream = new TreeMap<>();
        shipped.labels().forEach(stream::put);
        externalLabels.forEach((name, value) -> {
            if (!value.isEmpty()) {
                stream.putIfAbsent(name, value);
            }
        });
        Map<String, String> metadata = new LinkedHashMap<>();
        shipped.metadata().forEach(metadata::put);
        results.shipped(
                stream,
                metadata,
                shipped.tenant(),
                shipped.epochNanos(),
                Utf8.cut(shipped.line().toString(), LokiLimits.LINE_BYTES));
    }

    /** What the event would have by itself. */
    private record Values(Map<String, String> given, String line, long epochNanos) implements EventValues {

        @Override
        public @Nullable String get(String name) {
            String value = given.get(name);
            if (value == null && name.equals("message")) {
                return line;
            }
            return value == null && name.equals("timestamp") ? Timestamps.text(epochNanos) : value;
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super String> out) {
            if (!given.containsKey("message")) {
                out.accept("message", line);
            }
            if (!given.containsKey("timestamp")) {
                out.accept("timestamp", Timestamps.text(epochNanos));
            }
            given.forEach(out);
        }
    }
}
