package dev.penstock.testkit.store;

/**
 * One stored entry, as small as it can be kept.
 *
 * @param nanos nanoseconds since the epoch, as Loki counts time
 * @param line the text
 * @param metadata the structured metadata, shared by entries that have the same
 */
public record LogLine(long nanos, String line, Labels metadata) {}
