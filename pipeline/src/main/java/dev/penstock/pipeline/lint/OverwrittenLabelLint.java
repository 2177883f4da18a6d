package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.function.Consumer;

/** {@code stage.static_labels} that gives a label one value for all, after it had one for each. */
final class OverwrittenLabelLint implements Lint {

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.static_labels")) {
                for (Entry each : step.values.entries("values")) {
                    check(flow, step, each, out);
                }
            }
        }
    }

    private static void check(Flow flow, Step step, Entry label, Consumer<Problem> out) {
        Step earlier = flow.labellerBefore(step, label.name());
        // Where an entry comes by the later stage whenever it came by the earlier one, nothing is left of the earlier
        // value.
        if (earlier == null
                || step.parent != null && !earlier.isWithin(step.parent)
                || earlier.is("rule")
                || label.value() == null
                || label.value().isEmpty()) {
            return;
        }
        String value = Say.quoted(label.value());
        out.accept(Problem.warning(
                label.span(),
                "the label '" + label.name() + "' is set by " + Say.line(earlier) + " already, and here it becomes "
                        + value
                        + " for every entry: its earlier value is lost. What to do: move stage.static_labels before "
                        + earlier.name() + " where " + value
                        + " is meant for entries that have no other, else remove one of them"));
    }
}
