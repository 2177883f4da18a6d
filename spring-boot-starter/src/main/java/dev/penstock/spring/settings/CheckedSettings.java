package dev.penstock.spring.settings;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings that can be used. Wrong ones are left out, so that their defaults count.
 *
 * @param group which they are of
 * @param usable false when it is not known for certain where or as whom to ship: then nothing may be shipped
 * @param values by name, such as {@code batchWait}
 * @param sslBundle the name of the SSL bundle, or null
 * @param problems what was left out, and what is wrong with it
 */
public record CheckedSettings(
        SettingGroup group,
        boolean usable,
        Map<String, String> values,
        @Nullable String sslBundle,
        List<SettingProblem> problems) {

    /** Copies. */
    public CheckedSettings {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    /**
     * Whether there is something to ship to.
     *
     * @return true when it is usable and has a URL
     */
    public boolean ships() {
        return usable && values.containsKey("url");
    }

    /** Names only: some values are secrets. */
    @Override
    public String toString() {
        return group + (usable ? "" : " (unusable)") + " " + values.keySet();
    }
}
