package dev.penstock.testkit;

import java.time.Instant;
import java.util.Map;

/**
 * One log entry as the embedded Loki keeps it.
 *
 * @param timestamp to the nanosecond
 * @param line the text; bytes that were not UTF-8 are U+FFFD here
 * @param labels of the stream, sorted, with the {@code service_name} that Loki adds
 * @param structuredMetadata of the entry, sorted, under the names Loki makes of them, with {@code detected_level}
 */
public record StoredEntry(
        Instant timestamp, String line, Map<String, String> labels, Map<String, String> structuredMetadata) {}
