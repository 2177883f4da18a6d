package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.text.GoTimeLayout;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.timestamp}: sets the time of the entry to one that was extracted. Under {@code fudge}, a time that cannot be
 * read, or is that of the entry before, becomes the one before plus a nanosecond, so that entries keep their order.
 */
final class TimestampStage implements ChangeStage {

    /** Label sets whose times are remembered. Source: grafana/alloy, loki.process, stage.timestamp. */
    private static final int LABEL_SETS = 10_000;

    private static final String FUDGE = "fudge";
    private static final List<String> ON_FAILURE = List.of(FUDGE, "skip");
    private static final List<String> ON_DUPLICATE = List.of(FUDGE, "keep");
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final String source;
    private final GoTimeLayout[] layouts;
    private final boolean needsNow;
    private final boolean fudgesFailures;
    private final boolean fudgesDuplicates;
    private final InstantSource clock;
    private final RecentLabelSets<Last> recent = new RecentLabelSets<>(LABEL_SETS);

    /** The last times of a label set. */
    private static final class Last {
        long parsed;
        long output;
    }

    private TimestampStage(TimestampStage from, InstantSource clock) {
        source = from.source;
        layouts = from.layouts;
        needsNow = from.needsNow;
        fudgesFailures = from.fudgesFailures;
        fudgesDuplicates = from.fudgesDuplicates;
        this.clock = clock;
    }

    private TimestampStage(String source, List<GoTimeLayout> layouts, boolean onFailure, boolean onDuplicate) {
        this.source = source;
        this.layouts = layouts.toArray(GoTimeLayout[]::new);
        needsNow = layouts.stream().anyMatch(each -> !each.isNamed() && !each.hasYear());
        fudgesFailures = onFailure;
        fudgesDuplicates = onDuplicate;
        clock = InstantSource.system();
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        String source = Attributes.requiredSource(block);
        String format = block.requiredText("format");
        if (format.isEmpty() && block.has("format")) {
            block.problem("format", "format is empty; expected RFC3339, another format by name, or a layout of Go's");
        }
        List<String> formats = new ArrayList<>(List.of(format));
        formats.addAll(block.texts("fallback_formats", List.of()));
        ZoneId location = location(block);
        boolean onFailure =
                Attributes.oneOf(block, "action_on_failure", ON_FAILURE).equals(FUDGE);
        boolean onDuplicate = Attributes.oneOf(block, "action_on_duplicate_timestamp", ON_DUPLICATE)
                .equals(FUDGE);
        block.finish();
        List<GoTimeLayout> layouts =
                formats.stream().map(each -> GoTimeLayout.of(each, location)).toList();
        if (block.has("location") && layouts.stream().allMatch(GoTimeLayout::isNamed)) {
            syntax.note(Problem.note(
                    block.span("location"),
                    "location has no effect: formats by name have a zone of their own, or mean UTC"));
        }
        TimestampStage stage = new TimestampStage(source, layouts, onFailure, onDuplicate);
        return context -> new TimestampStage(stage, context.surroundings().wallClock());
    }

    /** A name of the time zone database, as Go takes it. */
    private static @Nullable ZoneId location(BlockReader block) {
        String given = block.text("location");
        if (given == null) {
            return null;
        }
        if (given.isEmpty() || given.equals("UTC")) {
            return ZoneOffset.UTC;
        }
        if (given.equals("Local")) {
            return TimeZone.getDefault().toZoneId();
        }
        if (ZoneId.getAvailableZoneIds().contains(given)) {
            return ZoneId.of(given);
        }
        block.problem(
                "location",
                "there is no location '" + given + "'" + meant(given)
                        + " expected a name of the time zone database such as Europe/Berlin, or UTC");
        return null;
    }

    private static String meant(String given) {
        String lower = given.toLowerCase(Locale.ROOT).replace(' ', '_');
        for (String each : ZoneId.getAvailableZoneIds()) {
            String known = each.toLowerCase(Locale.ROOT);
            if (known.equals(lower) || known.endsWith("/" + lower)) {
                return "; did you mean '" + each + "'?";
            }
        }
        String closest = Names.closest(given, ZoneId.getAvailableZoneIds());
        return closest == null ? ";" : "; did you mean '" + closest + "'?";
    }

    @Override
    public void change(LogEntry entry) {
        String text = entry.extracted().string(source);
        long parsed = text == null ? GoTimeLayout.FAILED : parse(text);
        if (parsed == GoTimeLayout.FAILED) {
            fudge(entry);
        } else if (fudgesFailures || fudgesDuplicates) {
            succeed(entry, parsed);
        } else {
            entry.setEpochNanos(parsed);
        }
    }

    private long parse(String text) {
        long now = needsNow ? epochNanos(clock.instant()) : 0;
        for (GoTimeLayout each : layouts) {
            long parsed = each.parse(text, now);
            if (parsed != GoTimeLayout.FAILED) {
                return parsed;
            }
        }
        return GoTimeLayout.FAILED;
    }

    private static long epochNanos(Instant time) {
        return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
    }

    private void fudge(LogEntry entry) {
        Last last = fudgesFailures ? recent.get(entry.labels()) : null;
        if (last != null) {
            entry.setEpochNanos(next(last));
        }
    }

    private void succeed(LogEntry entry, long parsed) {
        Last last = recent.get(entry.labels());
        if (last == null) {
            last = recent.put(entry.labels(), new Last());
            last.output = parsed;
        } else if (fudgesDuplicates && last.parsed == parsed) {
            next(last);
        } else {
            last.output = parsed;
        }
        last.parsed = parsed;
        entry.setEpochNanos(last.output);
    }

    private static long next(Last last) {
        if (last.output < Long.MAX_VALUE) {
            last.output++;
        }
        return last.output;
    }
}
