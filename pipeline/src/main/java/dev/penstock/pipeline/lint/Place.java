package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Span;

/**
 * A name in a text.
 *
 * @param name the name
 * @param span where it stands
 */
record Place(String name, Span span) {}
