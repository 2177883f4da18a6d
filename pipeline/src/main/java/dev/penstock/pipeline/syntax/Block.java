package dev.penstock.pipeline.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code name "label" { … }}.
 *
 * @param name the name, with its dots
 * @param label the label, {@code null} where there is none
 * @param body what stands between the braces, in the order in which it is written
 * @param span where the name and the label are
 * @param end where its closing brace is
 */
public record Block(String name, @Nullable String label, List<Statement> body, Span span, Position end)
        implements Statement {

    /** A block whose body does not change. */
    public Block {
        body = List.copyOf(body);
    }
}
