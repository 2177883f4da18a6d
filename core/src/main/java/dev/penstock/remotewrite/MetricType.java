package dev.penstock.remotewrite;

/** What a metric family is. The order is that of the wire's numbers. Source: prometheus/prometheus, prompb/types.proto. */
public enum MetricType {
    /** Not known. */
    UNKNOWN,
    /** Only goes up. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /** Buckets of a cumulative count, with sum and count. */
    HISTOGRAM,
    /** Buckets whose counts go up and down. */
    GAUGE_HISTOGRAM,
    /** Quantiles, with sum and count. */
    SUMMARY,
    /** Labels that tell something, with the value 1. */
    INFO,
    /** Which of several states is on. */
    STATE_SET;

    /** Whether values start from 0 at a known time and grow from there. */
    boolean isCumulative() {
        return this == COUNTER || this == HISTOGRAM || this == SUMMARY;
    }
}
