package dev.penstock.pipeline.syntax;

/**
 * A range of a text.
 *
 * @param line where it begins, counted from 1
 * @param column where it begins, counted from 1, in bytes of UTF-8
 * @param endLine the line it ends on
 * @param endColumn the column after its last byte
 */
public record Span(int line, int column, int endLine, int endColumn) {

    /**
     * One byte.
     *
     * @param position where it is
     * @return its range
     */
    public static Span at(Position position) {
        return new Span(position.line(), position.column(), position.line(), position.column() + 1);
    }

    /**
     * Where it begins.
     *
     * @return line and column of its first byte
     */
    public Position start() {
        return new Position(line, column);
    }

    /**
     * Where it ends.
     *
     * @return line and column after its last byte
     */
    public Position end() {
        return new Position(endLine, endColumn);
    }

    /**
     * From here to the end of another range.
     *
     * @param last what ends later
     * @return both, and what is between them
     */
    public Span to(Span last) {
        return new Span(line, column, last.endLine, last.endColumn);
    }
}
