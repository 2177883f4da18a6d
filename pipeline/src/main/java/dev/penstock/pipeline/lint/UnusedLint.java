package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.lint.Step.Read;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Problem.Severity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Values that a stage extracts and no later one reads. */
final class UnusedLint implements Lint {

    /** What such a value is usually meant for. */
    private enum Kind {
        TRACE,
        MESSAGE,
        TIME,
        LEVEL,
        OTHER
    }

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        Set<String> meant = Misspelling.allMeant(flow);
        for (Step step : flow.steps()) {
            switch (step.name()) {
                case "stage.json", "stage.logfmt", "stage.regex", "stage.pattern" -> check(flow, step, meant, out);
                default -> {
                    // Extracts nothing, or has a lint of its own.
                }
            }
        }
    }

    private static void check(Flow flow, Step step, Set<String> meant, Consumer<Problem> out) {
        if (step.values.isTrue("labels_from_groups")) {
            return;
        }
        List<Place> unused = step.writes.stream()
                .filter(each -> !meant.contains(each.name()) && isUnused(flow, step, each.name()))
                .toList();
        boolean all = unused.size() == step.writes.size() && step.writePatterns.isEmpty();
        Map<Kind, List<Place>> kinds = new EnumMap<>(Kind.class);
        unused.forEach(each -> kinds.computeIfAbsent(kind(each.name()), kind -> new ArrayList<>())
                .add(each));
        kinds.forEach((kind, places) -> {
            if (kind == Kind.TRACE || !all || !step.values.isTrue("drop_malformed")) {
                out.accept(problem(flow, step, kind, places, all));
            }
        });
    }

    private static boolean isUnused(Flow flow, Step step, String name) {
        return !flow.isReadAfter(step, name) && !isReadTooEarly(flow, step, name);
    }

    /** Then the one that reads it is to blame. */
    private static boolean isReadTooEarly(Flow flow, Step step, String name) {
        for (Step earlier : flow.readersBefore(step, name)) {
            for (Read each : earlier.reads) {
                if (each.name().equals(name) && !Misspelling.isThere(flow, earlier, each)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Kind kind(String name) {
        if (Words.isTrace(name)) {
            return Kind.TRACE;
        }
        if (Words.isMessage(name)) {
            return Kind.MESSAGE;
        }
        if (Words.isTime(name)) {
            return Kind.TIME;
        }
        return Words.isLevel(name) ? Kind.LEVEL : Kind.OTHER;
    }

    private static Problem problem(Flow flow, Step step, Kind kind, List<Place> places, boolean all) {
        boolean several = places.size() > 1;
        List<String> names = places.stream().map(Place::name).toList();
        String message = Say.list(quoted(places)) + (several ? " are" : " is")
                + " extracted and never used: nothing after "
                + step.name() + " reads " + (several ? "them" : "it") + ", so " + (several ? "they do" : "it does")
                + " not get to Loki as label or metadata" + early(flow, step, names.get(0)) + ". What to do: "
                + remedy(step, kind, names);
        boolean positional = step.is("stage.regex") || step.is("stage.pattern");
        Severity severity = positional && !all && kind != Kind.TRACE ? Severity.NOTE : Severity.WARNING;
        return new Problem(places.get(0).span(), severity, message);
    }

    /** Names with their lines, where these differ. */
    private static List<String> quoted(List<Place> places) {
        int first = places.get(0).span().line();
        return places.stream()
                .map(each -> "'" + each.name() + "'"
                        + (each.span().line() == first
                                ? ""
                                : " (line " + each.span().line() + ")"))
                .toList();
    }

    private static String early(Flow flow, Step step, String name) {
        @Nullable Step reader = flow.readerBefore(step, name);
        return reader == null ? "" : "; " + Say.line(reader) + " reads '" + name + "', but stands before it";
    }

    private static String remedy(Step step, Kind kind, List<String> names) {
        String metadata = Say.values("stage.structured_metadata", names);
        String remove = ", or " + removal(step, names);
        return switch (kind) {
            case TRACE ->
                "send " + (names.size() > 1 ? "them" : "it") + " as structured metadata, by which lines are found"
                        + " without making a stream of each trace: " + metadata;
            case MESSAGE -> "make it the line with stage.output { source = " + Say.quoted(names.get(0)) + " }" + remove;
            case TIME ->
                "an event has its time already; " + removal(step, names)
                        + ", or, for lines from elsewhere, use it in stage.timestamp { source = "
                        + Say.quoted(names.get(0))
                        + " … }";
            case LEVEL -> "make it a label with " + Say.values("stage.labels", names) + remove;
            case OTHER -> "send " + (names.size() > 1 ? "them" : "it") + " as metadata with " + metadata + remove;
        };
    }

    private static String removal(Step step, List<String> names) {
        String these = names.size() > 1 ? "the names" : "'" + names.get(0) + "'";
        return switch (step.name()) {
            case "stage.regex" -> "take the name off: (…) or (?:…) in place of (?P<" + names.get(0) + ">…)";
            case "stage.pattern" -> "write <_> for what is to be skipped";
            case "stage.logfmt" -> "remove " + these + " from mapping";
            default -> "remove " + these + " from expressions";
        };
    }
}
