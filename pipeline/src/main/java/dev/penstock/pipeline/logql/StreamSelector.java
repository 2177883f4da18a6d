package dev.penstock.pipeline.logql;

import java.util.List;

/**
 * A stream selector with line filters, as Alloy's {@code stage.match} takes it:
 * <code>{app="shop", env=~"prod|test"} |= "error" !~ "^GET /health"</code>. All conditions must hold. Immutable and safe for any
 * number of threads.
 */
public final class StreamSelector {

    private final String text;
    private final List<LabelMatcher> matchers;
    private final List<LineFilter> filters;

    StreamSelector(String text, List<LabelMatcher> matchers, List<LineFilter> filters) {
        this.text = text;
        this.matchers = List.copyOf(matchers);
        this.filters = List.copyOf(filters);
    }

    /**
     * Reads a selector.
     *
     * @param text the selector
     * @return what it says
     * @throws SelectorException when it is something else, or has a regular expression that RE2 does not take
     */
    public static StreamSelector parse(String text) {
        return new SelectorParser(text).parse();
    }

    /**
     * Whether an entry has what the selector asks for.
     *
     * @param labels the entry's labels
     * @param line its line
     * @return true when all matchers and filters hold
     */
    public boolean matches(LabelLookup labels, String line) {
        for (int i = 0; i < matchers.size(); i++) {
            if (!matchers.get(i).matches(labels)) {
                return false;
            }
        }
        for (int i = 0; i < filters.size(); i++) {
            if (!filters.get(i).matches(line)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The conditions on labels.
     *
     * @return at least one, in their order
     */
    public List<LabelMatcher> matchers() {
        return matchers;
    }

    /**
     * The conditions on the line.
     *
     * @return in their order, none perhaps
     */
    public List<LineFilter> filters() {
        return filters;
    }

    /** The selector as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
