package dev.penstock.log4j2;

import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Node;
import org.apache.logging.log4j.core.config.plugins.util.PluginBuilder;
import org.apache.logging.log4j.core.config.plugins.util.PluginType;
import org.apache.logging.log4j.core.config.plugins.visitors.AbstractPluginVisitor;
import org.jspecify.annotations.Nullable;

/** Builds what {@code <Loki>} means, for {@link FromLokiElement}. Called by Log4j, which makes one for each use. */
public final class LokiElementVisitor extends AbstractPluginVisitor<FromLokiElement> {

    /** For Log4j. */
    public LokiElementVisitor() {
        super(FromLokiElement.class);
    }

    @Override
    public @Nullable Object visit(Configuration configuration, Node node, @Nullable LogEvent event, StringBuilder log) {
        PluginType<?> another = OtherLoki.find(configuration);
        if (another == null) {
            ElementVisitor visitor = new ElementVisitor();
            visitor.setStrSubstitutor(substitutor);
            return LokiAppender.create(visitor.visit(configuration, node, event, log), configuration);
        }
        log.append(another.getPluginClass().getName());
        Object built = new PluginBuilder(another)
                .withConfiguration(configuration)
                .withConfigurationNode(node)
                .forLogEvent(event)
                .build();
        // What it did not know it has complained of already.
        node.getAttributes().clear();
        node.getChildren().clear();
        return built;
    }
}
