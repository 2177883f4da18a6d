package dev.penstock.testkit;

import java.time.Instant;
import java.util.Map;

/**
 * One log entry as a Loki returns it from a query.
 *
 * @param timestamp to the nanosecond
 * @param line the text
 * @param labels of the stream and of the entry's structured metadata together, which Loki does not tell apart here
 */
public record LogEntry(Instant timestamp, String line, Map<String, String> labels) {}
