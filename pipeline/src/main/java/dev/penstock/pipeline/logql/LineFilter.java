package dev.penstock.pipeline.logql;

import dev.penstock.pipeline.regex.GoRegex;
import org.jspecify.annotations.Nullable;

/** One condition on the line. */
public final class LineFilter {

    private final FilterOp op;
    private final String text;
    private final int offset;
    private final @Nullable GoRegex regex;

    /** How a line is searched. */
    public enum FilterOp {
        /** It contains the text. */
        CONTAINS("|="),
        /** It does not contain the text. */
        NOT_CONTAINS("!="),
        /** The regular expression matches a part of it. */
        REGEX("|~"),
        /** The regular expression matches no part of it. */
        NOT_REGEX("!~");

        private final String text;

        FilterOp(String text) {
            this.text = text;
        }

        /** As it is written. */
        @Override
        public String toString() {
            return text;
        }
    }

    LineFilter(FilterOp op, String text, int offset) {
        this.op = op;
        this.text = text;
        this.offset = offset;
        this.regex = op == FilterOp.REGEX || op == FilterOp.NOT_REGEX ? GoRegex.compile(text) : null;
    }

    boolean matches(String line) {
        boolean found = regex == null ? line.contains(text) : regex.find(line);
        return found == (op == FilterOp.CONTAINS || op == FilterOp.REGEX);
    }

    /**
     * The kind of search.
     *
     * @return its operator
     */
    public FilterOp op() {
        return op;
    }

    /**
     * What is searched for.
     *
     * @return the text between the quotes, decoded
     */
    public String text() {
        return text;
    }

    /**
     * Where the filter begins.
     *
     * @return an index of the selector
     */
    public int offset() {
        return offset;
    }

    @Override
    public String toString() {
        return op + " \"" + text + '"';
    }
}
