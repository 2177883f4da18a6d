package dev.penstock.testkit.promql;

import dev.penstock.testkit.push.GoString;
import dev.penstock.testkit.push.GoText;
import dev.penstock.testkit.push.LabelTextException;
import dev.penstock.testkit.re2.Re2Exception;
import java.util.ArrayList;
import java.util.List;

/** Reads a selector from left to right. */
final class SelectorParser {

    private static final String METRIC_NAME = "__name__";

    private final String text;
    private final List<Matcher> matchers = new ArrayList<>();
    private int next;

    SelectorParser(String text) {
        this.text = text;
    }

    Selector parse() throws PromQlException {
        skip();
        if (next == text.length()) {
            throw new PromQlException("unknown position: parse error: no expression found in input");
        }
        if (nameStarts(true)) {
            matchers.add(Matcher.equal(METRIC_NAME, name(true)));
            skip();
        } else if (!at('{')) {
            throw unexpected("a metric name or {");
        }
        if (at('{')) {
            braces();
        }
        skip();
        long range = at('[') ? range() : 0;
        skip();
        if (next < text.length()) {
            throw unexpected("the end; the embedded backend has plain selectors only, such as name{label=\"value\"}"
                    + " and name{label=\"value\"}[5m]");
        }
        check();
        return new Selector(matchers, range);
    }

    private void check() throws PromQlException {
        if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
            throw PromQlException.at(text, 0, "vector selector must contain at least one non-empty matcher");
        }
        List<Matcher> names = matchers.stream().filter(Matcher::namesTheMetric).toList();
        if (names.size() > 1) {
            throw PromQlException.at(
                    text,
                    0,
                    "metric name must not be set twice: "
                            + GoText.quote(names.get(0).value()) + " or "
                            + GoText.quote(names.get(1).value()));
        }
    }

    private void braces() throws PromQlException {
        next++;
        skip();
        while (!at('}')) {
            matcher();
            skip();
            if (at(',')) {
                next++;
                skip();
            } else if (!at('}')) {
                throw unexpected("\",\" or \"}\" in label matching");
            }
        }
        next++;
    }

    private void matcher() throws PromQlException {
        boolean quoted = quoteStarts();
        if (!quoted && !nameStarts(false)) {
            throw unexpected("a label name or \"}\" in label matching");
        }
        String name = quoted ? string() : name(false);
        skip();
        if (quoted && (at(',') || at('}'))) {
            matchers.add(Matcher.equal(METRIC_NAME, name)); // the quoted name of a metric, as Prometheus 3 has it
            return;
        }
        String operator = operator();
        skip();
        int start = next;
        if (!quoteStarts()) {
            throw unexpected("a string in label matching");
        }
        String value = string();
        try {
            matchers.add(Matcher.of(name, operator, value));
        } catch (Re2Exception e) {
            throw PromQlException.at(text, start, e.text());
        }
    }

    private String operator() throws PromQlException {
        for (String operator : List.of("=~", "!~", "!=", "=")) {
            // == is none, but begins with one
            if (text.startsWith(operator, next) && !text.startsWith("==", next)) {
                next += operator.length();
                return operator;
            }
        }
        throw unexpected("a label matching operator, one of = != =~ !~");
    }

    private long range() throws PromQlException {
        int end = text.indexOf(']', next);
        if (end < 0) {
            throw PromQlException.at(text, text.length(), "unclosed [");
        }
        String duration = text.substring(next + 1, end).strip();
        long millis = PromDuration.millis(duration);
        if (millis < 0) {
            throw PromQlException.at(text, next + 1, "not a valid duration string: " + GoText.quote(duration));
        }
        if (millis == 0) {
            throw PromQlException.at(text, next + 1, "duration must be greater than 0");
        }
        next = end + 1;
        return millis;
    }

    private String string() throws PromQlException {
        char quote = text.charAt(next);
        if (quote == '`') {
            int end = text.indexOf('`', next + 1);
            if (end < 0) {
                throw PromQlException.at(text, next, "unterminated raw string");
            }
            String value = text.substring(next + 1, end);
            next = end + 1;
            return value;
        }
        try {
            GoString string = new GoString(text, next, quote);
            next = string.end();
            return string.value();
        } catch (LabelTextException e) {
            throw PromQlException.at(text, next, String.valueOf(e.getMessage()));
        }
    }

    private String name(boolean metric) {
        int start = next;
        while (next < text.length() && partOfName(text.charAt(next), metric, next > start)) {
            next++;
        }
        return text.substring(start, next);
    }

    private boolean nameStarts(boolean metric) {
        return next < text.length() && partOfName(text.charAt(next), metric, false);
    }

    private static boolean partOfName(char c, boolean metric, boolean later) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c == '_'
                || metric && c == ':'
                || later && c >= '0' && c <= '9';
    }

    private boolean quoteStarts() {
        return at('"') || at('\'') || at('`');
    }

    private boolean at(char c) {
        return next < text.length() && text.charAt(next) == c;
    }

    private void skip() {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == '#') {
                int end = text.indexOf('\n', next);
                next = end < 0 ? text.length() : end;
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                next++;
            } else {
                return;
            }
        }
    }

    private PromQlException unexpected(String wanted) {
        String found = next < text.length() ? GoText.quote(text.substring(next, next + 1)) : "end of input";
        return PromQlException.at(text, next, "unexpected " + found + ", expected " + wanted);
    }
}
