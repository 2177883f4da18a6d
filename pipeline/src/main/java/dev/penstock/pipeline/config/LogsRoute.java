package dev.penstock.pipeline.config;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way of log lines through a configuration: stages and rules, and the endpoint of a {@code loki.write}. Immutable; never
 * prints settings, for some are secrets.
 */
public final class LogsRoute {

    private final List<String> components;
    private final @Nullable Pipeline pipeline;
    private final boolean refused;
    private final @Nullable SettingTexts settings;
    private final Map<String, String> externalLabels;

    LogsRoute(
            List<String> components,
            @Nullable Pipeline pipeline,
            boolean refused,
            @Nullable SettingTexts settings,
            Map<String, String> externalLabels) {
        this.components = List.copyOf(components);
        this.pipeline = pipeline;
        this.refused = refused;
        this.settings = settings;
        this.externalLabels = Map.copyOf(externalLabels);
    }

    /**
     * The components that lines go through.
     *
     * @return such as {@code loki.process.app} and {@code loki.write.default}, in this order
     */
    public List<String> components() {
        return components;
    }

    /**
     * All stages and rules on the way, in the order in which a line meets them.
     *
     * @return {@code null} when there are none, or when they are refused as a whole because of an error
     */
    public @Nullable Pipeline pipeline() {
        return pipeline;
    }

    /**
     * Whether stages on the way have errors, so that none of them is used.
     *
     * @return the report says what is wrong
     */
    public boolean isPipelineRefused() {
        return refused;
    }

    /**
     * Whether there is an endpoint that can be used.
     *
     * @return false when none is written, or it needs what Penstock has not; the report says what
     */
    public boolean hasEndpoint() {
        return settings != null;
    }

    /**
     * Labels of every stream that does not have one of the same name.
     *
     * @return names and values
     */
    public Map<String, String> externalLabels() {
        return externalLabels;
    }

    /**
     * The endpoint's settings as text, by the names of {@link ShipperSettingsBuilder#set}. Some are secrets.
     *
     * @return empty when there is no endpoint that can be used
     * @throws java.io.UncheckedIOException when certificates cannot be written to a file, which settings need
     */
    public Map<String, String> settings() {
        return settings == null ? Map.of() : new LinkedHashMap<>(settings.get());
    }

    /**
     * Puts the endpoint's settings and the pipeline into settings of a shipper. What is set there later wins.
     *
     * @param builder gets them
     * @return the builder
     */
    public ShipperSettingsBuilder applyTo(ShipperSettingsBuilder builder) {
        settings().forEach(builder::set);
        if (pipeline != null) {
            builder.pipeline(pipeline);
        }
        return builder;
    }

    /** The components with arrows between them. */
    @Override
    public String toString() {
        return String.join(" → ", components);
    }
}
