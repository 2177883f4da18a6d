package dev.penstock.testkit;

import java.time.Instant;
import java.util.Map;

/**
 * One number that a Loki returns from a metric query.
 *
 * @param timestamp to the millisecond
 * @param labels that tell it from the others
 * @param value the number
 */
public record LogSample(Instant timestamp, Map<String, String> labels, double value) {}
