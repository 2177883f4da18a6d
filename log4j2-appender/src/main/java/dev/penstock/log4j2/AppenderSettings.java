package dev.penstock.log4j2;

import dev.penstock.AppenderFields;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.GivenSettings;
import dev.penstock.settings.PipelineText;
import dev.penstock.settings.Refusals;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.logging.log4j.core.util.Loader;
import org.jspecify.annotations.Nullable;

/** What is configured for an appender, word by word, and what is wrong with it. Not thread-safe. */
final class AppenderSettings {

    /** The words that are the appender's own, as users write them. */
    private static final List<String> OWN = List.of(
            "name",
            "ignoreExceptions",
            "labels",
            "structuredMetadata",
            "includeLocation",
            "includeCallerData",
            "listener");

    private final Refusals refusals = new Refusals();
    private final AppenderFields fields = new AppenderFields(Formatting.METADATA);
    private final GivenSettings shipper = new GivenSettings();

    private String name = "";
    private boolean ignoreExceptions = true;
    private @Nullable Boolean includeLocation;
    private @Nullable DiagnosticListener listener;

    /** The class of a listener that the configuration names; each start of a configuration makes another one. */
    private String listenerClass = "";

    void set(String setting, String value) {
        refusals.check(setting, () -> {
            if (!PipelineText.isPipeline(setting)) {
                UnresolvedLookup.refuse(setting, value);
            }
            use(setting, value);
        });
    }

    /** The pipeline refers to what the configuration does not have. */
    void refusePipeline(String why) {
        shipper.refusePipeline("pipeline", why);
    }

    private void use(String setting, String value) {
        String word = setting.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
        switch (word) {
            case "name" -> name = value.strip();
            case "ignoreexceptions" -> ignoreExceptions = Refusals.flag(setting, value);
            case "labels" -> fields.labels(value);
            case "structuredmetadata" -> fields.structuredMetadata(value);
            case "includelocation", "includecallerdata" -> includeLocation = Refusals.flag(setting, value);
            case "listener" -> {
                listener = newListener(setting, value.strip());
                listenerClass = value.strip();
            }
            default -> {
                if (ShipperSettingsBuilder.names().stream().noneMatch(word::equalsIgnoreCase)) {
                    throw unknown(setting);
                }
                shipper.set(setting, value);
            }
        }
    }

    /** There is no such attribute or element. */
    void refuseUnknown(String element) {
        refusals.check(element, () -> {
            throw unknown(element);
        });
    }

    private static SettingException unknown(String setting) {
        List<String> names = new ArrayList<>(OWN);
        names.addAll(ShipperSettingsBuilder.names());
        names.add("a Layout, a Filter, BasicAuth, Tls");
        return SettingException.unknown(setting, names);
    }

    private static DiagnosticListener newListener(String setting, String className) {
        String accepted = "the name of a class with a public constructor without parameters that implements "
                + DiagnosticListener.class.getName();
        try {
            return Loader.newCheckedInstanceOf(className, DiagnosticListener.class);
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new SettingException(setting, className, accepted + ": " + e);
        }
    }

    /** All that is wrong; empty when all is well. */
    List<String> problems() {
        List<String> problems = refusals.problems();
        if (name.isEmpty()) {
            problems.add(new SettingException("name", "", "a name for <AppenderRef ref=\"…\"/>").getMessage());
        }
        return problems;
    }

    /** The appender's name; one that Log4j can live with where none is given. */
    String name() {
        return name.isEmpty() ? "Penstock" : name;
    }

    void setName(String value) {
        name = value;
    }

    boolean ignoresExceptions() {
        return ignoreExceptions;
    }

    boolean includesLocation(AppenderDefaults defaults) {
        Boolean own = includeLocation;
        return own == null ? defaults.includesCallerData() : own;
    }

    void setListener(DiagnosticListener value) {
        listener = value;
    }

    @Nullable DiagnosticListener listener() {
        return listener;
    }

    /** The class of the listener that the configuration names; empty when it names none. */
    String listenerClass() {
        return listenerClass;
    }

    /** Labels and metadata, where they are silent those of the defaults. */
    AppenderFields fields(AppenderDefaults defaults) {
        return fields.completed(defaults);
    }

    /** All settings of the shipper as they were given, here or by the defaults. Holds secrets. */
    Map<String, String> texts(AppenderDefaults defaults) {
        return shipper.texts(defaults);
    }

    /**
     * The shipper's settings, where they are silent those of the defaults.
     *
     * @throws SettingException when they cannot be
     */
    ShipperSettings build(AppenderDefaults defaults) {
        return shipper.build(defaults);
    }
}
