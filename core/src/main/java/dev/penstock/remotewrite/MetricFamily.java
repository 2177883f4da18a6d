package dev.penstock.remotewrite;

import java.util.Objects;

/**
 * What is said of all series of a metric.
 *
 * @param name the family's name, such as {@code http_seconds} for {@code http_seconds_bucket}
 * @param type what it is
 * @param help what it means; empty when nobody says
 * @param unit its unit, such as {@code seconds}; empty when nobody says
 */
public record MetricFamily(String name, MetricType type, String help, String unit) {

    /** Nothing is null. */
    public MetricFamily {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(help);
        Objects.requireNonNull(unit);
    }

    /**
     * A family of which only this is known.
     *
     * @param name its name
     * @param type what it is
     */
    public MetricFamily(String name, MetricType type) {
        this(name, type, "", "");
    }
}
