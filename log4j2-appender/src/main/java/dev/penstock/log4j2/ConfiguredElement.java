package dev.penstock.log4j2;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An element of the configuration, be it XML, JSON, YAML or properties.
 *
 * @param name such as {@code Penstock}
 * @param attributes attributes, and elements with nothing but text in them; lookups are resolved
 * @param refusedPipeline why the pipeline among the attributes cannot be used; null when there is nothing against it
 * @param children elements that are plugins of their own, such as layouts
 */
record ConfiguredElement(
        String name,
        Map<String, String> attributes,
        @Nullable String refusedPipeline,
        List<Child> children) {

    /**
     * A nested element.
     *
     * @param name such as {@code PatternLayout}
     * @param object what its plugin made; null when there is no such plugin, or it failed
     */
    record Child(String name, @Nullable Object object) {}
}
