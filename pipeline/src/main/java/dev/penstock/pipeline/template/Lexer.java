package dev.penstock.pipeline.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a template into text and the words of its actions, as Go does: white space within an action separates and is kept. */
final class Lexer {

    enum Kind {
        TEXT,
        LEFT,
        RIGHT,
        SPACE,
        IDENTIFIER,
        KEYWORD,
        FIELD,
        VARIABLE,
        DOT,
        STRING,
        NUMBER,
        BOOL,
        NIL,
        OPEN,
        CLOSE,
        PIPE,
        DECLARE,
        ASSIGN,
        COMMA,
        END_OF_TEXT
    }

    /** A word: the text of a TEXT, the name of a FIELD without its dot, of a VARIABLE with its dollar, the value of a STRING. */
    record Token(Kind kind, String text, int offset) {}

    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";
    private static final Set<String> KEYWORDS =
            Set.of("if", "else", "end", "range", "with", "define", "template", "block", "break", "continue");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int openParentheses;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        lexer.texts();
        return lexer.tokens;
    }

    private void texts() {
        boolean trimStart = false;
        while (true) {
            int open = text.indexOf(LEFT, at);
            int end = open < 0 ? text.length() : open;
            boolean trimEnd = open >= 0 && text.startsWith("-", open + 2) && isSpaceAt(open + 3);
            literal(at, end, trimStart, trimEnd);
            if (open < 0) {
                add(Kind.END_OF_TEXT, "", text.length());
                return;
            }
            at = open + (trimEnd ? 4 : 2);
            if (text.startsWith("/*", at)) {
                trimStart = comment(open);
            } else {
                add(Kind.LEFT, LEFT, open);
                trimStart = action(open);
            }
        }
    }

    private void literal(int start, int end, boolean trimStart, boolean trimEnd) {
        int from = start;
        int to = end;
        while (trimStart && from < to && isSpaceAt(from)) {
            from++;
        }
        while (trimEnd && to > from && isSpaceAt(to - 1)) {
            to--;
        }
        if (to > from) {
            add(Kind.TEXT, text.substring(from, to), from);
        }
    }

    private boolean comment(int open) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw error(open, "this comment is not closed; a comment ends with */}}");
        }
        at = end + 2;
        boolean trim = atTrimmedRight();
        if (!trim && !text.startsWith(RIGHT, at)) {
            throw error(at, "a comment is alone in its braces: expected }} or ' -}}' right after */");
        }
        at += trim ? 4 : 2;
        return trim;
    }

    /** The words up to the closing braces; whether these trim the text after them. */
    private boolean action(int open) {
        openParentheses = 0;
        while (true) {
            boolean trim = atTrimmedRight();
            if (trim || text.startsWith(RIGHT, at)) {
                if (openParentheses > 0) {
                    throw error(at, "a parenthesis is not closed");
                }
                add(Kind.RIGHT, RIGHT, at);
                at += trim ? 4 : 2;
                return trim;
            }
            if (at >= text.length()) {
                throw error(open, "this action is not closed: expected }}");
            }
            word();
        }
    }

    private void word() {
        int start = at;
        char c = text.charAt(at);
        if (isSpaceAt(at)) {
            while (isSpaceAt(at) && !atTrimmedRight()) {
                at++;
            }
            add(Kind.SPACE, " ", start);
        } else if (c == '"') {
            quoted();
        } else if (c == '`') {
            int end = text.indexOf('`', at + 1);
            if (end < 0) {
                throw error(at, "this raw string is not closed: expected `");
            }
            // Go's raw strings have no carriage returns.
            add(Kind.STRING, text.substring(at + 1, end).replace("\r", ""), at);
            at = end + 1;
        } else if (c == '\'') {
            character();
        } else if (c == '$') {
            at++;
            name();
            add(Kind.VARIABLE, text.substring(start, at), start);
            terminated(start);
        } else if (c == '.' && !isDigitAt(at + 1)) {
            at++;
            name();
            add(at == start + 1 ? Kind.DOT : Kind.FIELD, text.substring(start + 1, at), start);
            terminated(start);
        } else if (isDigitAt(at) || c == '.' || ((c == '-' || c == '+') && numberFollows(at + 1))) {
            at++;
            while (at < text.length() && (isNamePart(at) || text.charAt(at) == '.' || exponentSign())) {
                at++;
            }
            add(Kind.NUMBER, text.substring(start, at), start);
        } else if (isNamePart(at)) {
            name();
            String word = text.substring(start, at);
            add(kindOf(word), word, start);
            terminated(start);
        } else {
            symbol(c);
        }
    }

    private void symbol(char c) {
        if (text.startsWith(":=", at)) {
            add(Kind.DECLARE, ":=", at);
            at += 2;
            return;
        }
        if (text.startsWith("==", at)
                || text.startsWith("&&", at)
                || text.startsWith("||", at)
                || "<>!&+-*/%?:".indexOf(c) >= 0) {
            throw error(at, Operators.hint(text, at));
        }
        Kind kind = switch (c) {
            case '(' -> Kind.OPEN;
            case ')' -> Kind.CLOSE;
            case '|' -> Kind.PIPE;
            case '=' -> Kind.ASSIGN;
            case ',' -> Kind.COMMA;
            default -> throw error(at, "unexpected " + shown(at) + " in an action");
        };
        openParentheses += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
        if (openParentheses < 0) {
            throw error(at, "unexpected ')': no parenthesis is open");
        }
        add(kind, String.valueOf(c), at);
        at++;
    }

    private void quoted() {
        int start = at;
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\n') {
                throw error(start, "this string is not closed on its line; use `…` for texts of several lines");
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw error(start, "this string is not closed: expected \"");
        }
        add(Kind.STRING, Escapes.unquote(text, start + 1, at), start);
        at++;
    }

    private void character() {
        int start = at;
        at++;
        while (at < text.length() && text.charAt(at) != '\'' && text.charAt(at) != '\n') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        String value = at < text.length() ? Escapes.unquote(text, start + 1, at) : "";
        if (at >= text.length() || value.codePointCount(0, value.length()) != 1) {
            throw error(start, "'…' holds exactly one character; a string is written \"…\" or `…`");
        }
        at++;
        add(Kind.NUMBER, text.substring(start, at), start);
    }

    private void terminated(int start) {
        if (at < text.length()
                && !isSpaceAt(at)
                && ".,|:()=".indexOf(text.charAt(at)) < 0
                && !text.startsWith(RIGHT, at)) {
            String hint = text.charAt(at) == '-'
                    ? "; a name with other characters than letters, digits and _ is read with: index . \"the-name\""
                    : "";
            throw error(at, "unexpected " + shown(at) + " after " + text.substring(start, at) + hint);
        }
    }

    private void name() {
        while (at < text.length() && isNamePart(at)) {
            at++;
        }
    }

    private static Kind kindOf(String word) {
        if (KEYWORDS.contains(word)) {
            return Kind.KEYWORD;
        }
        return switch (word) {
            case "true", "false" -> Kind.BOOL;
            case "nil" -> Kind.NIL;
            default -> Kind.IDENTIFIER;
        };
    }

    private boolean atTrimmedRight() {
        return isSpaceAt(at) && text.startsWith("-}}", at + 1);
    }

    private boolean numberFollows(int i) {
        return isDigitAt(i) || (i < text.length() && text.charAt(i) == '.' && isDigitAt(i + 1));
    }

    private boolean exponentSign() {
        char c = text.charAt(at);
        char before = text.charAt(at - 1);
        return (c == '+' || c == '-') && (before == 'e' || before == 'E' || before == 'p' || before == 'P');
    }

    private boolean isNamePart(int i) {
        char c = text.charAt(i);
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private boolean isDigitAt(int i) {
        return i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }

    private boolean isSpaceAt(int i) {
        return i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0;
    }

    private String shown(int i) {
        return "'" + Character.toString(text.codePointAt(i)) + "'";
    }

    private void add(Kind kind, String value, int offset) {
        tokens.add(new Token(kind, value, offset));
    }

    private TemplateException error(int offset, String problem) {
        return new TemplateException(text, offset, problem);
    }
}
