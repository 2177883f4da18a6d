package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** {@code stage.drop}: blanks in the list of sources, values that nothing is equal to, and fields that are always there. */
final class DropLint implements Lint {

    private static final Pattern REGEX = Pattern.compile(
            "\\^.*|.*[)*+\\]]\\$|.*\\.[*+].*|.*\\\\(?:[dDwWsSbB](?![A-Za-z0-9_])|\\.).*|\\(?\\w+(\\|\\w+)+\\)?|\\(\\?i\\).*");

    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.drop")) {
                blanks(step, out);
                value(flow, step, out);
                presence(flow, step, out);
            }
        }
    }

    private static void blanks(Step step, Consumer<Problem> out) {
        String source = step.values.text("source");
        for (String each : source.split(",", -1)) {
            if (!each.equals(each.strip()) && !each.isBlank()) {
                String trimmed = source.replaceAll("\\s*,\\s*", ",").strip();
                out.accept(Problem.warning(
                        step.values.span("source"),
                        "blanks belong to the names in this list, and there is no value '" + each
                                + "': the stage never sees it." + " What to do: write source = "
                                + Say.quoted(trimmed)));
                return;
            }
        }
    }

    /** An expression of stage.json that finds nothing still gives its name a value, null, and that counts as there. */
    private static void presence(Flow flow, Step step, Consumer<Problem> out) {
        String source = step.values.text("source");
        boolean alone = List.of("expression", "value", "older_than", "longer_than").stream()
                .noneMatch(step.values::has);
        if (source.isEmpty() || !alone) {
            return;
        }
        for (String each : source.split(",", -1)) {
            Step writer = flow.writerBefore(step, each);
            if (writer == null
                    || !writer.is("stage.json")
                    || writer.values.entries("expressions").stream()
                            .noneMatch(entry -> entry.name().equals(each))) {
                return;
            }
        }
        out.accept(Problem.warning(
                step.values.span("source"),
                "stage.json gives '" + source
                        + "' a value, null, where a record has no such field, and that counts as there:"
                        + " every line that is JSON is dropped. What to do: ask for a text, with expression = \".+\""));
    }

    private static void value(Flow flow, Step step, Consumer<Problem> out) {
        String value = step.values.text("value");
        String source = step.values.text("source");
        if (value.isEmpty()) {
            return;
        }
        if (REGEX.matcher(value).matches()) {
            out.accept(Problem.warning(
                    step.values.span("value"),
                    "value is compared as a whole and letter for letter, not as a regular expression: hardly anything is dropped."
                            + " What to do: write expression = " + Say.literal(expression(value))));
        } else if (source.equals("level")
                && LEVELS.contains(value)
                && flow.writerBefore(step, source) == null
                && !flow.otherLabels().test(source)) {
            String upper = value.toUpperCase(Locale.ROOT);
            out.accept(Problem.warning(
                    step.values.span("value"),
                    "Logback and Log4j write the level in capitals, and nothing here extracts another: '" + value
                            + "' never is a level, and nothing is dropped. What to do: write value = "
                            + Say.quoted(upper)));
        }
    }

    private static String expression(String value) {
        boolean whole = value.matches("\\w+(\\|\\w+)+");
        return whole ? "^(" + value + ")$" : value.matches("\\(\\w+(\\|\\w+)+\\)") ? "^" + value + "$" : value;
    }
}
