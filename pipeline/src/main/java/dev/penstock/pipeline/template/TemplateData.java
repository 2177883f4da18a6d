package dev.penstock.pipeline.template;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a template is rendered with: the top-level dot, a map from names to values. Used by one thread during a rendering. */
@FunctionalInterface
public interface TemplateData {

    /**
     * The value of a name.
     *
     * @param key the name, such as {@code Value}
     * @return a String, Double, Long or Boolean; {@code null} when there is none, which prints as {@code <no value>}
     */
    @Nullable Object get(String key);

    /**
     * All names that have a value, in any order; needed only by templates that print the whole dot or range over it.
     *
     * @return the names
     * @throws RenderException when the data cannot be listed, which is the default
     */
    default Collection<String> keys() {
        throw new RenderException("the data of this template cannot be listed");
    }
}
