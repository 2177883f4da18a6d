package dev.penstock.pipeline.lint;

import java.util.function.Predicate;

/** Finds out which labels a relabel rule sets and removes. */
final class Rules {

    private Rules() {}

    static void describe(Step step) {
        String regex = step.values.text("regex");
        switch (action(step)) {
            case "labeldrop" -> step.removesLabel = Steps.anchored(regex);
            case "labelkeep" -> {
                Predicate<String> kept = Steps.anchored(regex);
                step.removesLabel = label -> !kept.test(label);
            }
            default -> {
                String target = step.values.text("target_label");
                if (!target.isEmpty()) {
                    step.labels.add(new Place(target, step.values.span("target_label")));
                }
            }
        }
        if (removes(step)) {
            String target = step.values.text("target_label");
            step.labels.clear();
            step.removesLabel = target::equals;
        }
    }

    static String action(Step step) {
        String action = step.values.text("action");
        return action.isEmpty() ? "replace" : action;
    }

    /** An empty replacement removes the label. */
    private static boolean removes(Step step) {
        return action(step).equals("replace")
                && step.values.has("replacement")
                && step.values.text("replacement").isEmpty()
                && !step.values.isUnknown("replacement");
    }
}
