package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.settings.LabelName;
import java.util.function.Consumer;

/** Names of labels and metadata that Loki does not take as they are. */
final class LabelNameLint implements Lint {

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        if (flow.metrics()) {
            return;
        }
        for (Step step : flow.steps()) {
            for (Place label : step.labels) {
                if (!label.name().startsWith("__") && !label.name().contains("$")) {
                    check(step, "label", label.name(), label.span(), out);
                }
            }
            if (step.is("stage.structured_metadata")) {
                step.values.entries("values").forEach(each -> check(step, "metadata", each.name(), each.span(), out));
            }
        }
    }

    private static void check(Step step, String what, String name, Span span, Consumer<Problem> out) {
        if (name.isEmpty() || name.equals("\"\"") || LabelName.isValid(name)) {
            return;
        }
        String repaired = LabelName.normalise(name);
        if (repaired.isEmpty()) {
            out.accept(Problem.warning(
                    span,
                    "nothing is left of the name '" + name + "' when it is made a name that Loki takes: it is not sent."
                            + " What to do: choose a name of letters, digits and _"));
            return;
        }
        boolean map = step.is("stage.labels") || step.is("stage.structured_metadata");
        out.accept(Problem.note(
                span,
                "Loki takes no " + what + " '" + name + "'"
                        + (what.equals("label") ? ", and from Alloy refuses all that comes with it" : "")
                        + "; here it is sent as '" + repaired
                        + "', under which it has to be looked for. What to do: write "
                        + (map ? repaired + " = " + Say.quoted(source(step, name)) : Say.quoted(repaired))));
    }

    private static String source(Step step, String name) {
        return step.values.entries("values").stream()
                .filter(each -> each.name().equals(name))
                .map(Entry::source)
                .findFirst()
                .orElse(name);
    }
}
