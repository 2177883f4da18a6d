package dev.penstock.testkit;

import java.util.Map;

/**
 * One exemplar as the embedded backend keeps it.
 *
 * @param timestampMillis milliseconds since the epoch
 * @param value what was observed
 * @param labels of the exemplar, such as {@code trace_id}
 */
public record StoredExemplar(long timestampMillis, double value, Map<String, String> labels) {}
