package dev.penstock.pipeline.logql;

import org.jspecify.annotations.Nullable;

/** Where a selector finds an entry's labels. */
@FunctionalInterface
public interface LabelLookup {

    /**
     * A label's value.
     *
     * @param name its name
     * @return its value; {@code null}, or an empty text, when there is no such label
     */
    @Nullable String get(String name);
}
