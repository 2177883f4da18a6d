package dev.penstock.testkit.push;

import dev.penstock.testkit.store.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the {@code detected_level} of an entry where Loki looks for it: labels, metadata, fields of the line, its words. */
final class LevelDetection {

    static final String LABEL = "detected_level";

    /** By precedence. */
    static final List<String> FIELDS = List.of(
            "level",
            "LEVEL",
            "Level",
            "log.level",
            "severity",
            "SEVERITY",
            "Severity",
            "SeverityText",
            "lvl",
            "LVL",
            "Lvl",
            "severity_text",
            "Severity_Text",
            "SEVERITY_TEXT");

    private static final Map<String, String> NORMAL = Map.ofEntries(
            Map.entry("trace", "trace"),
            Map.entry("trc", "trace"),
            Map.entry("debug", "debug"),
            Map.entry("dbg", "debug"),
            Map.entry("info", "info"),
            Map.entry("inf", "info"),
            Map.entry("information", "info"),
            Map.entry("warn", "warn"),
            Map.entry("wrn", "warn"),
            Map.entry("warning", "warn"),
            Map.entry("error", "error"),
            Map.entry("err", "error"),
            Map.entry("critical", "critical"),
            Map.entry("fatal", "fatal"));

    private LevelDetection() {}

    /** The level, for an entry that does not bring a {@code detected_level} itself. */
    static String detect(Labels labels, PushedLine entry) {
        for (String field : FIELDS) {
            String value = labels.get(field);
            if (value != null) {
                return normalise(value);
            }
        }
        for (String field : FIELDS) {
            String value = entry.metadata(field);
            if (!value.isEmpty()) {
                return normalise(value);
            }
        }
        String field = normal(LineFields.level(entry.line()));
        return field != null ? field : words(entry.line());
    }

    /** A level that Loki knows in its own spelling, any other as it is. */
    static String normalise(String level) {
        String normal = normal(level);
        return normal == null ? level : normal;
    }

    private static @Nullable String normal(String level) {
        return NORMAL.get(level.toLowerCase(Locale.ROOT));
    }

    /** Loki's order: the first of these words anywhere in the line, {@code info} before {@code error}. */
    private static String words(String line) {
        if (has(line, "info") || has(line, "INFO")) {
            return "info";
        }
        if (has(line, "err:") || has(line, "ERR:") || has(line, "[err]") || has(line, "[ERR]")) {
            return "error";
        }
        if (has(line, "error") || has(line, "ERROR")) {
            return "error";
        }
        if (has(line, "warn") || has(line, "WARN")) {
            return "warn";
        }
        if (has(line, "critical") || has(line, "CRITICAL")) {
            return "critical";
        }
        return has(line, "debug") || has(line, "DEBUG") ? "debug" : "unknown";
    }

    private static boolean has(String line, String word) {
        return line.contains(word);
    }
}
