package dev.penstock.pipeline.regex;

import org.jspecify.annotations.Nullable;

/**
 * The longest text that must stand in whatever an expression matches. Looking for it is many times faster than running the
 * automaton, and rejects most lines. Finds none rather than a wrong one: what it does not know for sure, it passes over.
 */
final class RequiredLiteral {

    /** What has a meaning of its own; an escaped one stands for itself. */
    static final String SPECIAL = "\\.+*?()[]{}^$|";

    private final String regex;
    private int at;

    private RequiredLiteral(String regex) {
        this.regex = regex;
    }

    /** The text, {@code null} when there is none; of an expression that compiles. */
    static @Nullable String of(String regex) {
        if (!isSimple(regex)) {
            return null;
        }
        RequiredLiteral reader = new RequiredLiteral(regex);
        String best = reader.sequence();
        return reader.at < regex.length() || best.isEmpty() ? null : best;
    }

    /** Whether there are neither flags nor quoted texts: both change what the characters behind them mean. */
    static boolean isSimple(String regex) {
        for (int i = regex.indexOf("(?"); i >= 0; i = regex.indexOf("(?", i + 1)) {
            if (!regex.startsWith(":", i + 2) && !regex.startsWith("P<", i + 2) && !regex.startsWith("<", i + 2)) {
                return false;
            }
        }
        return !regex.contains("\\Q");
    }

    /** The best of a sequence up to the parenthesis that ends it; empty with an alternative in it. */
    private String sequence() {
        String best = "";
        boolean alternatives = false;
        StringBuilder run = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != ')') {
            char c = regex.charAt(at);
            String inner = "";
            int literal = -1;
            switch (c) {
                case '(' -> inner = group();
                case '[' -> at = RegexText.classEnd(regex, at);
                case '\\' -> literal = escape();
                case '|' -> {
                    alternatives = true;
                    at++;
                }
                case '.', '^', '$', '*', '+', '?' -> at++;
                default -> {
                    literal = c == '{' || c == '}' || Character.isSurrogate(c) ? -1 : c;
                    at++;
                }
            }
            boolean optional = at < regex.length() && "*?{".indexOf(regex.charAt(at)) >= 0;
            if (literal >= 0 && !optional) {
                run.append((char) literal);
            }
            if (literal < 0 || optional || at < regex.length() && regex.charAt(at) == '+') {
                best = longer(best, run.toString());
                run.setLength(0);
            }
            best = optional ? best : longer(best, inner);
            skipQuantifier();
        }
        return alternatives ? "" : longer(best, run.toString());
    }

    private void skipQuantifier() {
        if (at < regex.length() && regex.charAt(at) == '{') {
            int end = regex.indexOf('}', at);
            if (end > 0 && regex.substring(at + 1, end).matches("[0-9]+(,[0-9]*)?")) {
                at = end + 1;
            }
        }
    }

    private String group() {
        at++;
        if (regex.startsWith("?:", at)) {
            at += 2;
        } else if (regex.startsWith("?", at)) {
            at = regex.indexOf('>', at) + 1;
        }
        String inner = sequence();
        at++;
        return inner;
    }

    /** The character that is escaped, -1 when it is a class or an assertion. */
    private int escape() {
        char c = regex.charAt(at + 1);
        if ("pPx".indexOf(c) >= 0 && regex.startsWith("{", at + 2)) {
            at = regex.indexOf('}', at) + 1;
            return -1;
        }
        if (c == 'x') {
            at += 4;
            return -1;
        }
        if (c == 'p' || c == 'P') {
            at += 2 + Character.charCount(regex.codePointAt(at + 2));
            return -1;
        }
        if (c >= '0' && c <= '7') {
            at += 2;
            while (at < regex.length() && regex.charAt(at) >= '0' && regex.charAt(at) <= '7') {
                at++;
            }
            return -1;
        }
        at += 2;
        return Shortcut.standsForItself(c) ? c : -1;
    }

    private static String longer(String a, String b) {
        return b.length() > a.length() ? b : a;
    }
}
