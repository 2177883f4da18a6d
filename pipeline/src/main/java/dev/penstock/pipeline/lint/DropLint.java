package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** {@code stage.drop}: blanks in the list of sources, and values that nothing is equal to. */
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
