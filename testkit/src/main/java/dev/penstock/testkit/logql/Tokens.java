package dev.penstock.testkit.logql;

import dev.penstock.testkit.push.GoString;
import dev.penstock.testkit.push.LabelTextException;
import java.util.List;

/** Cuts LogQL into tokens. */
final class Tokens {

    /** What a token is. */
    enum Kind {
        NAME,
        STRING,
        DURATION,
        SYMBOL,
        END
    }

    private static final List<String> LONG_SYMBOLS =
            List.of("|=", "|~", "|>", "!=", "!~", "!>", "=~", "==", ">=", "<=");

    private final String text;
    private int next;
    private int start;
    private Kind kind = Kind.END;
    private String value = "";

    Tokens(String text) throws LogQlException {
        this.text = text;
        advance();
    }

    Kind kind() {
        return kind;
    }

    String value() {
        return value;
    }

    int start() {
        return start;
    }

    boolean is(String symbolOrName) {
        return (kind == Kind.SYMBOL || kind == Kind.NAME) && value.equals(symbolOrName);
    }

    void advance() throws LogQlException {
        skip();
        start = next;
        if (next == text.length()) {
            kind = Kind.END;
            value = "end of query";
            return;
        }
        char c = text.charAt(next);
        if (Character.isLetter(c) || c == '_') {
            run(Kind.NAME);
        } else if (c >= '0' && c <= '9') {
            run(Kind.DURATION);
        } else if (c == '"' || c == '\'') {
            string(c);
        } else if (c == '`') {
            raw();
        } else {
            String two = text.substring(next, Math.min(text.length(), next + 2));
            value = LONG_SYMBOLS.contains(two) ? two : text.substring(next, next + 1);
            next += value.length();
            kind = Kind.SYMBOL;
        }
    }

    LogQlException error(String why) {
        return LogQlException.at(text, start, why);
    }

    private void skip() {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == '#') {
                int end = text.indexOf('\n', next);
                next = end < 0 ? text.length() : end;
            } else if (Character.isWhitespace(c)) {
                next++;
            } else {
                return;
            }
        }
    }

    private void run(Kind is) {
        while (next < text.length() && partOf(is, text.charAt(next))) {
            next++;
        }
        kind = is;
        value = text.substring(start, next);
    }

    private static boolean partOf(Kind is, char c) {
        return Character.isLetterOrDigit(c) || c == '_' || (is == Kind.DURATION && c == '.');
    }

    private void string(char quote) throws LogQlException {
        try {
            GoString string = new GoString(text, start, quote);
            value = string.value();
            next = string.end();
            kind = Kind.STRING;
        } catch (LabelTextException e) {
            throw error("syntax error: " + e.getMessage());
        }
    }

    private void raw() throws LogQlException {
        int end = text.indexOf('`', next + 1);
        if (end < 0) {
            throw error("syntax error: unterminated raw string");
        }
        value = text.substring(next + 1, end);
        next = end + 1;
        kind = Kind.STRING;
    }
}
