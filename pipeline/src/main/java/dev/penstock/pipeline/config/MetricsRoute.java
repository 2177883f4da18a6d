package dev.penstock.pipeline.config;

import dev.penstock.pipeline.relabel.RelabelRules;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The way of metrics through a configuration: the rules of {@code prometheus.relabel}, and the endpoint of a
 * {@code prometheus.remote_write}. Immutable; never prints settings, for some are secrets.
 */
public final class MetricsRoute {

    private final List<String> components;
    private final RelabelRules rules;
    private final RelabelRules writeRules;
    private final @Nullable SettingTexts settings;
    private final Map<String, String> externalLabels;

    MetricsRoute(
            List<String> components,
            RelabelRules rules,
            RelabelRules writeRules,
            @Nullable SettingTexts settings,
            Map<String, String> externalLabels) {
        this.components = List.copyOf(components);
        this.rules = rules;
        this.writeRules = writeRules;
        this.settings = settings;
        this.externalLabels = new LinkedHashMap<>(externalLabels);
    }

    /**
     * The components that metrics go through.
     *
     * @return such as {@code prometheus.relabel.app} and {@code prometheus.remote_write.default}, in this order
     */
    public List<String> components() {
        return components;
    }

    /**
     * The rules of {@code prometheus.relabel}, which see series before they get external labels.
     *
     * @return in the order in which they are applied; mostly none
     */
    public RelabelRules rules() {
        return rules;
    }

    /**
     * The rules of {@code write_relabel_config}, which see series with external labels.
     *
     * @return in the order in which they are applied; mostly none
     */
    public RelabelRules writeRules() {
        return writeRules;
    }

    /**
     * Labels of every series that does not have one of the same name.
     *
     * @return names and values
     */
    public Map<String, String> externalLabels() {
        return new LinkedHashMap<>(externalLabels);
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
     * The endpoint's settings as text, by the names of {@link RemoteWriteSettingsBuilder#set}, without rules and external
     * labels. Some are secrets.
     *
     * @return empty when there is no endpoint that can be used
     * @throws java.io.UncheckedIOException when certificates cannot be written to a file, which settings need
     */
    public Map<String, String> settings() {
        return settings == null ? Map.of() : new LinkedHashMap<>(settings.get());
    }

    /**
     * All that happens to the labels of a series on the way: the rules of {@code prometheus.relabel}, external labels, the
     * rules of {@code write_relabel_config}.
     *
     * @param labels external labels to be added to series that lack them
     * @return takes and gives labels; gives {@code null} for a series that is dropped. {@code null} when there are no rules
     */
    public @Nullable UnaryOperator<@Nullable Map<String, String>> relabelling(Map<String, String> labels) {
        if (rules.rules().isEmpty() && writeRules.rules().isEmpty()) {
            return null;
        }
        return series -> {
            Map<String, String> own = series == null ? null : rules.apply(series);
            if (own == null) {
                return null;
            }
            Map<String, String> completed = new LinkedHashMap<>(own);
            labels.forEach((name, value) -> {
                if (!value.isEmpty()) {
                    completed.putIfAbsent(name, value);
                }
            });
            return writeRules.apply(completed);
        };
    }

    /**
     * Puts the endpoint's settings, external labels and rules into settings of remote write. What is set there later wins.
     *
     * @param builder gets them
     * @return the builder
     */
    public RemoteWriteSettingsBuilder applyTo(RemoteWriteSettingsBuilder builder) {
        if (settings == null) {
            return builder;
        }
        settings().forEach(builder::set);
        UnaryOperator<@Nullable Map<String, String>> relabelling = relabelling(externalLabels);
        if (relabelling == null) {
            builder.externalLabels(externalLabels);
        } else {
            builder.writeRelabelRules(relabelling);
        }
        return builder;
    }

    /** The components with arrows between them. */
    @Override
    public String toString() {
        return String.join(" → ", components);
    }
}
