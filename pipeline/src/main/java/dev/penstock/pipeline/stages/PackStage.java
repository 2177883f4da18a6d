package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.json.JsonText;
import dev.penstock.pipeline.syntax.BlockReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code stage.pack}: puts values beside the line into one JSON object, whose {@code _entry} is the line, and removes the
 * labels of these names. The values are those that stages found, not the labels themselves: of a label that was added after
 * the pipeline began there is no such value, and it is removed without being packed. Source: grafana/alloy, loki.process.
 */
final class PackStage implements ChangeStage {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** A buffer that one huge line made larger than this is not kept. Characters. */
    private static final int KEPT = 1 << 16;

    private final String[] names;
    private final boolean stamps;
    private final InstantSource clock;
    private StringBuilder text = new StringBuilder();

    private PackStage(String[] names, boolean stamps, InstantSource clock) {
        this.names = names;
        this.stamps = stamps;
        this.clock = clock;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        List<String> labels = block.requiredTexts("labels");
        boolean stamps = block.bool("ingest_timestamp", true);
        block.finish();
        String[] names = labels.stream().distinct().sorted().toArray(String[]::new);
        return context -> new PackStage(names, stamps, context.surroundings().wallClock());
    }

    @Override
    public void change(LogEntry entry) {
        text.setLength(0);
        if (text.capacity() > KEPT) {
            text = new StringBuilder();
        }
        text.append('{');
        for (String each : names) {
            String value = entry.extracted().string(each);
            if (value != null) {
                member(each, value);
            }
            entry.labels().remove(each);
        }
        member("_entry", entry.line());
        entry.setLine(text.append('}').toString());
        if (stamps) {
            Instant now = clock.instant();
            entry.setEpochNanos(now.getEpochSecond() * NANOS_PER_SECOND + now.getNano());
        }
    }

    private void member(String name, String value) {
        if (text.length() > 1) {
            text.append(',');
        }
        JsonText.quote(text, name);
        text.append(':');
        JsonText.quote(text, value);
    }
}
