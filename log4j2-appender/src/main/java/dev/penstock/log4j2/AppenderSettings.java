package dev.penstock.log4j2;

import dev.penstock.AppenderFields;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.settings.Refusals;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    private final ShipperSettingsBuilder shipper = ShipperSettings.builder();

    /** By name without dashes and capitals. */
    private final Map<String, String> given = new TreeMap<>();

    private String name = "";
    private boolean ignoreExceptions = true;
    private boolean includeLocation;
    private @Nullable DiagnosticListener listener;

    void set(String setting, String value) {
        refusals.check(setting, () -> {
            UnresolvedLookup.refuse(setting, value);
            use(setting, value);
        });
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
                given.put(word, value);
            }
            default -> {
                if (ShipperSettingsBuilder.names().stream().noneMatch(word::equalsIgnoreCase)) {
                    throw unknown(setting);
                }
                shipper.set(setting, value);
                given.put(word, value);
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

    boolean includesLocation() {
        return includeLocation;
    }

    void setListener(DiagnosticListener value) {
        listener = value;
    }

    @Nullable DiagnosticListener listener() {
        return listener;
    }

    AppenderFields fields() {
        return fields;
    }

    /** What a listener of the same class name is the same in, too. */
    Map<String, String> given() {
        return Map.copyOf(given);
    }

    /**
     * The shipper's settings.
     *
     * @throws SettingException when they cannot be
     */
    ShipperSettings build() {
        return shipper.build();
    }
}
