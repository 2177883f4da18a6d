package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text into tokens, and puts a terminator where the end of a line ends a statement. What is no token is complained about
 * and taken for what was probably meant, so that reading goes on. Source: Alloy's syntax/scanner/scanner.go.
 */
final class Lexer {

    private static final int END = -1;

    private final String text;
    private final Complaints complaints;
    private int at;
    private int line = 1;
    private int lineStart;
    private boolean mayEnd;

    /** A place on this line and its column, so that columns of a long line are counted once. */
    private int countedTo;

    private int countedColumn = 1;

    /** Where this token begins, and its column: problems in a token never make the line be counted from its start again. */
    private int tokenStart;

    private int tokenColumn = 1;

    /**
     * A lexer before the first token.
     *
     * @throws SyntaxException when the text has a NUL or half a surrogate pair, which nothing can hold, not even a comment
     */
    Lexer(String text, Complaints complaints) {
        this.text = text;
        this.complaints = complaints;
        refuseWhatIsNoText();
        if (peek() == '\uFEFF') {
            at++;
        }
    }

    /** How many bytes a character has in UTF-8. */
    static int bytes(int c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }

    private void refuseWhatIsNoText() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                at = i;
                newLine();
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                throw new SyntaxException(span(i, i + 1), noUse(c));
            }
        }
        at = 0;
        line = 1;
        lineStart = 0;
        tokenStart = 0;
        tokenColumn = 1;
        countedTo = 0;
        countedColumn = 1;
    }

    /** The next token; {@link Kind#END} again and again after the last one. */
    Token next() {
        while (true) {
            int c = peek();
            switch (c) {
                case END -> {
                    return mayEnd ? terminator(at) : token(Kind.END, "", at, span(at, at));
                }
                case ' ', '\t', '\r' -> at++;
                case '\n' -> {
                    Token terminator = mayEnd ? terminator(at) : null;
                    newLine();
                    if (terminator != null) {
                        return terminator;
                    }
                }
                case '#' -> {
                    begin();
                    complaints.add(span(at, at + 1), "'#' begins no comment; write // for a comment");
                    toEndOfLine();
                }
                default -> {
                    begin();
                    Token token = c == '/' ? slash() : word(c);
                    if (token != null) {
                        return token;
                    }
                }
            }
        }
    }

    /** The text of a line from an index on. */
    String restOfLine(int index) {
        int end = text.indexOf('\n', index);
        return text.substring(index, end < 0 ? Math.min(text.length(), index + 1000) : Math.min(end, index + 1000));
    }

    /** What stands between two indices. */
    String between(int start, int end) {
        return text.substring(start, end);
    }

    private Token word(int c) {
        int start = at;
        if (c == '"') {
            return string();
        }
        if (c == '`') {
            return rawString();
        }
        if (c == '\'') {
            return singleQuotes();
        }
        if (isDigit(c) || c == '.' && isDigit(at(at + 1))) {
            return number();
        }
        if (!isLetter(c)) {
            return symbol(c);
        }
        while (isLetter(peek()) || Character.isDigit(peek())) {
            at += Character.charCount(peek());
        }
        String word = text.substring(start, at);
        Kind kind = switch (word) {
            case "true" -> Kind.TRUE;
            case "false" -> Kind.FALSE;
            case "null" -> Kind.NULL;
            default -> Kind.IDENTIFIER;
        };
        return token(kind, word, start);
    }

    private Token number() {
        int start = at;
        Kind kind = Kind.NUMBER;
        digits();
        if (peek() == '.') {
            kind = Kind.FLOAT;
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            kind = Kind.FLOAT;
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            if (!isDigit(peek())) {
                String written = text.substring(start, at);
                complaints.add(span(start, at), "the number '" + written + "' has no digits in its exponent");
                return token(kind, "0", start);
            }
            digits();
        }
        return token(kind, text.substring(start, at), start);
    }

    private void digits() {
        while (isDigit(peek())) {
            at++;
        }
    }

    private Token symbol(int c) {
        int start = at;
        String two = text.substring(at, Math.min(at + 2, text.length()));
        switch (two) {
            case "||", "&&", "==", "!=", "<=", ">=" -> {
                at += 2;
                return token(Kind.OPERATOR, two, start);
            }
            default -> {}
        }
        Kind kind = switch (c) {
            case '{' -> Kind.BRACE_OPEN;
            case '}' -> Kind.BRACE_CLOSE;
            case '[' -> Kind.BRACKET_OPEN;
            case ']' -> Kind.BRACKET_CLOSE;
            case '(' -> Kind.PARENTHESIS_OPEN;
            case ')' -> Kind.PARENTHESIS_CLOSE;
            case '=' -> Kind.ASSIGN;
            case ':' -> Kind.COLON;
            case ',' -> Kind.COMMA;
            case '.' -> Kind.DOT;
            case '!', '<', '>', '+', '-', '*', '/', '%', '^' -> Kind.OPERATOR;
            default -> null;
        };
        at += Character.charCount(c);
        if (kind == null) {
            complaints.add(span(start, at), noUse(c));
            // Stands for a value, so that none is missed on the lines below.
            return token(Kind.STRING, "", start);
        }
        return token(kind, Character.toString(c), start);
    }

    private @Nullable Token slash() {
        int next = at(at + 1);
        if (next == '/') {
            toEndOfLine();
            return null;
        }
        return next == '*' ? blockComment() : symbol('/');
    }

    private void toEndOfLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    /** A comment that goes over the end of a line ends a statement as that would. */
    private @Nullable Token blockComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            complaints.add(span(at, at + 2), "the comment that begins here is not ended; expected */");
        }
        int stop = end < 0 ? text.length() : end + 2;
        Token terminator = null;
        while (at < stop) {
            if (text.charAt(at) == '\n') {
                terminator = mayEnd ? terminator(at) : terminator;
                newLine();
            } else {
                at++;
            }
        }
        return terminator;
    }

    private Token string() {
        int start = at;
        int end = endOfQuotes('"');
        if (at == end) {
            complaints.add(
                    span(start, start + 1),
                    "the string that begins here is not ended on its line; expected \""
                            + " (a text of several lines stands in backticks)");
            return token(Kind.STRING, text.substring(start + 1, end), start);
        }
        StringEscapes escapes = new StringEscapes(text, start + 1, end);
        String value = escapes.decode();
        if (value == null) {
            complaints.add(span(escapes.refusedFrom(), escapes.refusedTo()), escapes.problem());
            return token(Kind.STRING, text.substring(start + 1, end), start);
        }
        return token(Kind.STRING, value, start);
    }

    private Token singleQuotes() {
        int start = at;
        int end = endOfQuotes('\'');
        String content = text.substring(start + 1, end);
        complaints.add(
                span(start, at),
                "strings are written in double quotes, not in single ones"
                        + (at == end ? "" : ": \"" + content.replace("\"", "\\\"") + "\""));
        return token(Kind.STRING, content, start);
    }

    /** Goes behind the closing quote, or to the end of the line where there is none; where the content ends. */
    private int endOfQuotes(char quote) {
        at++;
        while (peek() != quote) {
            if (peek() == END || peek() == '\n') {
                return at;
            }
            at += peek() == '\\' && at(at + 1) != '\n' && at(at + 1) != END ? 2 : 1;
        }
        return at++;
    }

    private Token rawString() {
        int start = at;
        int end = text.indexOf('`', at + 1);
        Span open = span(start, start + 1);
        if (end < 0) {
            complaints.add(open, "the string that begins here is not ended; expected `");
            end = text.length() - 1;
        }
        String value = end <= start ? "" : text.substring(start + 1, end).replace("\r", "");
        while (at <= end) {
            if (text.charAt(at) == '\n') {
                newLine();
            } else {
                at++;
            }
        }
        Span close = span(at, at);
        return token(Kind.RAW_STRING, value, start, open.to(close));
    }

    private Token terminator(int index) {
        return token(Kind.TERMINATOR, "", index, span(index, index));
    }

    private void begin() {
        tokenColumn = column(at);
        tokenStart = at;
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
        tokenStart = at;
        tokenColumn = 1;
        countedTo = at;
        countedColumn = 1;
    }

    private Token token(Kind kind, String word, int start) {
        return token(kind, word, start, span(start, at));
    }

    private Token token(Kind kind, String word, int start, Span span) {
        mayEnd = kind.endsStatement();
        return new Token(kind, word, span, start, at);
    }

    private int peek() {
        return at(at);
    }

    /** The code point at an index, or {@link #END}. */
    private int at(int index) {
        return index < text.length() ? text.codePointAt(index) : END;
    }

    private Span span(int start, int end) {
        int column = column(start);
        return new Span(line, column, line, Math.max(column(end), column + 1));
    }

    private int column(int index) {
        if (index < countedTo) {
            boolean inToken = index >= tokenStart;
            countedTo = inToken ? tokenStart : lineStart;
            countedColumn = inToken ? tokenColumn : 1;
        }
        while (countedTo < index && countedTo < text.length()) {
            int c = text.codePointAt(countedTo);
            countedTo += Character.charCount(c);
            countedColumn += bytes(c);
        }
        return countedColumn;
    }

    private static String noUse(int c) {
        String hint = switch (c) {
            case '“', '”', '„', '‘', '’' -> "; strings stand in straight double quotes \"";
            case '\u00A0' -> "; write an ordinary space";
            case '$' -> "; a value from the environment is written sys.env(\"NAME\")";
            case '&' -> "; did you mean &&?";
            case '|' -> "; did you mean ||?";
            case ';' -> "; the end of the line ends an attribute";
            default -> "";
        };
        return "there is no use for the character " + shown(c) + " here" + hint;
    }

    private static String shown(int c) {
        return Character.isISOControl(c) || Character.isSpaceChar(c) || c >= 0xD800 && c < 0xE000 || c == 0xFEFF
                ? String.format("U+%04X", c)
                : "'" + Character.toString(c) + "'";
    }

    private static boolean isLetter(int c) {
        return c == '_' || c > 0 && Character.isLetter(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
