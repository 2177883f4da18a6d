package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Expression;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with placeholders of Helm, Jinja or a shell, which nothing fills in: Alloy's strings have none. */
final class PlaceholderLint {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{[^}]*}}|\\{%[^%]*%}|\\$\\{([A-Za-z_][A-Za-z0-9_]*)[^}]*}");

    private static final Set<String> BLOCKS = Set.of(
            "loki.write",
            "prometheus.remote_write",
            "stage.static_labels",
            "stage.tenant",
            "loki.process",
            "stage.match");

    /** Here they are templates, or groups of a regular expression. */
    private static final Set<String> NOT_LITERAL = Set.of("replacement", "regex", "selector");

    private PlaceholderLint() {}

    static void check(List<Statement> body, Consumer<Problem> out) {
        for (Statement each : body) {
            if (each instanceof Block block && BLOCKS.contains(block.name())) {
                boolean around =
                        block.name().equals("loki.process") || block.name().equals("stage.match");
                if (around) {
                    check(block.body(), out);
                } else {
                    values(block, out);
                }
            }
        }
    }

    private static void values(Block block, Consumer<Problem> out) {
        for (Statement each : block.body()) {
            if (each instanceof Block inner) {
                values(inner, out);
            } else if (each instanceof Attribute attribute && !NOT_LITERAL.contains(attribute.name())) {
                value(attribute.value(), out);
            }
        }
    }

    private static void value(Expression expression, Consumer<Problem> out) {
        if (expression instanceof Expression.Text text) {
            Matcher matcher = PLACEHOLDER.matcher(text.value());
            if (matcher.find()) {
                String variable = matcher.group(1);
                out.accept(Problem.warning(
                        text.span(),
                        matcher.group() + " is taken as it stands: nothing is filled in within a string. What to do: "
                                + (variable == null
                                        ? "render the template first, and give its result"
                                        : "write sys.env(" + Say.quoted(variable)
                                                + "), joined to the rest with + where there is more")));
            }
        } else if (expression instanceof Expression.Fields map) {
            map.fields().forEach(each -> value(each.value(), out));
        } else if (expression instanceof Expression.Binary binary) {
            value(binary.left(), out);
            value(binary.right(), out);
        } else if (expression instanceof Expression.Call call) {
            call.arguments().forEach(each -> value(each, out));
        }
    }
}
