package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.List;
import java.util.function.Consumer;

/** {@code stage.label_keep} and {@code labelkeep} that remove the tenant, which is a label. */
final class TenantLint implements Lint {

    private static final String TENANT = "__tenant_id__";

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            boolean rule = step.is("rule") && Rules.action(step).equals("labelkeep");
            Step tenant = flow.labellerBefore(step, TENANT);
            boolean keeps = rule || step.is("stage.label_keep");
            if (keeps && tenant != null && step.removesLabel.test(TENANT) && !step.values.isUnknown("values")) {
                out.accept(Problem.warning(
                        step.values.span(rule ? "regex" : "values"),
                        "the tenant that " + Say.line(tenant) + " sets is the label " + TENANT
                                + ", which is removed here: entries"
                                + " go to the tenant of loki.write, or to none. What to do: "
                                + remedy(step, rule, tenant)));
            }
        }
    }

    private static String remedy(Step step, boolean rule, Step tenant) {
        if (rule) {
            return "write regex = " + Say.literal(step.values.text("regex") + "|" + TENANT);
        }
        List<Place> names = step.values.texts("values");
        StringBuilder values = new StringBuilder();
        names.forEach(each -> values.append(Say.quoted(each.name())).append(", "));
        return "write values = [" + values + Say.quoted(TENANT) + "]"
                + (tenant.parent == null ? ", or put stage.tenant behind it" : "");
    }
}
