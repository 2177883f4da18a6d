package dev.penstock.testkit.logql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a whole query by recursive descent. */
final class Parser {

    private static final String NO_EQUALITY =
            "parse error : queries require at least one regexp or equality matcher that does not have an"
                    + " empty-compatible value. For instance, app=~\".*\" does not meet this requirement, but"
                    + " app=~\".+\" will";

    private static final Map<String, Query.Function> FUNCTIONS = Map.of(
            "count_over_time", Query.Function.COUNT,
            "rate", Query.Function.RATE,
            "bytes_over_time", Query.Function.BYTES);

    private final Tokens tokens;

    Parser(String text) throws LogQlException {
        this.tokens = new Tokens(text);
    }

    Query parse() throws LogQlException {
        Query query = query();
        if (tokens.kind() != Tokens.Kind.END) {
            throw unsupported();
        }
        return query;
    }

    private Query query() throws LogQlException {
        if (tokens.is("{")) {
            return new Query.Logs(logs());
        }
        if (tokens.is("(")) {
            tokens.advance();
            Query inner = query();
            want(")");
            return inner;
        }
        if (tokens.is("sum")) {
            return sum();
        }
        Query.Function function = FUNCTIONS.get(tokens.value());
        if (tokens.kind() == Tokens.Kind.NAME && function != null) {
            tokens.advance();
            return overTime(function);
        }
        throw unsupported();
    }

    private Query sum() throws LogQlException {
        tokens.advance();
        List<String> by = grouping();
        want("(");
        int start = tokens.start();
        Query inner = query();
        if (inner instanceof Query.Logs) {
            throw new LogQlException("parse error at line 1, col " + (start + 1)
                    + ": syntax error: sum() needs a metric query, such as count_over_time(...)");
        }
        want(")");
        return new Query.Sum(inner, by == null ? grouping() : by);
    }

    private @Nullable List<String> grouping() throws LogQlException {
        if (!tokens.is("by")) {
            return null;
        }
        tokens.advance();
        want("(");
        List<String> names = new ArrayList<>();
        while (!tokens.is(")")) {
            names.add(want(Tokens.Kind.NAME));
            if (!tokens.is(")")) {
                want(",");
            }
        }
        tokens.advance();
        return names;
    }

    private Query overTime(Query.Function function) throws LogQlException {
        want("(");
        List<LabelMatcher> selector = selector();
        List<Stage> stages = new ArrayList<>();
        long range = -1;
        if (tokens.is("[")) {
            range = range();
            new Pipeline(tokens).readInto(stages);
        } else {
            new Pipeline(tokens).readInto(stages);
            range = range();
        }
        want(")");
        return new Query.OverTime(function, new LogQuery(selector, stages), range);
    }

    private long range() throws LogQlException {
        want("[");
        if (tokens.kind() != Tokens.Kind.DURATION) {
            throw unexpected("DURATION");
        }
        long nanos = LogQlDuration.nanos(tokens.value());
        if (nanos <= 0) {
            throw tokens.error("not a valid duration string: \"" + tokens.value() + "\"");
        }
        tokens.advance();
        want("]");
        return nanos;
    }

    private LogQuery logs() throws LogQlException {
        List<LabelMatcher> selector = selector();
        List<Stage> stages = new ArrayList<>();
        new Pipeline(tokens).readInto(stages);
        return new LogQuery(selector, stages);
    }

    private List<LabelMatcher> selector() throws LogQlException {
        want("{");
        List<LabelMatcher> matchers = new ArrayList<>();
        while (!tokens.is("}")) {
            String name = want(Tokens.Kind.NAME);
            String operator = tokens.value();
            if (!List.of("=", "!=", "=~", "!~").contains(operator)) {
                throw unexpected("= or != or =~ or !~");
            }
            tokens.advance();
            matchers.add(LabelMatcher.of(name, operator, want(Tokens.Kind.STRING)));
            if (!tokens.is("}")) {
                want(",");
            }
        }
        tokens.advance();
        if (matchers.stream().noneMatch(LabelMatcher::needsAValue)) {
            throw new LogQlException(NO_EQUALITY);
        }
        return matchers;
    }

    private void want(String symbol) throws LogQlException {
        if (!tokens.is(symbol)) {
            throw unexpected(symbol);
        }
        tokens.advance();
    }

    private String want(Tokens.Kind kind) throws LogQlException {
        if (tokens.kind() != kind) {
            throw unexpected(kind.name());
        }
        String value = tokens.value();
        tokens.advance();
        return value;
    }

    private LogQlException unexpected(String wanted) {
        return tokens.error("syntax error: unexpected " + tokens.value() + ", expecting " + wanted);
    }

    private LogQlException unsupported() {
        return tokens.error("syntax error: unexpected " + tokens.value()
                + "; the embedded backend has selectors, line and label filters, count_over_time, rate, bytes_over_time"
                + " and sum by (...) only");
    }
}
