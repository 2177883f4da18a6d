package dev.penstock.pipeline.syntax;

/** A text is not what it should be. The message begins with {@code line:column} and says what was found and what is accepted. */
public final class SyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient Position position;
    private final String problem;

    /**
     * An exception about one place of a text.
     *
     * @param position where
     * @param problem what was found there, and what is accepted
     */
    public SyntaxException(Position position, String problem) {
        super(position + ": " + problem);
        this.position = position;
        this.problem = problem;
    }

    /**
     * What was found, and what is accepted.
     *
     * @return the message without line and column
     */
    public String problem() {
        return problem;
    }

    /**
     * Where the problem is.
     *
     * @return its line and column
     */
    public Position position() {
        return position;
    }
}
