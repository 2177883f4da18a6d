package dev.penstock.benchmarks.compare;

import java.util.Map;

/**
 * One entry as it was received.
 *
 * @param line the text
 * @param labels what chooses the stream; for OTLP the resource's attributes, and {@code level} from the severity
 * @param metadata structured metadata; for OTLP the record's attributes
 */
record ReceivedLine(String line, Map<String, String> labels, Map<String, String> metadata) {}
