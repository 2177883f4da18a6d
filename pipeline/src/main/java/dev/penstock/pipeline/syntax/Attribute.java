package dev.penstock.pipeline.syntax;

/**
 * {@code name = value}.
 *
 * @param name the name, without dots
 * @param value the value
 * @param position where the name begins
 */
public record Attribute(String name, Expression value, Position position) implements Statement {}
