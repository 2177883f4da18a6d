package dev.penstock.pipeline.logql;

/** A text is not a LogQL pattern. The message says what is wrong and what to write. */
public final class PatternException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    PatternException(int offset, String problem) {
        super(problem);
        this.offset = offset;
    }

    /**
     * Where the problem is.
     *
     * @return an index of the pattern, from 0
     */
    public int offset() {
        return offset;
    }
}
