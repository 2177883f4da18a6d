package dev.penstock.spring.settings;

import dev.penstock.settings.PipelineText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of logs or of metrics, as they are given. Immutable; {@link #check} says what is wrong with them. */
public final class GroupSettings {

    private final SettingGroup group;
    private final boolean enabled;
    private final @Nullable SettingValue sslBundle;
    private final Map<String, SettingValue> values;
    private final List<SettingProblem> problems;

    /** Whether one of the problems is about where or as whom. */
    private final boolean decisive;

    private GroupSettings(
            SettingGroup group,
            boolean enabled,
            @Nullable SettingValue sslBundle,
            Map<String, SettingValue> values,
            List<SettingProblem> problems,
            boolean decisive) {
        this.group = group;
        this.enabled = enabled;
        this.sslBundle = sslBundle;
        this.values = values;
        this.problems = problems;
        this.decisive = decisive;
    }

    static GroupSettings read(SettingGroup group, PropertyReader reader) {
        List<SettingProblem> problems = new ArrayList<>();
        Boolean enabled = Flags.read(reader, group.property("enabled"), problems);
        Map<String, SettingValue> values = new LinkedHashMap<>();
        boolean decisive = false;
        for (String name : group.names()) {
            decisive |= read(group, name, reader, values, problems);
        }
        Map<String, SettingValue> ssl = new LinkedHashMap<>();
        decisive |= read(group, "ssl.bundle", reader, ssl, problems);
        return new GroupSettings(group, enabled == null || enabled, ssl.get("ssl.bundle"), values, problems, decisive);
    }

    private static boolean read(
            SettingGroup group,
            String name,
            PropertyReader reader,
            Map<String, SettingValue> values,
            List<SettingProblem> problems) {
        String property = group.property(name);
        try {
            String value = value(name, property, reader);
            // Empty is what ${LOKI_URL:} gives where nothing is meant to be set.
            if (value != null && !value.isBlank()) {
                values.put(name, new SettingValue(name, property, value, () -> reader.origin(property)));
            }
            return false;
        } catch (RuntimeException e) {
            if (PipelineText.isPipeline(name)) {
                problems.add(
                        PipelineCheck.refused(group, name, reader.origin(property), String.valueOf(e.getMessage())));
                return false;
            }
            problems.add(Unresolved.problem(property, reader.origin(property), e));
            return SettingGroup.isDecisive(name);
        }
    }

    private static @Nullable String value(String name, String property, PropertyReader reader) {
        if (PipelineText.isPipeline(name)) {
            return reader.pipeline(property);
        }
        return SettingGroup.isLines(name) ? reader.lines(property) : reader.text(property);
    }

    /**
     * The same, with the backend that a service connection tells of.
     *
     * @param url where to ship
     * @return new settings
     */
    public GroupSettings withUrl(String url) {
        Map<String, SettingValue> changed = new LinkedHashMap<>(values);
        changed.put("url", new SettingValue("url", group.property("url"), url, () -> "service connection"));
        return new GroupSettings(group, enabled, sslBundle, changed, problems, decisive);
    }

    /**
     * The same, with settings of an agent's configuration where none is given. Credentials are one whole, and so is TLS.
     *
     * @param defaults by name, such as {@code batchWait}
     * @param property the property that names the configuration
     * @param origin where they stand
     * @return new settings
     */
    GroupSettings completed(Map<String, String> defaults, String property, String origin) {
        String url = url();
        boolean takesCredentials =
                values.keySet().stream().noneMatch(SettingGroup::isCredential) && (url == null || !url.contains("@"));
        boolean takesTls = sslBundle == null && values.keySet().stream().noneMatch(SettingGroup::isTls);
        Map<String, SettingValue> changed = new LinkedHashMap<>(values);
        defaults.forEach((name, value) -> {
            if ((takesCredentials || !SettingGroup.isCredential(name)) && (takesTls || !SettingGroup.isTls(name))) {
                changed.putIfAbsent(name, new SettingValue(name, property, value, () -> origin));
            }
        });
        return new GroupSettings(group, enabled, sslBundle, changed, problems, decisive);
    }

    /**
     * Which of the two it is.
     *
     * @return the group
     */
    public SettingGroup group() {
        return group;
    }

    /**
     * Whether it is not switched off by its own {@code enabled}.
     *
     * @return true by default
     */
    public boolean enabled() {
        return enabled;
    }

    /**
     * Where to ship.
     *
     * @return null when it is not given: then nothing is shipped, and nothing is wrong
     */
    public @Nullable String url() {
        return value("url");
    }

    /**
     * The SSL bundle: {@code ssl.bundle}.
     *
     * @return null when it is not given
     */
    public @Nullable String sslBundle() {
        return sslBundle == null ? null : sslBundle.value();
    }

    /**
     * A setting.
     *
     * @param name such as {@code batchWait}
     * @return as it is given; null when it is not
     */
    public @Nullable String value(String name) {
        SettingValue found = values.get(name);
        return found == null ? null : found.value();
    }

    /** All that are given, by name. */
    Map<String, SettingValue> values() {
        return values;
    }

    @Nullable SettingValue sslBundleValue() {
        return sslBundle;
    }

    List<SettingProblem> readingProblems() {
        return problems;
    }

    boolean decisivelyWrong() {
        return decisive;
    }

    /**
     * Tries all settings out.
     *
     * @return those that can be used, and what is wrong with the others
     */
    public CheckedSettings check() {
        return new SettingCheck(this).run();
    }
}
