package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** {@code stage.metrics}: metrics of one name. */
final class MetricsLint implements Lint {

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.metrics")) {
                Map<String, BlockValues> names = new HashMap<>();
                for (BlockValues each : step.values.blocks("metric.")) {
                    String name = each.text("name");
                    BlockValues first =
                            name.isEmpty() ? null : names.putIfAbsent(each.text("prefix") + '\n' + name, each);
                    if (first != null) {
                        out.accept(Problem.warning(
                                each.span("name"),
                                "there is a metric '" + name + "' in line "
                                        + first.span("name").line()
                                        + " of this stage already: in Alloy the last of them replaces the others. What to do: give"
                                        + " each a name of its own, such as " + Say.quoted(name + "_2")));
                    }
                }
            }
        }
    }
}
