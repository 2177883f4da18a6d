package dev.penstock.pipeline.regex;

/**
 * A group that has a name.
 *
 * @param name letters, digits and underscores
 * @param number 1 or more
 */
public record NamedGroup(String name, int number) {}
