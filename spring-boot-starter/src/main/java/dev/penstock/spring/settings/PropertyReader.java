package dev.penstock.spring.settings;

import dev.penstock.settings.PipelineText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Reads single properties and maps of the environment, as relaxed as Spring Boot binds them. */
final class PropertyReader {

    /** A reference to a property that there is not. Those of Log4j, which is asked for each event, begin with two dollars. */
    private static final Pattern PLACEHOLDER = Pattern.compile("(?<!\\$)\\$\\{([^{}]+)}");

    private final Environment environment;
    private final GivenNames given;
    private final Binder binder;

    PropertyReader(Environment environment) {
        this.environment = environment;
        given = GivenNames.of(environment);
        binder = Binder.get(environment);
    }

    /** The text of a property, or null when it is not given. */
    @Nullable String text(String property) {
        if (!given.mayHave(property)) {
            return null;
        }
        String value = binder.bind(property, String.class).orElse(null);
        Matcher unresolved = value == null ? null : PLACEHOLDER.matcher(value);
        if (unresolved != null && unresolved.find()) {
            // The binder leaves it as it is: it would be sent as a password.
            throw new IllegalArgumentException("Could not resolve placeholder '" + unresolved.group(1) + "'");
        }
        return value;
    }

    /** A pipeline, in which references to groups of regular expressions are left alone; null when it is not given. */
    @Nullable String pipeline(String property) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null) {
                // Not by the binder, which knows no group from a property.
                return PipelineText.resolve(String.valueOf(found.getValue()), environment::resolvePlaceholders);
            }
        }
        return text(property);
    }

    /** The text of a property that may be given as a map or list as well: then a line for each entry. */
    @Nullable String lines(String property) {
        if (!given.mayHave(property)) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            // First as it is written: to the binder "labels.*" is "labels".
            if (isWrittenAsMap(source, name)
                    || (source.getConfigurationProperty(name) == null
                            && source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT)) {
                return lines(entries(name));
            }
            if (source.getConfigurationProperty(name) != null) {
                return text(property);
            }
        }
        // A source that cannot say what it has, such as one of JNDI.
        return text(property);
    }

    private static boolean isWrittenAsMap(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        if (source.getUnderlyingSource() instanceof EnumerablePropertySource<?> enumerable
                && !isOfTheSystem(enumerable)) {
            for (String each : enumerable.getPropertyNames()) {
                if (key(name, each) != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String lines(Map<String, String> entries) {
        StringBuilder lines = new StringBuilder();
        entries.forEach((key, value) -> {
            String line = value.strip().replaceAll("\\s*\\R\\s*", " ");
            // A list has the whole line in each entry.
            lines.append(key.matches("\\d+") ? line : key + " = " + line).append('\n');
        });
        return lines.toString();
    }

    /** Keys as they are written: the binder would take the asterisk from {@code "*": "%%mdc"}. */
    private Map<String, String> entries(ConfigurationPropertyName name) {
        Map<String, String> entries = new LinkedHashMap<>();
        if (environment instanceof ConfigurableEnvironment configurable) {
            for (PropertySource<?> source : configurable.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> enumerable && !isOfTheSystem(source)) {
                    for (String each : enumerable.getPropertyNames()) {
                        String key = key(name, each);
                        if (key != null && !entries.containsKey(key)) {
                            entries.put(key, resolved(enumerable.getProperty(each)));
                        }
                    }
                }
            }
        }
        if (!hasDescendants(name)) {
            return entries;
        }
        binder.bind(name, Bindable.mapOf(String.class, String.class))
                .ifBound(bound -> bound.forEach((key, value) -> {
                    if (entries.keySet().stream().noneMatch(known -> isSame(known, key))) {
                        entries.put(key, value);
                    }
                }));
        return entries;
    }

    private boolean hasDescendants(ConfigurationPropertyName name) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
                return true;
            }
        }
        return false;
    }

    /** Names of environment variables are not as they are written in a file. */
    static boolean isOfTheSystem(PropertySource<?> source) {
        return source.getName().endsWith(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
    }

    /** Whether the binder's key is a written one that it has shortened. */
    private static boolean isSame(String written, String bound) {
        return written.equals(bound) || written.replaceAll("[^\\w.-]", "").equals(bound);
    }

    private static @Nullable String key(ConfigurationPropertyName map, String property) {
        for (int i = 1; i < property.length(); i++) {
            char c = property.charAt(i);
            if ((c == '.' || c == '[')
                    && ConfigurationPropertyName.adapt(property.substring(0, i), '.')
                            .equals(map)) {
                String key = property.substring(c == '[' ? i : i + 1);
                return key.startsWith("[") && key.endsWith("]") ? key.substring(1, key.length() - 1) : key;
            }
        }
        return null;
    }

    private String resolved(@Nullable Object value) {
        return value == null ? "" : environment.resolveRequiredPlaceholders(value.toString());
    }

    /** Where a property, or the first of a map, stands; null when that is unknown. */
    @Nullable String origin(String property) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null) {
                return text(found.getOrigin());
            }
            if (source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
                return source instanceof IterableConfigurationPropertySource all
                        ? all.stream()
                                .filter(name::isAncestorOf)
                                .map(all::getConfigurationProperty)
                                .filter(each -> each != null)
                                .map(each -> text(each.getOrigin()))
                                .filter(each -> each != null)
                                .findFirst()
                                .orElse(null)
                        : null;
            }
        }
        return null;
    }

    static @Nullable String text(@Nullable Origin origin) {
        return origin == null ? null : origin.toString();
    }
}
