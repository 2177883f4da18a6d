package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.function.Consumer;

/** {@code stage.limit} that makes entries wait. */
final class LimitLint implements Lint {

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.limit") && !step.values.isTrue("drop") && !step.values.isUnknown("drop")) {
                out.accept(Problem.note(
                        step.block().span(),
                        "without drop = true entries beyond the rate wait: all that comes later waits with them, and once the queue"
                                + " is full new entries are dropped whatever they are. What to do: add drop = true to drop just"
                                + " those that are too many"));
            }
        }
    }
}
