package dev.penstock.pipeline.jmespath;

import dev.penstock.pipeline.jmespath.Token.Kind;
import dev.penstock.pipeline.json.JsonKind;
import dev.penstock.pipeline.json.JsonView;
import java.util.ArrayList;
import java.util.List;

/** Cuts an expression into tokens. */
final class Lexer {

    /** No expression needs more; as many may nest. */
    private static final int MAX_TOKENS = 1000;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
            if (lexer.tokens.size() > MAX_TOKENS) {
                throw new JmesPathException(lexer.at, "the expression has more than " + MAX_TOKENS + " parts");
            }
        }
        lexer.tokens.add(new Token(Kind.END, "", text.length()));
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case ' ', '\t', '\n', '\r' -> at++;
            case '.' -> add(Kind.DOT, 1);
            case '*' -> add(Kind.STAR, 1);
            case ',' -> add(Kind.COMMA, 1);
            case ':' -> add(Kind.COLON, 1);
            case '{' -> add(Kind.OPEN_BRACE, 1);
            case '}' -> add(Kind.CLOSE_BRACE, 1);
            case ']' -> add(Kind.CLOSE_BRACKET, 1);
            case '(' -> add(Kind.OPEN_PARENTHESIS, 1);
            case ')' -> add(Kind.CLOSE_PARENTHESIS, 1);
            case '@' -> add(Kind.CURRENT, 1);
            case '+' -> add(Kind.PLUS, 1);
            case '%' -> add(Kind.MODULO, 1);
            case '\u2212' -> add(Kind.MINUS, 1);
            case '\u00d7' -> add(Kind.TIMES, 1);
            case '\u00f7' -> add(Kind.DIVIDE, 1);
            case '[' -> either("[?", Kind.FILTER, "[]", Kind.FLATTEN, Kind.OPEN_BRACKET);
            case '/' -> either("//", Kind.INTEGER_DIVIDE, Kind.DIVIDE);
            case '|' -> either("||", Kind.OR, Kind.PIPE);
            case '&' -> either("&&", Kind.AND, Kind.REFERENCE);
            case '<' -> either("<=", Kind.LESS_OR_EQUAL, Kind.LESS);
            case '>' -> either(">=", Kind.GREATER_OR_EQUAL, Kind.GREATER);
            case '!' -> either("!=", Kind.NOT_EQUAL, Kind.NOT);
            case '=' -> either("==", Kind.EQUAL, Kind.ASSIGN);
            case '"' -> quoted();
            case '\'' -> rawString();
            case '`' -> literal();
            case '$' -> {
                int end = wordEnd(at + 1);
                add(end == at + 1 ? Kind.ROOT : Kind.VARIABLE, end - at);
            }
            default -> wordOrNumber(c);
        }
    }

    private void wordOrNumber(char c) {
        if (isLetter(c)) {
            add(Kind.IDENTIFIER, wordEnd(at) - at);
        } else if (isDigit(at) || c == '-' && isDigit(at + 1)) {
            int end = at + 1;
            while (isDigit(end)) {
                end++;
            }
            add(Kind.NUMBER, end - at);
        } else if (c == '-') {
            add(Kind.MINUS, 1);
        } else {
            throw new JmesPathException(
                    at,
                    "unexpected '" + Character.toString(text.codePointAt(at))
                            + "'; a key with other characters than letters, digits and _ is written in double quotes");
        }
    }

    private void add(Kind kind, int length) {
        tokens.add(new Token(kind, text.substring(at, at + length), at));
        at += length;
    }

    private void either(String longer, Kind kind, Kind otherwise) {
        boolean isLonger = text.startsWith(longer, at);
        add(isLonger ? kind : otherwise, isLonger ? 2 : 1);
    }

    private void either(String first, Kind firstKind, String second, Kind secondKind, Kind otherwise) {
        if (text.startsWith(first, at)) {
            add(firstKind, 2);
        } else {
            either(second, secondKind, otherwise);
        }
    }

    /** The index behind the end of what is quoted, an escaped quote being none. */
    private int closing(char quote) {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == quote) {
                return i + 1;
            }
        }
        throw new JmesPathException(at, "the " + quote + " that begins here is not closed");
    }

    private void quoted() {
        int end = closing('"');
        JsonView view = new JsonView();
        String name = text.substring(at, end);
        Object decoded = view.scan(name) && view.kind() == JsonKind.STRING ? view.tree() : null;
        if (!(decoded instanceof String key)) {
            throw new JmesPathException(at, "what is in double quotes is a JSON string, and " + name + " is none");
        }
        tokens.add(new Token(Kind.QUOTED, key, at));
        at = end;
    }

    private void rawString() {
        int end = closing('\'');
        StringBuilder out = new StringBuilder();
        for (int i = at + 1; i < end - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\' && (text.charAt(i + 1) == '\'' || text.charAt(i + 1) == '\\')) {
                i++;
            }
            out.append(text.charAt(i));
        }
        tokens.add(new Token(Kind.RAW_STRING, out.toString(), at));
        at = end;
    }

    private void literal() {
        int end = closing('`');
        String json = text.substring(at + 1, end - 1).replace("\\`", "`");
        JsonView view = new JsonView();
        if (!view.scan(json)) {
            throw new JmesPathException(
                    at,
                    "what is in backticks is JSON, and " + json + " is none; a text is written `\""
                            + "text\"` or 'text'");
        }
        tokens.add(new Token(Kind.LITERAL, text.substring(at, end), view.tree(), at));
        at = end;
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < text.length() && (isLetter(text.charAt(end)) || isDigit(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }
}
