package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Expression;
import dev.penstock.pipeline.syntax.Span;
import dev.penstock.pipeline.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place where a component names another one.
 *
 * @param path names with dots between them, such as {@code loki.write.default.receiver}
 * @param span where it is written
 */
record Reference(String path, Span span) {

    /** Whether data goes there: {@code receiver} for logs and metrics, {@code input} between {@code otelcol} components. */
    boolean forwards() {
        return path.endsWith(".receiver") || path.endsWith(".input");
    }

    /** All names with dots in a body, in the order in which they are written. */
    static List<Reference> in(List<Statement> body) {
        List<Reference> found = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Block block) {
                found.addAll(in(block.body()));
            } else if (statement instanceof Attribute attribute) {
                collect(attribute.value(), found);
            }
        }
        return found;
    }

    private static void collect(Expression expression, List<Reference> found) {
        String path = path(expression);
        if (path != null) {
            if (path.indexOf('.') > 0) {
                found.add(new Reference(path, expression.span()));
            }
        } else if (expression instanceof Expression.Access access) {
            collect(access.of(), found);
        } else if (expression instanceof Expression.Index index) {
            collect(index.of(), found);
            collect(index.index(), found);
        } else if (expression instanceof Expression.Elements list) {
            list.elements().forEach(each -> collect(each, found));
        } else if (expression instanceof Expression.Fields map) {
            map.fields().forEach(each -> collect(each.value(), found));
        } else if (expression instanceof Expression.Call call) {
            // The name of a function is no component.
            call.arguments().forEach(each -> collect(each, found));
        } else if (expression instanceof Expression.Unary unary) {
            collect(unary.operand(), found);
        } else if (expression instanceof Expression.Binary binary) {
            collect(binary.left(), found);
            collect(binary.right(), found);
        }
    }

    /** {@code a.b.c} as text; null for anything else. */
    static @Nullable String path(Expression expression) {
        if (expression instanceof Expression.Name name) {
            return name.name();
        }
        if (expression instanceof Expression.Access access) {
            String of = path(access.of());
            return of == null ? null : of + "." + access.name();
        }
        return null;
    }
}
