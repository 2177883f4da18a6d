package dev.penstock.settings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How grave a record is, as far as shipping asks: what is sent at once, and what is shed first. */
public enum LogLevel {
    /** The finest. */
    TRACE,
    /** For developers. */
    DEBUG,
    /** The ordinary. */
    INFO,
    /** Odd, or not known. */
    WARN,
    /** Failed; and all that is graver. */
    ERROR,
    /** Graver than any record. */
    OFF;

    /**
     * Reads a level as loggers and Loki write it. Source of the spellings: grafana/loki,
     * pkg/distributor/field_detection.go.
     *
     * @param text such as {@code INFO}, {@code warning} or {@code Err}
     * @return the level, or null when it is none
     */
    public static @Nullable LogLevel parse(String text) {
        return switch (text.strip().toUpperCase(Locale.ROOT)) {
            case "TRACE", "TRC", "ALL", "FINEST", "FINER" -> TRACE;
            case "DEBUG", "DBG", "FINE", "CONFIG" -> DEBUG;
            case "INFO", "INF", "INFORMATION", "NOTICE" -> INFO;
            case "WARN", "WRN", "WARNING" -> WARN;
            case "ERROR", "ERR", "SEVERE", "FATAL", "CRITICAL" -> ERROR;
            case "OFF" -> OFF;
            default -> null;
        };
    }
}
