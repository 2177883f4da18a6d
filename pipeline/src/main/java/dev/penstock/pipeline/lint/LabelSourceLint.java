package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Stages and rules that read a label of a name that was extracted, but never made a label. */
final class LabelSourceLint implements Lint {

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            for (Place each : sources(step)) {
                check(flow, step, each, out);
            }
        }
    }

    private static List<Place> sources(Step step) {
        return switch (step.name()) {
            case "stage.tenant" -> text(step, "label");
            case "stage.limit" -> text(step, "by_label_name");
            case "rule" -> step.values.texts("source_labels");
            default -> List.of();
        };
    }

    private static List<Place> text(Step step, String attribute) {
        List<Place> places = new ArrayList<>();
        String text = step.values.text(attribute);
        if (!text.isEmpty()) {
            places.add(new Place(text, step.values.span(attribute)));
        }
        return places;
    }

    private static void check(Flow flow, Step step, Place label, Consumer<Problem> out) {
        String name = label.name();
        Step writer = flow.writerBefore(step, name);
        boolean isLabel =
                flow.labellerBefore(step, name) != null || flow.otherLabels().test(name);
        if (writer == null || writer.writesAll || isLabel) {
            return;
        }
        String remedy = "put " + Say.values("stage.labels", List.of(name)) + " before it";
        out.accept(Problem.warning(
                label.span(),
                "'" + name + "' is extracted by " + Say.line(writer) + ", but never made a label, and " + step.name()
                        + " looks for a label here: it finds none. What to do: "
                        + (step.is("stage.tenant")
                                ? "write source = " + Say.quoted(name) + " instead of label"
                                : remedy)));
    }
}
