package dev.penstock.spring.settings;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A setting that is given.
 *
 * @param name the setting, such as {@code batchWait}
 * @param property the property, such as {@code penstock.loki.batch-wait}
 * @param value its value as text; lines for what is given as a map
 * @param place finds out where it stands, or null: only when something is wrong does anybody ask
 */
record SettingValue(String name, String property, String value, Supplier<@Nullable String> place) {

    /** Where it stands, or null when that is unknown. */
    @Nullable String origin() {
        return place.get();
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return property;
    }
}
