package dev.penstock.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is wrong with which setting, until a good value comes. Not thread-safe. */
public final class Refusals {

    private final Map<String, String> problems = new LinkedHashMap<>();

    /** Nothing is wrong. */
    public Refusals() {}

    /**
     * Tries a value out; a wrong one is remembered until this setting gets a good one.
     *
     * @param setting its name
     * @param use throws {@link SettingException} when the value is wrong
     */
    public void check(String setting, Runnable use) {
        problems.remove(setting);
        try {
            use.run();
        } catch (SettingException e) {
            problems.put(setting, Objects.requireNonNull(e.getMessage()));
        }
    }

    /**
     * All that is wrong.
     *
     * @return a new list, for further problems to be added; empty when all is well
     */
    public List<String> problems() {
        return new ArrayList<>(problems.values());
    }

    /**
     * Reads a yes or no.
     *
     * @param setting its name
     * @param value {@code true} or {@code false}
     * @return what it says
     * @throws SettingException when it is neither
     */
    public static boolean flag(String setting, String value) {
        return switch (value.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new SettingException(setting, value, "true or false");
        };
    }
}
