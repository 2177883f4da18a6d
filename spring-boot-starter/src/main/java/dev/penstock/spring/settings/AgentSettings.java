package dev.penstock.spring.settings;

import dev.penstock.settings.AgentConfiguration;
import dev.penstock.settings.AgentConfigurations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an agent's configuration says, {@code penstock.config}: settings below those that are given as properties. */
final class AgentSettings {

    private static final String PIPELINE = "pipeline";

    private final String property;
    private final String location;
    private final @Nullable String origin;
    private final @Nullable AgentConfiguration configuration;

    private AgentSettings(
            String property, String location, @Nullable String origin, @Nullable AgentConfiguration configuration) {
        this.property = property;
        this.location = location;
        this.origin = origin;
        this.configuration = configuration;
    }

    /**
     * Reads it, if there is one.
     *
     * @param property the property that says where it is
     * @param problems gets what cannot be used of it
     */
    static AgentSettings read(
            String property, PropertyReader reader, boolean switchedOff, List<SettingProblem> problems) {
        String location = "";
        try {
            String text = reader.text(property);
            location = text == null ? "" : text.strip();
        } catch (RuntimeException e) {
            problems.add(Unresolved.problem(property, reader.origin(property), e));
        }
        if (location.isEmpty() || switchedOff) {
            return new AgentSettings(property, location, null, null);
        }
        AgentConfiguration configuration = AgentConfigurations.read(property, location);
        AgentSettings settings = new AgentSettings(property, location, reader.origin(property), configuration);
        configuration.problems().forEach(each -> problems.add(settings.problem(each)));
        return settings;
    }

    private SettingProblem problem(String what) {
        String description = what.startsWith(property) ? what : property + ": " + what;
        return new SettingProblem(
                property, description, "it is left out", origin, "Correct " + location + ", or " + property + ".");
    }

    /** What there is to say besides. */
    List<SettingProblem> remarks() {
        List<SettingProblem> remarks = new ArrayList<>();
        if (configuration != null) {
            configuration
                    .remarks()
                    .forEach(each -> remarks.add(new SettingProblem(
                            property, property + ": " + each, origin, "Run penstock.jar validate " + location + ".")));
        }
        return remarks;
    }

    GroupSettings completeLogs(GroupSettings given) {
        if (configuration == null) {
            return given;
        }
        Map<String, String> all = new LinkedHashMap<>(configuration.logs());
        boolean givesPipeline = given.value(PIPELINE) != null || given.value("pipelineFile") != null;
        if (configuration.pipeline() != null && !givesPipeline) {
            all.put(PIPELINE, configuration.text());
        }
        return given.completed(all, property, originOfValues());
    }

    /** The registry reads the file itself for its rules, which act before and after external labels are added. */
    GroupSettings completeMetrics(GroupSettings given) {
        if (configuration == null || configuration.metrics().isEmpty()) {
            return given;
        }
        Map<String, String> all = new LinkedHashMap<>(configuration.metrics());
        all.put("config", location);
        return given.completed(all, property, originOfValues());
    }

    private String originOfValues() {
        return origin == null ? location : location + " of " + origin;
    }
}
