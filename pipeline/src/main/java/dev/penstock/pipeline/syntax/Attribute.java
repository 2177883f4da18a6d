package dev.penstock.pipeline.syntax;

/**
 * {@code name = value}.
 *
 * @param name the name, without dots
 * @param value the value
 * @param span where the name is
 */
public record Attribute(String name, Expression value, Span span) implements Statement {}
