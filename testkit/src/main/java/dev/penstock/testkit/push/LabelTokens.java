package dev.penstock.testkit.push;

/** Cuts label text into tokens, with the messages of the lexer in {@code promql/parser/lex.go}. */
final class LabelTokens {

    /** What a token is. */
    enum Kind {
        OPEN,
        CLOSE,
        COMMA,
        EQUALS,
        OTHER_OPERATOR,
        NAME,
        STRING,
        END
    }

    private final String text;
    private int next;
    private int start;
    private boolean inside;
    private Kind kind = Kind.END;
    private String value = "";

    LabelTokens(String text) {
        this.text = text;
    }

    Kind kind() {
        return kind;
    }

    /** The name, or the string without its quotes and escapes. */
    String value() {
        return value;
    }

    int start() {
        return start;
    }

    String describe() {
        return switch (kind) {
            case END -> "end of input";
            case NAME -> "identifier \"" + value + "\"";
            case STRING -> "string " + GoText.quote(text.substring(start, next));
            default -> GoText.quote(text.substring(start, next));
        };
    }

    Kind next() throws LabelTextException {
        while (next < text.length() && " \t\n\r".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        start = next;
        kind = scan();
        return kind;
    }

    private Kind scan() throws LabelTextException {
        if (next == text.length()) {
            if (inside) {
                throw error("unexpected end of input inside braces");
            }
            return Kind.END;
        }
        char c = text.charAt(next++);
        if (!inside) {
            if (c == '{') {
                inside = true;
                return Kind.OPEN;
            }
            if (isLetter(c)) {
                return name();
            }
            throw error("unexpected character: " + GoText.quoteRune(text.codePointAt(start)));
        }
        if (isLetter(c)) {
            return name();
        }
        return switch (c) {
            case ',' -> Kind.COMMA;
            case '=' -> operator('~', Kind.EQUALS);
            case '!' -> negation();
            case '"', '\'' -> string(c);
            case '`' -> rawString();
            case '{' -> throw error("unexpected left brace '{'");
            case '}' -> {
                inside = false;
                yield Kind.CLOSE;
            }
            default -> throw error("unexpected character inside braces: " + GoText.quoteRune(text.codePointAt(start)));
        };
    }

    private Kind operator(char second, Kind otherwise) {
        if (next < text.length() && text.charAt(next) == second) {
            next++;
            return Kind.OTHER_OPERATOR;
        }
        return otherwise;
    }

    private Kind negation() throws LabelTextException {
        if (next < text.length() && (text.charAt(next) == '=' || text.charAt(next) == '~')) {
            next++;
            return Kind.OTHER_OPERATOR;
        }
        throw error("unexpected character after '!' inside braces: "
                + (next < text.length() ? GoText.quoteRune(text.codePointAt(next)) : "'\\uffff'"));
    }

    private Kind name() {
        while (next < text.length() && (isLetter(text.charAt(next)) || isDigit(text.charAt(next)))) {
            next++;
        }
        value = text.substring(start, next);
        return Kind.NAME;
    }

    private Kind string(char quote) throws LabelTextException {
        GoString string = new GoString(text, start, quote);
        value = string.value();
        next = string.end();
        return Kind.STRING;
    }

    private Kind rawString() throws LabelTextException {
        int end = text.indexOf('`', next);
        String raw = text.substring(next, end < 0 ? text.length() : end);
        if (raw.indexOf('\uFFFD') >= 0) {
            throw error("invalid UTF-8 rune");
        }
        if (end < 0 || raw.indexOf('\0') >= 0) {
            throw error("unterminated raw string");
        }
        value = raw;
        next = end + 1;
        return Kind.STRING;
    }

    private LabelTextException error(String why) {
        return new LabelTextException(text, start, why);
    }

    private static boolean isLetter(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
