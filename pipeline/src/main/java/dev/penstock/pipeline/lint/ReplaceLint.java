package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.Problem;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code stage.replace}: only groups are replaced, by a template, which knows no {@code $1}; the result must be read. */
final class ReplaceLint implements Lint {

    private static final Pattern ACTION = Pattern.compile("\\{\\{.*?}}", Pattern.DOTALL);
    private static final Pattern GROUP = Pattern.compile("\\$\\d+|\\$\\{\\w+}|\\\\\\d|\\\\g<\\w+>");

    /** A group that only finds the name of a secret: there is no reason to replace it. */
    private static final Pattern FIXED_GROUP = Pattern.compile(
            "^((?:\\(\\?[a-z]+\\))?)\\((?:\\?P?<\\w+>)?((?:[^()\\[\\]*+?.\\\\{}^$]|\\\\s[*+?]?|\\\\\")+[=:](?:\"| |\\\\s[*+?]?|\\\\\")*)"
                    + "\\)(.*)$");

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.replace")) {
                groups(step, out);
                result(flow, step, out);
            }
        }
    }

    private static void groups(Step step, Consumer<Problem> out) {
        String expression = step.values.text("expression");
        String replace = step.values.text("replace");
        GoRegex regex = Steps.compile(expression);
        if (regex == null) {
            return;
        }
        boolean secret = Secrets.areMeant(step);
        if (regex.groupCount() == 0) {
            out.accept(Problem.warning(
                    step.values.span("expression"),
                    "the expression has no group in parentheses, and only what a group finds is replaced: "
                            + (secret ? "nothing is masked, the text is shipped as it is" : "nothing is replaced")
                            + ". What to do: put what is to be replaced in parentheses, all of it with expression = "
                            + Say.literal("(" + expression + ")")));
            return;
        }
        Matcher reference = GROUP.matcher(ACTION.matcher(replace).replaceAll(""));
        if (reference.find()) {
            out.accept(Problem.warning(
                    step.values.span("replace"),
                    reference.group()
                            + " in replace is no reference to a group: it is printed as it stands, in the place of"
                            + " each group. What to do: " + withoutReference(expression, regex, replace)));
        } else if (regex.groupCount() == 1 && secret) {
            keptSecret(step, expression, replace, out);
        } else if (regex.groupCount() > 1 && !replace.contains("{{")) {
            fixedGroup(step, expression, replace, out);
        }
    }

    private static String withoutReference(String expression, GoRegex regex, String replace) {
        String rest = GROUP.matcher(replace).replaceAll("");
        String captured = GROUP.matcher(replace).replaceAll("{{ .Value }}");
        Matcher fixed = FIXED_GROUP.matcher(expression);
        if (fixed.matches() && !fixed.group(3).isEmpty()) {
            return "put only what is to go in a group, for what is outside of it stays: expression = "
                    + Say.literal(withoutFixedGroup(fixed, regex)) + " and replace = " + Say.literal(rest);
        }
        if (regex.groupCount() == 1) {
            return "write {{ .Value }} for what the group has found, as in replace = " + Say.literal(captured)
                    + (rest.isEmpty()
                            ? ""
                            : "; or, as what is outside of the group stays anyhow, replace = " + Say.literal(rest));
        }
        return "put only what is to go in groups, for what is outside of them stays (a group that is only needed for its operators"
                + " is written (?:…)), and write replace = " + Say.literal(rest)
                + "; what the group has found is {{ .Value }}";
    }

    /** The name without its group, and what follows in one. */
    private static String withoutFixedGroup(Matcher fixed, GoRegex regex) {
        String kept = fixed.group(2).contains("|") ? "(?:" + fixed.group(2) + ")" : fixed.group(2);
        String rest = fixed.group(3);
        return fixed.group(1) + kept + (regex.groupCount() == 1 ? "(" + rest + ")" : rest);
    }

    /** {@code (password=)\S+}: the name is replaced, and the secret stays. */
    private static void keptSecret(Step step, String expression, String replace, Consumer<Problem> out) {
        Matcher fixed = FIXED_GROUP.matcher(expression);
        GoRegex regex = Steps.compile(expression);
        if (regex != null && fixed.matches() && !fixed.group(3).isEmpty()) {
            out.accept(Problem.warning(
                    step.values.span("expression"),
                    "only what the group finds is replaced, and what follows " + Say.literal(fixed.group(2))
                            + " is outside of it: nothing is masked, the secret is shipped as it is. What to do: expression = "
                            + Say.literal(withoutFixedGroup(fixed, regex)) + " and replace = "
                            + Say.literal(
                                    replace.startsWith(fixed.group(2))
                                            ? replace.substring(fixed.group(2).length())
                                            : replace)));
        }
    }

    /** {@code (password=)(\S+)}: both are replaced, and the name is gone with the value. */
    private static void fixedGroup(Step step, String expression, String replace, Consumer<Problem> out) {
        Matcher matcher = FIXED_GROUP.matcher(expression);
        GoRegex regex = Steps.compile(expression);
        if (regex != null && matcher.matches() && !replace.isEmpty()) {
            out.accept(Problem.warning(
                    step.values.span("expression"),
                    "each group is replaced, the one around " + Say.literal(matcher.group(2)) + " too, so that "
                            + Say.literal(replace)
                            + " stands more than once where a name and its value stood. What to do: leave"
                            + " what is to stay without a group, as in expression = "
                            + Say.literal(withoutFixedGroup(matcher, regex))));
        }
    }

    private static void result(Flow flow, Step step, Consumer<Problem> out) {
        String source = step.values.text("source");
        if (source.isEmpty() || flow.isReadAfter(step, source)) {
            return;
        }
        boolean named = step.writes.stream()
                .anyMatch(each -> !each.name().equals(source) && flow.isReadAfter(step, each.name()));
        if (named) {
            return;
        }
        out.accept(Problem.warning(
                step.values.span("source"),
                "the text is replaced in the value '" + source + "', which nothing reads afterwards: "
                        + (Secrets.areMeant(step)
                                ? "nothing is masked, the line is shipped as it was"
                                : "the line stays as it is")
                        + ". What to do: leave source out to replace in the line, or make the value the line with stage.output {"
                        + " source = " + Say.quoted(source) + " }"));
    }
}
