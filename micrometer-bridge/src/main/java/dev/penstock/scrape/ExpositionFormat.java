package dev.penstock.scrape;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of text in which metrics are exposed. */
public enum ExpositionFormat {
    /** Prometheus' text format, version 0.0.4, with the quoted names of version 1.0.0. */
    PROMETHEUS_TEXT,
    /** OpenMetrics 1.0 as text. */
    OPENMETRICS_TEXT;

    /**
     * The format of an answer.
     *
     * @param contentType its Content-Type; its parameters do not matter
     * @return OpenMetrics when it says so, Prometheus' text for whatever else it says or when it says nothing
     */
    public static ExpositionFormat of(@Nullable String contentType) {
        if (contentType == null) {
            return PROMETHEUS_TEXT;
        }
        int end = contentType.indexOf(';');
        String mediaType = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        return mediaType.toLowerCase(Locale.ROOT).equals("application/openmetrics-text")
                ? OPENMETRICS_TEXT
                : PROMETHEUS_TEXT;
    }
}
