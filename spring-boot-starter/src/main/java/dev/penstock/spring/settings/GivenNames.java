package dev.penstock.spring.settings;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.RandomValuePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;

/**
 * Which properties of Penstock's can be given at all: of some eighty there are mostly two, and to ask Spring for each of the
 * others takes a start twenty milliseconds.
 *
 * <p>Names are compared by their letters and digits alone, so that none is missed however it is written.
 */
final class GivenNames {

    private static final String PENSTOCK = "penstock";

    /** Letters of what stands in the environment and has to do with Penstock; null when there may be more. */
    private final @Nullable List<String> letters;

    private GivenNames(@Nullable List<String> letters) {
        this.letters = letters;
    }

    /** Never fails: where a source cannot say what it has, anything may be given. */
    static GivenNames of(Environment environment) {
        try {
            return new GivenNames(
                    environment instanceof ConfigurableEnvironment configurable ? letters(configurable) : null);
        } catch (RuntimeException e) {
            return new GivenNames(null);
        }
    }

    private static @Nullable List<String> letters(ConfigurableEnvironment environment) {
        List<String> found = new ArrayList<>();
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> enumerable) {
                for (String name : enumerable.getPropertyNames()) {
                    String letters = letters(name);
                    if (letters.contains(PENSTOCK)) {
                        found.add(letters);
                    }
                }
            } else if (!hasNone(source)) {
                return null;
            }
        }
        return found;
    }

    /** Those of Spring's that cannot be enumerated, and have nothing of their own that could be meant. */
    private static boolean hasNone(PropertySource<?> source) {
        return source instanceof PropertySource.StubPropertySource
                || source instanceof RandomValuePropertySource
                || ConfigurationPropertySources.isAttachedConfigurationPropertySource(source);
    }

    /** Whether a property, or one below it, may be given. */
    boolean mayHave(String property) {
        if (letters == null) {
            return true;
        }
        String wanted = letters(property);
        for (String each : letters) {
            // Not only at the beginning: the variables of an application may have a prefix.
            if (each.contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String letters(String name) {
        StringBuilder letters = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                letters.append(Character.toLowerCase(c));
            }
        }
        return letters.toString();
    }
}
