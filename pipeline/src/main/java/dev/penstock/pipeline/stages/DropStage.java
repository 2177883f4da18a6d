package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.text.Utf8Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code stage.drop}: drops entries that meet all of its conditions. */
final class DropStage implements Stage {

    static final String REASON = "drop_stage";

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Names, not trimmed, as Alloy takes them. */
    private final List<String> sources;

    private final String separator;
    private final @Nullable String value;
    private final @Nullable GoRegex expression;
    private final @Nullable Duration olderThan;
    private final @Nullable Long longerThan;
    private final StageName name;
    private final String reason;
    private final InstantSource clock;

    private DropStage(DropStage from, InstantSource clock) {
        sources = from.sources;
        separator = from.separator;
        value = from.value;
        expression = from.expression;
        olderThan = from.olderThan;
        longerThan = from.longerThan;
        name = from.name;
        reason = from.reason;
        this.clock = clock;
    }

    private DropStage(BlockReader block, StageName name) {
        String source = block.text("source", "");
        sources = source.isEmpty() ? List.of() : List.of(source.split(",", -1));
        separator = block.text("separator", ";");
        String exact = block.text("value");
        value = exact == null || exact.isEmpty() ? null : exact;
        expression = Attributes.regex(block, "expression");
        olderThan = block.duration("older_than");
        Long longest = block.bytes("longer_than");
        longerThan = longest == null || longest == 0 ? null : longest;
        reason = block.text("drop_counter_reason", REASON);
        this.name = name;
        clock = InstantSource.system();
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        DropStage stage = new DropStage(block, name);
        boolean hasExpression = block.has("expression");
        block.finish();
        if (stage.value != null && hasExpression) {
            throw block.error("value", "value and expression are both given; expected one of them");
        }
        if (stage.value != null && stage.sources.isEmpty()) {
            throw block.error("value", "value is given without a source; expected the source whose value it is");
        }
        if (stage.sources.isEmpty()
                && stage.expression == null
                && stage.olderThan == null
                && stage.longerThan == null) {
            throw block.error(
                    "source",
                    name.name()
                            + " has no condition; expected one or more of source, expression, older_than, longer_than");
        }
        return context -> new DropStage(stage, context.surroundings().wallClock());
    }

    @Override
    public void process(LogEntry entry, Flow next) {
        if (meets(entry)) {
            entry.drop(name, reason);
        } else {
            next.accept(entry);
        }
    }

    private boolean meets(LogEntry entry) {
        return isLong(entry) && isOld(entry) && matches(entry);
    }

    private boolean isLong(LogEntry entry) {
        if (longerThan == null) {
            return true;
        }
        String line = entry.line();
        // A character takes one byte to three.
        return line.length() > longerThan || 3L * line.length() > longerThan && Utf8Bytes.length(line) > longerThan;
    }

    private boolean isOld(LogEntry entry) {
        if (olderThan == null) {
            return true;
        }
        Instant time = Instant.ofEpochSecond(
                Math.floorDiv(entry.epochNanos(), NANOS_PER_SECOND),
                Math.floorMod(entry.epochNanos(), NANOS_PER_SECOND));
        return time.isBefore(clock.instant().minus(olderThan));
    }

    private boolean matches(LogEntry entry) {
        if (sources.isEmpty()) {
            return expression == null || expression.find(entry.line());
        }
        if (value == null && expression == null) {
            return hasAll(entry.extracted());
        }
        String text = sources.size() == 1 ? single(entry.extracted()) : joined(entry.extracted());
        if (text == null) {
            return false;
        }
        return value != null ? text.equals(value) : expression == null || expression.find(text);
    }

    private boolean hasAll(Extracted extracted) {
        for (int i = 0; i < sources.size(); i++) {
            if (!extracted.has(sources.get(i))) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String single(Extracted extracted) {
        Object found = extracted.get(sources.get(0));
        return found == null ? "" : Extracted.text(found);
    }

    /** The values that there are; null when one of them is no text. */
    private @Nullable String joined(Extracted extracted) {
        StringBuilder joined = new StringBuilder();
        boolean first = true;
        for (int i = 0; i < sources.size(); i++) {
            Object found = extracted.get(sources.get(i));
            if (found == null) {
                continue;
            }
            String text = Extracted.text(found);
            if (text == null) {
                return null;
            }
            joined.append(first ? "" : separator).append(text);
            first = false;
        }
        return joined.toString();
    }
}
