package dev.penstock.testkit;

import java.time.Instant;
import java.util.Map;

/**
 * A sample that a query of metrics returned.
 *
 * @param timestamp its time; for an instant query that of the query
 * @param labels of its series, with {@code __name__}
 * @param value may be infinite or not a number
 */
public record MetricSample(Instant timestamp, Map<String, String> labels, double value) {}
