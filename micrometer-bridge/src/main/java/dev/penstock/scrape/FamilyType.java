package dev.penstock.scrape;

/** The type of a metric family, as {@code # TYPE} says it. */
public enum FamilyType {
    /** Not said, {@code untyped} or {@code unknown}. */
    UNKNOWN,
    /** A counter. */
    COUNTER,
    /** A gauge. */
    GAUGE,
    /** A histogram with buckets by {@code le}. */
    HISTOGRAM,
    /** A histogram whose buckets go up and down; OpenMetrics only. */
    GAUGE_HISTOGRAM,
    /** A summary with quantiles. */
    SUMMARY,
    /** An info metric; OpenMetrics only. */
    INFO,
    /** A state set; OpenMetrics only. */
    STATE_SET;

    /** Whether the series {@code family + suffix} is one of a family of this type. */
    boolean has(String suffix) {
        return switch (suffix) {
            case "" -> true;
            case "_total" -> this == COUNTER;
            case "_created" -> hasStart();
            case "_bucket" -> this == HISTOGRAM || this == GAUGE_HISTOGRAM;
            case "_sum", "_count" -> this == HISTOGRAM || this == SUMMARY;
            case "_gsum", "_gcount" -> this == GAUGE_HISTOGRAM;
            case "_info" -> this == INFO;
            default -> false;
        };
    }

    /** Whether {@code _created} is the time when its series began. */
    boolean hasStart() {
        return this == COUNTER || this == HISTOGRAM || this == SUMMARY;
    }
}
