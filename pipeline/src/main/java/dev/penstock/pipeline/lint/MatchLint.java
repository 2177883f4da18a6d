package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.logql.LabelMatcher;
import dev.penstock.pipeline.logql.LineFilter;
import dev.penstock.pipeline.logql.SelectorException;
import dev.penstock.pipeline.logql.StreamSelector;
import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@code stage.match}: stages in a list, and {@code keep} where the rest is expected to be dropped. */
final class MatchLint implements Lint {

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.match")) {
                list(step, out);
                keep(step, out);
            }
        }
    }

    private static void list(Step step, Consumer<Problem> out) {
        for (Statement each : step.block().body()) {
            if (each instanceof Attribute && each.name().equals("stages")) {
                out.accept(Problem.warning(
                        each.span(),
                        "stages as a list are Promtail's way, and are not run. What to do: write them as blocks in the braces of"
                                + " stage.match: stage.match { selector = " + Say.literal(step.values.text("selector"))
                                + " … stage.json { … } stage.labels { … } }, each on its lines"));
            }
        }
    }

    private static void keep(Step step, Consumer<Problem> out) {
        String action = step.values.text("action");
        if (!action.equals("keep")) {
            return;
        }
        boolean bare = step.values.blocks("stage.").isEmpty();
        boolean counts = step.values.has("drop_counter_reason");
        String what =
                "action = \"keep\" drops nothing: entries that do not match go on, only without the stages in this block";
        out.accept(Problem.warning(
                step.values.span("action"),
                what + (counts ? ", and drop_counter_reason is never counted" : "") + ". What to do: "
                        + (bare || counts ? "" : "leave action out if that is meant, else ") + opposite(step)));
    }

    private static String opposite(Step step) {
        String negated = negated(step.values.text("selector"));
        return "drop what is not wanted by the opposite selector: stage.match { selector = "
                + (negated.isEmpty() ? "…" : Say.literal(negated)) + " … action = \"drop\" }, each on its line"
                + (negated.isEmpty() ? ", with one stage.match for each condition" : "");
    }

    /** What all others match; empty when no single selector says so. */
    private static String negated(String text) {
        try {
            StreamSelector selector = StreamSelector.parse(text);
            if (selector.filters().size() == 1) {
                LineFilter filter = selector.filters().get(0);
                String labels =
                        selector.matchers().stream().map(MatchLint::written).collect(Collectors.joining(", "));
                return "{" + labels + "} " + opposite(filter) + " " + Say.quoted(filter.text());
            }
            if (selector.filters().isEmpty() && selector.matchers().size() == 1) {
                LabelMatcher matcher = selector.matchers().get(0);
                return "{" + matcher.name() + opposite(matcher) + Say.quoted(matcher.value()) + "}";
            }
        } catch (SelectorException e) {
            return "";
        }
        return "";
    }

    private static String written(LabelMatcher matcher) {
        return matcher.name() + matcher.op() + Say.quoted(matcher.value());
    }

    private static String opposite(LineFilter filter) {
        return switch (filter.op()) {
            case CONTAINS -> "!=";
            case NOT_CONTAINS -> "|=";
            case REGEX -> "!~";
            case NOT_REGEX -> "|~";
        };
    }

    private static String opposite(LabelMatcher matcher) {
        return switch (matcher.op()) {
            case EQUAL -> "!=";
            case NOT_EQUAL -> "=";
            case REGEX -> "!~";
            case NOT_REGEX -> "=~";
        };
    }
}
