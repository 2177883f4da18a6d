package dev.penstock.log4j2;

import java.util.HashSet;
import java.util.Set;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.plugins.util.PluginManager;
import org.apache.logging.log4j.core.config.plugins.util.PluginType;
import org.apache.logging.log4j.core.pattern.ConverterKeys;
import org.apache.logging.log4j.core.pattern.PatternConverter;

/**
 * Finds mistakes in a pattern before Log4j does, which reports them at ERROR and takes them for text.
 *
 * <p>Source of the syntax: log4j-core, {@code PatternParser}.
 */
final class PatternCheck {

    /** Words whose first option is a pattern in turn. */
    private static final Set<String> OUTER = Set.of(
            "enc",
            "encode",
            "equals",
            "equalsIgnoreCase",
            "highlight",
            "maxLen",
            "maxLength",
            "notEmpty",
            "replace",
            "style",
            "variablesNotEmpty",
            "varsNotEmpty");

    private final Set<String> words = new HashSet<>();

    PatternCheck(Configuration configuration) {
        PluginManager plugins = new PluginManager(PatternConverter.CATEGORY);
        plugins.collectPlugins(configuration.getPluginPackages());
        for (PluginType<?> type : plugins.getPlugins().values()) {
            ConverterKeys keys = type.getPluginClass().getAnnotation(ConverterKeys.class);
            if (keys != null) {
                words.addAll(Set.of(keys.value()));
            }
        }
    }

    /**
     * Checks a pattern.
     *
     * @throws IllegalArgumentException which says what is wrong
     */
    void check(String pattern) {
        int i = 0;
        while (i < pattern.length() - 1) {
            if (pattern.charAt(i++) != '%') {
                continue;
            }
            if (pattern.charAt(i) == '%') {
                i++;
            } else {
                i = checkConversion(pattern, i);
            }
        }
    }

    private int checkConversion(String pattern, int start) {
        int from = start;
        while (from < pattern.length() && "-.0123456789".indexOf(pattern.charAt(from)) >= 0) {
            from++;
        }
        int to = from;
        while (to < pattern.length() && Character.isUnicodeIdentifierPart(pattern.charAt(to))) {
            to++;
        }
        String text = pattern.substring(from, to);
        String word = known(text);
        // Log4j would read %nosuchword as %n and osuchword, which nobody means.
        if (word.isEmpty() || (word.length() < text.length() && Character.isLetter(text.charAt(word.length())))) {
            throw new IllegalArgumentException("there is no conversion %"
                    + pattern.substring(from, Math.max(to, Math.min(from + 1, pattern.length()))));
        }
        int i = from + word.length();
        for (int option = 0; i < pattern.length() && pattern.charAt(i) == '{'; option++) {
            int end = closing(pattern, i);
            if (option == 0 && OUTER.contains(word)) {
                check(pattern.substring(i + 1, end));
            }
            i = end + 1;
        }
        return i;
    }

    /** The longest conversion that the text begins with, as Log4j reads it; empty when there is none. */
    private String known(String text) {
        String word = text;
        while (!word.isEmpty() && !words.contains(word)) {
            word = word.substring(0, word.length() - 1);
        }
        return word;
    }

    private static int closing(String pattern, int opening) {
        int depth = 0;
        for (int i = opening; i < pattern.length(); i++) {
            if (pattern.charAt(i) == '{') {
                depth++;
            } else if (pattern.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("a brace is not closed: " + pattern.substring(opening));
    }
}
