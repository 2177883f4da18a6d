package dev.penstock.pipeline.regex;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what RE2 and Go refuse for its size: repetitions within repetitions that multiply to more than 1000, and groups that
 * nest deeper than that. RE2/J looks at each repetition alone, and {@code ((a{1000}){1000}){1000}} would take all memory.
 */
final class RegexLimits {

    private static final long LIMIT = 1000;

    private final String regex;
    private int at;
    private int depth;

    private RegexLimits(String regex) {
        this.regex = regex;
    }

    /**
     * What is wrong. Syntax is not its business: what it cannot read it lets pass.
     *
     * @param regex a regular expression
     * @return the problem, {@code null} when there is none
     */
    static @Nullable String problem(String regex) {
        RegexLimits limits = new RegexLimits(regex);
        if (limits.largest() > LIMIT) {
            return "its repetitions multiply to more than " + LIMIT;
        }
        return limits.depth > LIMIT ? "its groups nest more than " + LIMIT + " deep" : null;
    }

    private long largest() {
        Deque<Long> open = new ArrayDeque<>();
        long largest = 1;
        long group = 1;
        long last = 1;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> {
                    escape();
                    last = 1;
                }
                case '[' -> {
                    at = RegexText.classEnd(regex, at);
                    last = 1;
                }
                case '(' -> {
                    open.push(group);
                    depth = Math.max(depth, open.size());
                    group = 1;
                    last = 1;
                    at++;
                }
                case ')' -> {
                    last = group;
                    group = open.isEmpty() ? 1 : Math.max(open.pop(), group);
                    at++;
                }
                case '{' -> {
                    last *= count();
                    group = Math.max(group, last);
                    largest = Math.max(largest, last);
                    if (largest > LIMIT) {
                        return largest;
                    }
                }
                case '*', '+', '?' -> at++;
                default -> {
                    last = 1;
                    at++;
                }
            }
        }
        return largest;
    }

    private void escape() {
        if (regex.startsWith("\\Q", at)) {
            int end = regex.indexOf("\\E", at);
            at = end < 0 ? regex.length() : end + 2;
        } else if (regex.startsWith("{", at + 2) && "pPx".indexOf(regex.charAt(at + 1)) >= 0) {
            int end = regex.indexOf('}', at);
            at = end < 0 ? regex.length() : end + 1;
        } else {
            at += 2;
        }
    }

    /** The larger bound of {@code {n}}, {@code {n,}} or {@code {n,m}}; 1 for a brace that is only a brace. */
    private long count() {
        int end = regex.indexOf('}', at);
        String inner = end < 0 ? "" : regex.substring(at + 1, end);
        if (!inner.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
            at++;
            return 1;
        }
        at = end + 1;
        int comma = inner.indexOf(',');
        long lower = Long.parseLong(comma < 0 ? inner : inner.substring(0, comma));
        long upper = comma < 0 || comma == inner.length() - 1 ? lower : Long.parseLong(inner.substring(comma + 1));
        return Math.max(1, Math.max(lower, upper));
    }
}
