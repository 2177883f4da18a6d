package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Span;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a map in an attribute.
 *
 * @param name its key
 * @param span where the key stands
 * @param value its value; {@code null} where it is {@code null}, or not known before the application runs
 */
record Entry(String name, Span span, @Nullable String value) {

    /** Where the value comes from: from the name itself, where nothing else is said. */
    String source() {
        return value == null || value.isEmpty() ? name : value;
    }

    Place sourcePlace() {
        return new Place(source(), span);
    }

    Place place() {
        return new Place(name, span);
    }
}
