package dev.penstock.pipeline.logql;

/** A text is not a stream selector. The message says where, what was found, and what to write. */
public final class SelectorException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    SelectorException(int offset, String problem) {
        super("at character " + (offset + 1) + ": " + problem);
        this.offset = offset;
    }

    /**
     * Where the problem is.
     *
     * @return an index of the selector, from 0
     */
    public int offset() {
        return offset;
    }
}
