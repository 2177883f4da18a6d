package dev.penstock.spring.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/** Finds properties under {@code penstock.} that there are not, and says which were probably meant. */
final class UnknownProperties {

    private static final ConfigurationPropertyName PENSTOCK = ConfigurationPropertyName.of("penstock");

    private final Set<String> properties;

    /** Below it a map's keys are free. */
    private final List<String> maps;

    /** Made when a name is spelt in another way than ours: to parse a hundred of them takes its while in every start. */
    private @Nullable Map<ConfigurationPropertyName, String> known;

    UnknownProperties(List<String> properties, List<String> maps) {
        this.properties = new LinkedHashSet<>(properties);
        this.maps = maps;
    }

    private Map<ConfigurationPropertyName, String> known() {
        Map<ConfigurationPropertyName, String> made = known;
        if (made == null) {
            made = new LinkedHashMap<>();
            for (String each : properties) {
                made.put(ConfigurationPropertyName.of(each), each);
            }
            known = made;
        }
        return made;
    }

    /** A problem for each unknown one. */
    List<SettingProblem> find(Environment environment) {
        Map<ConfigurationPropertyName, SettingProblem> found = new LinkedHashMap<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource all) {
                boolean ofTheSystem = isOfTheSystem(source);
                for (ConfigurationPropertyName name : all) {
                    if (PENSTOCK.isAncestorOf(name) && isUnknown(name)) {
                        problem(all, name, ofTheSystem).ifPresent(each -> found.putIfAbsent(name, each));
                    }
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    private static boolean isOfTheSystem(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof PropertySource<?> underlying
                && PropertyReader.isOfTheSystem(underlying);
    }

    private boolean isUnknown(ConfigurationPropertyName name) {
        if (properties.contains(name.toString()) || known().containsKey(name)) {
            return false;
        }
        for (String each : maps) {
            if (ConfigurationPropertyName.of(each).isAncestorOf(name)) {
                return false;
            }
        }
        return true;
    }

    private Optional<SettingProblem> problem(
            IterableConfigurationPropertySource source, ConfigurationPropertyName name, boolean ofTheSystem) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        if (property == null) {
            return Optional.empty();
        }
        String origin = PropertyReader.text(property.getOrigin());
        String meant = nearest(name);
        if (ofTheSystem && (meant == null || isKnownOtherwise(name))) {
            // A variable of that name may be anybody's: Kubernetes makes PENSTOCK_PORT for a service named penstock.
            return Optional.empty();
        }
        return Optional.of(new SettingProblem(
                name.toString(),
                "there is no property '" + name + "'" + (meant == null ? "" : "; did you mean '" + meant + "'?"),
                origin,
                meant == null
                        ? "Remove " + name + ", or write it as the documentation does."
                        : "Write " + meant + " instead of " + name + "."));
    }

    /**
     * The variable PENSTOCK_LOKI_BATCH_WAIT is penstock.loki.batch.wait to those who list properties, and
     * penstock.loki.batch-wait to those who ask for it. Kubernetes makes PENSTOCK_LOKI_PORT and the like of services.
     */
    private boolean isKnownOtherwise(ConfigurationPropertyName name) {
        String letters = letters(name.toString());
        return name.toString().matches(".*\\.(service\\.host|service\\.port|port)(\\..*)?")
                || properties.stream().anyMatch(each -> letters(each).equals(letters))
                || maps.stream().anyMatch(each -> letters.startsWith(letters(each)));
    }

    private @Nullable String nearest(ConfigurationPropertyName name) {
        String wanted = letters(name.toString());
        String best = null;
        int least = Integer.MAX_VALUE;
        for (String each : properties) {
            int distance = distance(wanted, letters(each));
            if (distance < least) {
                least = distance;
                best = each;
            }
        }
        // A third of the last part may be wrong; more is another word.
        int allowed = Math.max(
                2,
                letters(name.getLastElement(ConfigurationPropertyName.Form.UNIFORM))
                                .length()
                        / 3);
        return least <= allowed ? best : sameEnding(name);
    }

    /** The right word in the wrong place, such as {@code penstock.url} or {@code penstock.metrics.url}. */
    private @Nullable String sameEnding(ConfigurationPropertyName name) {
        String last = letters(name.getLastElement(ConfigurationPropertyName.Form.UNIFORM));
        boolean metrics = name.toString().contains("metric") || name.toString().contains("prometheus");
        String prefix = metrics ? SettingGroup.REMOTE_WRITE.prefix() : SettingGroup.LOKI.prefix();
        String found = null;
        for (Map.Entry<ConfigurationPropertyName, String> each : known().entrySet()) {
            if (letters(each.getKey().getLastElement(ConfigurationPropertyName.Form.UNIFORM))
                            .equals(last)
                    && (found == null || (each.getValue().startsWith(prefix) && !found.startsWith(prefix)))) {
                found = each.getValue();
            }
        }
        return found;
    }

    private static String letters(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /** How many letters must be put in, taken out or changed (Levenshtein). */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
