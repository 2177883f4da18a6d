package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.Expression;
import dev.penstock.pipeline.syntax.Problem;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions: without named groups where these are all that counts, and with doubled backslashes in raw strings. */
final class RegexLint implements Lint {

    private static final List<String> ATTRIBUTES = List.of("expression", "regex", "firstline", "skip_regex");

    /**
     * Two backslashes and a class, such as {@code \\d+}. Where a letter follows they may be meant: {@code C:\\Windows}. Two of
     * them and a point count only between letters or digits, and where no repetition follows.
     */
    private static final Pattern DOUBLED = Pattern.compile(
            "(?<!\\\\)\\\\\\\\(?:[dDwWsSbB](?![A-Za-z0-9_])|\\[(?!\\^)(?=[^\\]]*\\\\\\\\\\])|(?<=[A-Za-z0-9)\\]}+*]\\\\\\\\)\\.(?=[A-Za-z0-9(\\\\]))");

    /** A group without a name, that is not one without a number. */
    private static final Pattern PLAIN_GROUP = Pattern.compile("(?<!\\\\)\\((?!\\?)");

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.regex")) {
                groups(step, out);
            }
            for (String each : ATTRIBUTES) {
                Expression expression = step.values.expression(each);
                if (expression != null) {
                    doubled(expression, out);
                }
            }
        }
    }

    private static void groups(Step step, Consumer<Problem> out) {
        String expression = step.values.text("expression");
        GoRegex regex = Steps.compile(expression);
        if (regex == null || !regex.namedGroups().isEmpty()) {
            return;
        }
        String named = PLAIN_GROUP.matcher(expression).replaceFirst(Matcher.quoteReplacement("(?P<name>"));
        out.accept(Problem.warning(
                step.values.span("expression"),
                "the expression has no named group, and only what named groups find is extracted: the stage does nothing."
                        + " What to do: "
                        + (named.equals(expression)
                                ? "put what is to be extracted in a group (?P<name>…)"
                                : "give groups names, as in expression = " + Say.literal(named))));
    }

    private static void doubled(Expression expression, Consumer<Problem> out) {
        if (expression instanceof Expression.Binary binary) {
            doubled(binary.left(), out);
            doubled(binary.right(), out);
        } else if (expression instanceof Expression.Text text && text.raw()) {
            Matcher matcher = DOUBLED.matcher(text.value());
            if (matcher.find()) {
                out.accept(Problem.warning(
                        text.span(),
                        "in backticks a backslash stands for itself, so " + matcher.group()
                                + " looks for a backslash in the text, and finds none. What to do: write it once, "
                                + Say.literal(text.value().replace("\\\\", "\\"))
                                + "; only in double quotes is it written twice"));
            }
        }
    }
}
