package dev.penstock.testkit.store;

/**
 * An entry that came too late for its stream.
 *
 * @param line the entry
 * @param oldestAcceptable nanoseconds since the epoch
 */
public record TooFarBehind(LogLine line, long oldestAcceptable) {}
