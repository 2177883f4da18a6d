package dev.penstock.pipeline.logql;

import dev.penstock.pipeline.logql.LabelMatcher.MatchOp;
import dev.penstock.pipeline.logql.LineFilter.FilterOp;
import dev.penstock.pipeline.regex.RegexException;
import java.util.ArrayList;
import java.util.List;

/** Parses stream selectors. Comments as in Go are skipped. */
final class SelectorParser {

    private static final String FILTERS = "expected a line filter |= != |~ !~ with a text in double quotes, or the end";

    private final String text;
    private int at;

    SelectorParser(String text) {
        this.text = text;
    }

    StreamSelector parse() {
        skipSpace();
        if (!text.startsWith("{", at)) {
            throw refused(at, found() + "; a selector begins with {, as in {app=\"shop\"}");
        }
        at++;
        List<LabelMatcher> matchers = new ArrayList<>();
        skipSpace();
        if (text.startsWith("}", at)) {
            throw refused(at, "a selector needs a matcher; to match everything write {app=~\".*\"} with any label");
        }
        while (true) {
            matchers.add(matcher());
            skipSpace();
            char c = peek();
            if (c == '}') {
                at++;
                break;
            }
            if (c != ',') {
                throw refused(at, found() + "; expected , or } after a matcher");
            }
            int comma = at++;
            skipSpace();
            if (peek() == '}') {
                throw refused(comma, "a comma before the } is not accepted; leave it out");
            }
        }
        List<LineFilter> filters = new ArrayList<>();
        skipSpace();
        while (at < text.length()) {
            filters.add(filter());
            skipSpace();
        }
        return new StreamSelector(text, matchers, filters);
    }

    private LabelMatcher matcher() {
        int start = at;
        while (at < text.length()
                && (Character.isLetter(text.codePointAt(at))
                        || peek() == '_'
                        || at > start && Character.isDigit(text.codePointAt(at)))) {
            at += Character.charCount(text.codePointAt(at));
        }
        String name = text.substring(start, at);
        if (name.isEmpty()) {
            throw refused(at, found() + "; expected a label's name");
        }
        skipSpace();
        int operator = at;
        MatchOp op;
        if (text.startsWith("==", at)) {
            throw refused(at, "there is no operator ==; equality is =");
        } else if (text.startsWith("=~", at)) {
            op = MatchOp.REGEX;
        } else if (text.startsWith("!~", at)) {
            op = MatchOp.NOT_REGEX;
        } else if (text.startsWith("!=", at)) {
            op = MatchOp.NOT_EQUAL;
        } else if (text.startsWith("=", at)) {
            op = MatchOp.EQUAL;
        } else {
            String hint = peek() == '.' || peek() == '-' ? "; a label's name has letters, digits and _ only" : "";
            throw refused(at, found() + "; expected one of = != =~ !~ after " + name + hint);
        }
        at = operator + op.toString().length();
        skipSpace();
        int quote = at;
        String value = string("{" + name + op + "\"value\"}");
        try {
            return new LabelMatcher(name, op, value, start);
        } catch (RegexException e) {
            throw refused(quote, "the regex is not accepted: " + e.problem());
        }
    }

    private LineFilter filter() {
        int start = at;
        FilterOp op = null;
        for (FilterOp each : FilterOp.values()) {
            if (text.startsWith(each.toString(), at)) {
                op = each;
            }
        }
        if (op == null) {
            throw refused(at, notAFilter());
        }
        at += 2;
        skipSpace();
        if (text.startsWith("ip", at)) {
            throw refused(at, "ip(…) is not accepted here; " + FILTERS);
        }
        int quote = at;
        String value = string(op + " \"text\"");
        try {
            return new LineFilter(op, value, start);
        } catch (RegexException e) {
            throw refused(quote, "the regex is not accepted: " + e.problem());
        }
    }

    private String notAFilter() {
        if (text.startsWith("|>", at) || text.startsWith("!>", at)) {
            return "a pattern filter is not accepted here; use |~ with a regular expression";
        }
        if (text.startsWith("or", at)) {
            return "\"or\" is not accepted here; use one filter |~ \"first|second\"";
        }
        if (peek() == '|') {
            return "parsers and label filters are not accepted here; extract the value with a stage, make it a label with "
                    + "stage.labels, and match the label; " + FILTERS;
        }
        return found() + "; " + FILTERS;
    }

    /** A text in double quotes. */
    private String string(String example) {
        char quote = peek();
        if (quote == '`') {
            throw refused(
                    at,
                    "a text in backticks is not accepted here; use double quotes, as in " + example
                            + ", with backslashes doubled");
        }
        if (quote != '"') {
            throw refused(at, found() + "; expected a text in double quotes, as in " + example);
        }
        int start = at++;
        while (peek() != '"') {
            if (at >= text.length() || peek() == '\n') {
                throw refused(start, "the \" that begins here is not closed");
            }
            at += peek() == '\\' ? 2 : 1;
        }
        at++;
        return GoString.decode(text, start + 1, at - 1);
    }

    private void skipSpace() {
        while (at < text.length()) {
            if (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
                at++;
            } else if (text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw refused(at, "the comment that begins here is not closed");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private String found() {
        return at < text.length() ? "unexpected " + Character.toString(text.codePointAt(at)) : "unexpected end";
    }

    private static SelectorException refused(int offset, String problem) {
        return new SelectorException(offset, problem);
    }
}
