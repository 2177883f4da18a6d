package dev.penstock.pipeline.logql;

import dev.penstock.pipeline.regex.GoRegex;
import org.jspecify.annotations.Nullable;

/** One condition of a stream selector: a label, and what its value is compared with. */
public final class LabelMatcher {

    private final String name;
    private final MatchOp op;
    private final String value;
    private final int offset;
    private final @Nullable GoRegex regex;

    /** How a label's value is compared. */
    public enum MatchOp {
        /** It is the text. */
        EQUAL("="),
        /** It is not the text. */
        NOT_EQUAL("!="),
        /** The regular expression matches it as a whole. */
        REGEX("=~"),
        /** The regular expression does not match it as a whole. */
        NOT_REGEX("!~");

        private final String text;

        MatchOp(String text) {
            this.text = text;
        }

        /** As it is written. */
        @Override
        public String toString() {
            return text;
        }
    }

    LabelMatcher(String name, MatchOp op, String value, int offset) {
        this.name = name;
        this.op = op;
        this.value = value;
        this.offset = offset;
        this.regex = op == MatchOp.REGEX || op == MatchOp.NOT_REGEX ? GoRegex.anchored(value) : null;
    }

    boolean matches(LabelLookup labels) {
        String label = labels.get(name);
        String actual = label == null ? "" : label;
        boolean matches = regex == null ? actual.equals(value) : regex.find(actual);
        return matches == (op == MatchOp.EQUAL || op == MatchOp.REGEX);
    }

    /**
     * The label.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * The comparison.
     *
     * @return its operator
     */
    public MatchOp op() {
        return op;
    }

    /**
     * What the label's value is compared with.
     *
     * @return the text between the quotes, decoded
     */
    public String value() {
        return value;
    }

    /**
     * Where the matcher begins.
     *
     * @return an index of the selector
     */
    public int offset() {
        return offset;
    }

    @Override
    public String toString() {
        return name + op + '"' + value + '"';
    }
}
