package dev.penstock.log4j2;

import dev.penstock.settings.PipelineText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;
import org.jspecify.annotations.Nullable;

/** Takes an element as a whole, for {@link FromElement}. Called by Log4j, which makes one for each use. */
public final class ElementVisitor extends AbstractPluginVisitor<FromElement> {

    /** For Log4j. */
    public ElementVisitor() {
        super(FromElement.class);
    }

    /** Leaves nothing behind, so that Log4j finds nothing it does not know. */
    @Override
    public Object visit(Configuration configuration, Node node, @Nullable LogEvent event, StringBuilder log) {
        Map<String, String> attributes = new LinkedHashMap<>();
        String refusedPipeline = null;
        for (Map.Entry<String, String> attribute : node.getAttributes().entrySet()) {
            String name = attribute.getKey();
            try {
                attributes.put(name, resolved(event, name, attribute.getValue()));
            } catch (IllegalArgumentException e) {
                attributes.put(name, "");
                refusedPipeline = e.getMessage();
            }
        }
        node.getAttributes().clear();
        List<ConfiguredElement.Child> children = new ArrayList<>();
        for (Node child : node.getChildren()) {
            children.add(new ConfiguredElement.Child(child.getName(), child.getObject()));
        }
        node.getChildren().clear();
        // Names only: a value may be a secret.
        log.append("attributes=").append(attributes.keySet());
        return new ConfiguredElement(node.getName(), attributes, refusedPipeline, children);
    }

    private String resolved(@Nullable LogEvent event, String name, @Nullable String value) {
        if (value == null || !PipelineText.isPipeline(name)) {
            return resolved(event, value);
        }
        // To Log4j two dollars are one that is no lookup.
        return PipelineText.resolve(value, piece -> resolved(event, piece)).replace("$${", "${");
    }

    private String resolved(@Nullable LogEvent event, @Nullable String value) {
        String resolved = value == null ? null : substitutor.replace(event, value);
        return resolved == null ? "" : resolved;
    }
}
