package dev.penstock.process;

import dev.penstock.settings.SettingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code labels} or {@code structured_metadata}: {@code name = pattern}, or a bulk form such as
 * {@code * = %%mdc}, {@code prefix_* = %%mdc{a,b}}, {@code * != %%kvp{x}}.
 */
public sealed interface FieldLine {

    /**
     * A single pair.
     *
     * @param name what stands left of the equals sign
     * @param pattern the framework's pattern, or a constant
     */
    record Named(String name, String pattern) implements FieldLine {}

    /**
     * A whole map of pairs.
     *
     * @param prefix put before every name
     * @param source which map: the word after {@code %%}
     * @param keys the keys meant; empty for all
     * @param excluded true when the keys are those left out
     */
    record Bulk(String prefix, String source, Set<String> keys, boolean excluded) implements FieldLine {
        /**
         * Whether a key is meant.
         *
         * @param key a key of the map
         * @return true when its value is shipped
         */
        boolean takes(String key) {
            return keys.isEmpty() || keys.contains(key) != excluded;
        }
    }

    /** What a line may look like, for error messages. */
    String ACCEPTED = "lines of the form name = pattern, * = %%mdc, prefix_* = %%mdc{a,b} or * != %%kvp{x}";

    /**
     * Reads the lines of a setting. Blank lines and lines that begin with {@code #} or {@code //} do not count; the
     * single word {@code off} means none.
     *
     * @param setting the setting's name, for errors
     * @param text the lines
     * @return what they say, in order
     * @throws SettingException when a line is none of the accepted forms
     */
    static List<FieldLine> parse(String setting, String text) {
        List<FieldLine> lines = new ArrayList<>();
        if (text.strip().equalsIgnoreCase("off")) {
            return lines;
        }
        for (String raw : text.split("\\R", -1)) {
            String line = raw.strip();
            if (!line.isEmpty() && !line.startsWith("#") && !line.startsWith("//")) {
                lines.add(parseLine(setting, line));
            }
        }
        return lines;
    }

    private static FieldLine parseLine(String setting, String line) {
        int equals = line.indexOf('=');
        if (equals <= 0) {
            throw new SettingException(setting, line, ACCEPTED);
        }
        boolean excluded = line.charAt(equals - 1) == '!';
        String name = line.substring(0, excluded ? equals - 1 : equals).strip();
        String value = line.substring(equals + 1).strip();
        if (name.isEmpty() || value.isEmpty()) {
            throw new SettingException(setting, line, ACCEPTED);
        }
        boolean bulk = name.endsWith("*");
        if (bulk != value.startsWith("%%") || (excluded && !bulk)) {
            throw new SettingException(setting, line, ACCEPTED);
        }
        return bulk
                ? parseBulk(setting, line, name.substring(0, name.length() - 1), value, excluded)
                : new Named(name, value);
    }

    private static FieldLine parseBulk(String setting, String line, String prefix, String value, boolean excluded) {
        Matcher matcher = Pattern.compile("%%(\\w+)\\s*(?:\\{([^{}]*)})?").matcher(value);
        if (!matcher.matches() || prefix.contains("*")) {
            throw new SettingException(setting, line, ACCEPTED);
        }
        List<String> keys = new ArrayList<>();
        String list = matcher.group(2);
        if (list != null) {
            for (String key : list.split(",", -1)) {
                if (!key.isBlank()) {
                    keys.add(key.strip());
                }
            }
        }
        if (excluded && keys.isEmpty()) {
            throw new SettingException(setting, line, "keys to leave out, as in * != %%mdc{a,b}");
        }
        return new Bulk(prefix, matcher.group(1), Set.copyOf(keys), excluded);
    }
}
