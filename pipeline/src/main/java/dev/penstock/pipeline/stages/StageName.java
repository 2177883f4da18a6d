package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.Position;

/**
 * Which stage something is said of.
 *
 * @param name such as {@code stage.drop}
 * @param position where it begins in the text
 */
public record StageName(String name, Position position) {

    /** As in {@code stage.drop (line 12)}. */
    @Override
    public String toString() {
        return name + " (line " + position.line() + ")";
    }
}
