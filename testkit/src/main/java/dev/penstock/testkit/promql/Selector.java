package dev.penstock.testkit.promql;

import java.util.List;
import java.util.Map;

/** A parsed selector of series: {@code name{label="value"}}, maybe with a range. Immutable. */
public final class Selector {

    private final List<Matcher> matchers;
    private final long rangeMillis;

    Selector(List<Matcher> matchers, long rangeMillis) {
        this.matchers = List.copyOf(matchers);
        this.rangeMillis = rangeMillis;
    }

    /**
     * Parses a plain selector.
     *
     * @throws PromQlException if it is none, or more than that
     */
    public static Selector parse(String text) throws PromQlException {
        return new SelectorParser(text).parse();
    }

    /** Whether a series with these labels is meant. */
    public boolean selects(Map<String, String> labels) {
        for (Matcher matcher : matchers) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** How far back it reaches in milliseconds; 0 if it has no range. */
    public long rangeMillis() {
        return rangeMillis;
    }
}
