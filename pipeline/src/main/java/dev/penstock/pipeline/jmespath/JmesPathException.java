package dev.penstock.pipeline.jmespath;

/** An expression is not JMESPath. The message says where, what was found, and what is accepted. */
public final class JmesPathException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final int offset;

    JmesPathException(int offset, String problem) {
        super("at character " + (offset + 1) + ": " + problem);
        this.offset = offset;
    }

    /**
     * Where the problem is.
     *
     * @return an index of the expression, from 0
     */
    public int offset() {
        return offset;
    }
}
