package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JMESPath: names with a dash or dots want quotes, and records in ECS come with flat names and with nested ones. */
final class JsonPathLint implements Lint {

    private static final Pattern DASHED =
            Pattern.compile("[A-Za-z_]\\w*([.-][A-Za-z_]\\w*)*-[A-Za-z_]\\w*([.-][A-Za-z_]\\w*)*");
    private static final Pattern AT = Pattern.compile("@[A-Za-z_]\\w*");
    private static final Pattern FLAT = Pattern.compile("\"([a-z_]+(?:\\.[a-z_]+)+)\"");
    private static final Pattern NESTED = Pattern.compile("[a-z_]+(\\.[a-z_]+)+");

    /** Fields that loggers write. Source: ecs-logging; Spring Boot's ElasticCommonSchemaStructuredLogFormatter. */
    private static final Set<String> ECS = Set.of(
            "log.level",
            "log.logger",
            "log.origin.function",
            "log.origin.file.name",
            "log.origin.file.line",
            "process.pid",
            "process.thread.name",
            "process.thread.id",
            "service.name",
            "service.version",
            "service.environment",
            "service.node.name",
            "event.dataset",
            "error.type",
            "error.message",
            "error.stack_trace",
            "ecs.version",
            "trace.id",
            "span.id",
            "transaction.id");

    @Override
    public void check(Flow flow, Consumer<Problem> out) {
        for (Step step : flow.steps()) {
            if (step.is("stage.json")) {
                List<Entry> nested = new ArrayList<>();
                List<Entry> flat = new ArrayList<>();
                for (Entry each : step.values.entries("expressions")) {
                    dashed(each, out);
                    if (NESTED.matcher(each.source()).matches() && ECS.contains(each.source())) {
                        nested.add(each);
                    } else if (isFlat(each.source())) {
                        flat.add(each);
                    }
                }
                nested.forEach(each -> form(each, each.source(), false, flat, out));
                flat.forEach(each -> form(each, unquoted(each.source()), true, nested, out));
            }
        }
    }

    private static boolean isFlat(String expression) {
        Matcher matcher = FLAT.matcher(expression);
        return matcher.matches() && ECS.contains(matcher.group(1));
    }

    private static String unquoted(String expression) {
        return expression.substring(1, expression.length() - 1);
    }

    private static void form(Entry entry, String name, boolean flat, List<Entry> others, Consumer<Problem> out) {
        String[] parts = name.split("\\.", -1);
        String nestedText =
                "{" + Say.quoted(parts[0]) + ": {" + Say.quoted(name.substring(parts[0].length() + 1)) + ": …}}";
        String flatText = "{" + Say.quoted(name) + ": …}";
        if (parts.length > 2) {
            nestedText = "nested objects";
        }
        String found = flat
                ? "finds the flat key of " + flatText + ", not " + nestedText
                : "looks into " + nestedText + ", not for the flat key of " + flatText;
        boolean mixed = !others.isEmpty();
        String message =
                Say.literal(entry.source()) + " " + found + "; Spring Boot 3.4 and ecs-logging write flat keys, later"
                        + " versions of Spring Boot nest them"
                        + (mixed
                                ? ", and '" + others.get(0).name() + "' in line "
                                        + others.get(0).span().line()
                                        + " is looked for in the other way: one of the two is never found"
                                : "; where it is the other way, '" + entry.name() + "' is null")
                        + ". What to do: take both, with " + Say.key(entry.name()) + " = "
                        + Say.literal(name + " || \"" + name + "\"");
        // Which form is wrong nobody knows without a record. Who wrote the quotes knew of flat keys, who left them out
        // may not.
        out.accept(!flat ? Problem.warning(entry.span(), message) : Problem.note(entry.span(), message));
    }

    private static void dashed(Entry entry, Consumer<Problem> out) {
        String expression = entry.source();
        if (AT.matcher(expression).matches()) {
            out.accept(Problem.warning(
                    entry.span(),
                    "@ is the whole record in JMESPath, and cannot begin a name. What to do: put the name in quotes, as in "
                            + Say.key(entry.name()) + " = " + Say.literal('"' + expression + '"')));
        }
        if (!DASHED.matcher(expression).matches()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        for (String each : expression.split("\\.", -1)) {
            parts.add(each.contains("-") ? "\"" + each + "\"" : each);
        }
        out.accept(Problem.warning(
                entry.span(),
                Say.literal(expression)
                        + " is a subtraction in JMESPath, and finds nothing. What to do: put the name in quotes, as"
                        + " in " + Say.key(entry.name()) + " = " + Say.literal(String.join(".", parts))));
    }
}
