package dev.penstock.delivery;

import org.jspecify.annotations.Nullable;

/**
 * One request to be made.
 *
 * @param line whose it is
 * @param body what to send
 * @param tenant for whom
 * @param attempt 0 for the first try
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by identity, never by value.
record Shipment(Line line, byte[] body, @Nullable String tenant, int attempt) {}
