package dev.penstock.testkit.logql;

import java.util.List;
import java.util.Map;

/** A selector of streams and the filters behind it: {@code {app="shop"} |= "error" | level="warn"}. */
public final class LogQuery {

    private final List<LabelMatcher> selector;
    private final List<Stage> stages;

    LogQuery(List<LabelMatcher> selector, List<Stage> stages) {
        this.selector = List.copyOf(selector);
        this.stages = List.copyOf(stages);
    }

    /**
     * Parses a log query.
     *
     * @throws LogQlException if it is none
     */
    public static LogQuery parse(String text) throws LogQlException {
        if (Query.parse(text) instanceof Query.Logs logs) {
            return logs.query();
        }
        throw new LogQlException("parse error : a log query is wanted, this is a metric query: " + text);
    }

    /** Whether it looks at this stream. */
    public boolean selects(Map<String, String> stream) {
        for (LabelMatcher matcher : selector) {
            if (!matcher.matches(stream)) {
                return false;
            }
        }
        return true;
    }

    /** Whether an entry of such a stream stays; {@code labels} are those of the stream and the metadata together. */
    public boolean keeps(String line, Map<String, String> labels) {
        for (Stage stage : stages) {
            if (!stage.keeps(line, labels)) {
                return false;
            }
        }
        return true;
    }
}
