package dev.penstock.metrics;

import java.time.Duration;
import java.util.List;

/**
 * A metric that pipelines count with, as it is configured: all series of it have its name.
 *
 * @param kind what it measures
 * @param name the whole name, its prefix included
 * @param description for people; may be empty
 * @param buckets upper bounds of a histogram's buckets, ascending, without infinity; empty for other kinds
 * @param maxIdle a series that is not updated for so long ends
 */
public record StageMetric(Kind kind, String name, String description, List<Double> buckets, Duration maxIdle) {

    /** What a metric measures. */
    public enum Kind {
        /** A sum that only grows. */
        COUNTER,
        /** A value that goes up and down. */
        GAUGE,
        /** How values are distributed over buckets. */
        HISTOGRAM
    }

    /** A metric. */
    public StageMetric {
        buckets = List.copyOf(buckets);
    }
}
