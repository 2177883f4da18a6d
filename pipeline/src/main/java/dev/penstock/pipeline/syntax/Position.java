package dev.penstock.pipeline.syntax;

/**
 * Where something stands in a text.
 *
 * @param line counted from 1
 * @param column counted from 1, in bytes of UTF-8, as Alloy counts
 */
public record Position(int line, int column) {

    /** As in Alloy's messages: {@code line:column}. */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
