package dev.penstock.spring.settings;

import org.jspecify.annotations.Nullable;

/**
 * A setting that is given.
 *
 * @param name the setting, such as {@code batchWait}
 * @param property the property, such as {@code penstock.loki.batch-wait}
 * @param value its value as text; lines for what is given as a map
 * @param origin where it stands, or null
 */
public record SettingValue(
        String name,
        String property,
        String value,
        @Nullable String origin) {

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return property;
    }
}
