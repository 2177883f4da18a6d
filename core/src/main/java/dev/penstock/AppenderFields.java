package dev.penstock;

import dev.penstock.identity.ProcessIdentity;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.EventFields;
import dev.penstock.process.FieldDialect;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.ShipperSettings;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels and the structured metadata of an appender's events, as configured or by default. Not thread-safe, but what
 * it compiles is independent of it.
 */
public final class AppenderFields {

    private static final String DEFAULT_LABELS = "level = %level";

    private static final String DEFAULT_METADATA = """
            logger = %logger
            thread = %thread
            * = %%trace
            * != %%mdc{traceId,spanId}
            """;

    private static final String LAST_DEFAULT_METADATA = "* = %%resource";

    private static final String LABELS = "labels";
    private static final String METADATA = "structuredMetadata";

    private final ProcessIdentity identity;
    private final String defaultMetadata;
    private @Nullable String labels;
    private @Nullable String metadata;
    private String labelsName = LABELS;
    private String metadataName = METADATA;

    /**
     * The defaults.
     *
     * @param frameworkMetadata lines of default metadata that only this framework has, such as {@code * = %%kvp}
     */
    public AppenderFields(String frameworkMetadata) {
        identity = ProcessIdentity.detect();
        defaultMetadata = DEFAULT_METADATA + frameworkMetadata + "\n" + LAST_DEFAULT_METADATA;
    }

    private AppenderFields(AppenderFields own, AppenderDefaults defaults) {
        identity = own.identity.with(defaults.serviceName(), defaults.resource());
        defaultMetadata = own.defaultMetadata;
        labels = own.labels;
        if (labels == null) {
            labels = defaults.value(LABELS);
            labelsName = defaults.nameOf(LABELS);
        }
        metadata = own.metadata;
        if (metadata == null) {
            metadata = defaults.value(METADATA);
            metadataName = defaults.nameOf(METADATA);
        }
    }

    /**
     * These fields, where they are silent those of the defaults.
     *
     * @param defaults mostly {@link AppenderDefaults#current()}
     * @return what an appender that starts now uses
     */
    public AppenderFields completed(AppenderDefaults defaults) {
        return new AppenderFields(this, defaults);
    }

    /**
     * Sets the labels.
     *
     * @param lines as in {@link dev.penstock.process.FieldLine}
     */
    public void labels(String lines) {
        labels = lines;
    }

    /**
     * Sets the structured metadata.
     *
     * @param lines as in {@link dev.penstock.process.FieldLine}
     */
    public void structuredMetadata(String lines) {
        metadata = lines;
    }

    /**
     * Whether the labels are those of the configuration, or of the {@link AppenderDefaults}, which are meant as they stand.
     *
     * @return false for the defaults
     */
    public boolean hasLabels() {
        return labels != null;
    }

    /**
     * What tells this process from others.
     *
     * @return the identity that {@code %%resource} names
     */
    public ProcessIdentity identity() {
        return identity;
    }

    /**
     * What every stream has: labels given by configuration are meant as they stand; without them the surroundings' are
     * added.
     *
     * @param settings have the external labels
     * @return the defaults
     */
    public StreamDefaults streamDefaults(ShipperSettings settings) {
        Map<String, String> defaults = new HashMap<>(labels == null ? identity.labels() : Map.of());
        defaults.putAll(settings.externalLabels());
        return new StreamDefaults(defaults, identity.serviceName());
    }

    /**
     * Compiles the labels.
     *
     * @param dialect what patterns mean
     * @param <E> the framework's event
     * @return for one thread
     * @throws dev.penstock.settings.SettingException when a line cannot be understood
     */
    public <E> EventFields<E> compileLabels(FieldDialect<E> dialect) {
        return EventFields.compile(labelsName, labels == null ? DEFAULT_LABELS : labels, dialect);
    }

    /**
     * Compiles the structured metadata.
     *
     * @param dialect what patterns mean
     * @param <E> the framework's event
     * @return for one thread
     * @throws dev.penstock.settings.SettingException when a line cannot be understood
     */
    public <E> EventFields<E> compileMetadata(FieldDialect<E> dialect) {
        return EventFields.compile(metadataName, metadata == null ? defaultMetadata : metadata, dialect);
    }
}
