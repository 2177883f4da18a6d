package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.Statement;
import java.util.List;

/**
 * A file of a configuration.
 *
 * @param name as it is called in messages
 * @param text all of it
 * @param statements what stands in it; empty when it cannot be read
 */
record SourceFile(String name, String text, List<Statement> statements) {}
