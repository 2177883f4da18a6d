package dev.penstock.testkit.query;

import dev.penstock.testkit.store.Labels;

/**
 * An entry as a query sees it.
 *
 * @param nanos nanoseconds since the epoch
 * @param line the text
 * @param labels of the stream and, winning over those, of the structured metadata
 */
record FoundEntry(long nanos, String line, Labels labels) {}
