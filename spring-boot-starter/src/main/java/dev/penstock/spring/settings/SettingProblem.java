package dev.penstock.spring.settings;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong in the configuration.
 *
 * @param property the property, such as {@code penstock.loki.batch-wait}
 * @param description what is wrong and what is accepted; never has secrets
 * @param consequence what comes of it as long as the application runs with it, such as {@code its default counts}; null for nothing
 * @param origin where it stands, such as {@code class path resource [application.yml] - 4:12}; null when that is unknown
 * @param action what to do
 */
public record SettingProblem(
        String property,
        String description,
        @Nullable String consequence,
        @Nullable String origin,
        String action) {

    /**
     * A problem of which nothing comes.
     *
     * @param property the property, such as {@code penstock.loki.batch-wait}
     * @param description what is wrong and what is accepted; never has secrets
     * @param origin where it stands; null when that is unknown
     * @param action what to do
     */
    public SettingProblem(String property, String description, @Nullable String origin, String action) {
        this(property, description, null, origin, action);
    }

    /** The description and the origin in one line. */
    @Override
    public String toString() {
        return origin == null ? description : description + " (" + origin + ")";
    }
}
