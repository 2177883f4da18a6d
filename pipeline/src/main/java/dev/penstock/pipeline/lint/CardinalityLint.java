package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Labels that take ever new values, such as the ids of requests. Constant ones, and those that are removed again, are left alone. */
final class CardinalityLint implements Lint {

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            switch (step.name()) {
                case "stage.labels" -> step.values.entries("values").forEach(each -> check(flow, step, each, out));
                case "stage.regex", "stage.pattern" ->
                    step.labels.forEach(each -> check(flow, step, new Entry(each.name(), each.span(), null), out));
                case "rule", "write_relabel_config" -> rule(flow, step, out);
                default -> {
                    // Sets no label, or one with a constant value.
                }
            }
        }
    }

    private static void check(Flow flow, Step step, Entry label, Consumer<Problem> out) {
        String telling = telling(flow, label.name(), label.source());
        if (telling == null && !Words.isUsualLabel(label.name())) {
            telling = extraction(flow, step, label.source());
        }
        if (telling == null || flow.isLabelRemovedAfter(step, label.name())) {
            return;
        }
        String metadata =
                Say.key(label.name()) + " = " + Say.quoted(label.source().equals(label.name()) ? "" : label.source());
        out.accept(Problem.warning(
                label.span(),
                "the label '" + label.name() + "' takes ever new values (" + telling + "), and each value"
                        + " makes a stream of its own: Loki becomes slow and expensive, and refuses streams beyond its limit."
                        + " What to do: send it as structured metadata, with stage.structured_metadata { values = { "
                        + metadata + " } }, and find it with {…} | " + Say.key(label.name()) + " = \"…\""));
    }

    /** The field that a value was just taken from, where that gives it away; null when it does not. */
    private static @Nullable String extraction(Flow flow, Step step, String source) {
        Step writer = flow.writerBefore(step, source);
        String map = writer == null
                ? ""
                : writer.is("stage.json") ? "expressions" : writer.is("stage.logfmt") ? "mapping" : "";
        if (writer == null || map.isEmpty()) {
            return null;
        }
        for (Entry each : writer.values.entries(map)) {
            String field = each.source().substring(each.source().lastIndexOf('.') + 1);
            if (each.name().equals(source) && (Words.hasManyValues(each.source()) || Words.hasManyValues(field))) {
                return "'" + source + "' is the field " + Say.literal(each.source());
            }
        }
        return null;
    }

    private static void rule(Flow flow, Step step, Consumer<Problem> out) {
        List<Place> sources = step.values.texts("source_labels");
        String action = Rules.action(step);
        boolean copies = List.of("replace", "lowercase", "uppercase").contains(action);
        if (!copies || sources.isEmpty() || isConstant(step, action)) {
            return;
        }
        for (Place label : step.labels) {
            String source = sources.size() == 1 ? sources.get(0).name() : label.name();
            String telling = label.name().startsWith("__") ? null : telling(flow, label.name(), source);
            if (telling != null && !flow.isLabelRemovedAfter(step, label.name())) {
                out.accept(Problem.warning(label.span(), message(flow, label.name(), telling)));
            }
        }
    }

    private static boolean isConstant(Step step, String action) {
        return action.equals("replace")
                && step.values.has("replacement")
                && !step.values.text("replacement").contains("$");
    }

    private static String message(Flow flow, String label, String telling) {
        return flow.metrics()
                ? "the label '" + label + "' takes ever new values (" + telling + "), and each value makes a"
                        + " series of its own: memory and cost grow without bound. What to do: leave the label out, and keep"
                        + " such values for logs and traces"
                : "the label '" + label + "' takes ever new values (" + telling + "), and each value makes a stream"
                        + " of its own: Loki becomes slow and expensive, and refuses streams beyond its limit. What to do:"
                        + " remove the rule, and send the value as structured metadata, with "
                        + Say.values("stage.structured_metadata", List.of(label)) + " in loki.process";
    }

    /** The name that gives it away; null when none does. */
    private static @Nullable String telling(Flow flow, String label, String source) {
        for (String each : List.of(label, source)) {
            boolean many = flow.metrics() ? Words.hasManyValuesInMetrics(each) : Words.hasManyValues(each);
            if (many && !each.startsWith("__")) {
                return each.equals(label) ? "by its name" : "it is made of '" + each + "'";
            }
        }
        return null;
    }
}
