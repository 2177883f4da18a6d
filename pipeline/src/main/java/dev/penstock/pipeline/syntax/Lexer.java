package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text into tokens, and puts a terminator where the end of a line ends a statement. */
final class Lexer {

    private static final int END = -1;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private boolean mayEnd;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens of a text; the last one is {@link Kind#END}. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        lexer.refuseWhatIsNoText();
        lexer.run();
        return lexer.tokens;
    }

    /** A NUL or half a surrogate pair is nowhere accepted, neither in strings nor in comments. */
    private void refuseWhatIsNoText() {
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw error(at, "there is no use for the character " + shown(c) + " here");
            }
            if (c == '\n') {
                newLine();
            } else {
                at += Character.charCount(c);
            }
        }
        at = 0;
        line = 1;
        lineStart = 0;
    }

    private void run() {
        if (peek() == '\uFEFF') {
            at++;
        }
        while (true) {
            int c = peek();
            switch (c) {
                case END -> {
                    endLine();
                    add(Kind.END, "", position(at));
                    return;
                }
                case ' ', '\t', '\r' -> at++;
                case '\n' -> {
                    endLine();
                    newLine();
                }
                case '/' -> slash();
                case '"' -> string();
                case '`' -> rawString();
                case '\'' -> throw error(at, "strings are written in double quotes, not in single ones");
                case '#' -> throw error(at, "'#' begins no comment; comments are written // or /* */");
                default -> word(c);
            }
        }
    }

    private void word(int c) {
        int start = at;
        if (isLetter(c)) {
            while (isLetter(peek()) || Character.isDigit(peek())) {
                at += Character.charCount(peek());
            }
            String word = text.substring(start, at);
            add(
                    switch (word) {
                        case "true" -> Kind.TRUE;
                        case "false" -> Kind.FALSE;
                        case "null" -> Kind.NULL;
                        default -> Kind.IDENTIFIER;
                    },
                    word,
                    position(start));
        } else if (isDigit(c) || c == '.' && isDigit(at(at + 1))) {
            number();
        } else {
            symbol(c);
        }
    }

    private void number() {
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
                throw error(start, "the number '" + text.substring(start, at) + "' has no digits in its exponent");
            }
            digits();
        }
        add(kind, text.substring(start, at), position(start));
    }

    private void digits() {
        while (isDigit(peek())) {
            at++;
        }
    }

    private void symbol(int c) {
        String two = at + 2 <= text.length() ? text.substring(at, at + 2) : "";
        switch (two) {
            case "||", "&&", "==", "!=", "<=", ">=" -> {
                add(Kind.OPERATOR, two, position(at));
                at += 2;
                return;
            }
            default -> {}
        }
        Kind kind = switch (c) {
            case '{' -> Kind.BRACE_OPEN;
            case '}' -> Kind.BRACE_CLOSE;
            case '[' -> Kind.BRACKET_OPEN;
            case ']' -> Kind.BRACKET_CLOSE;
            case '=' -> Kind.ASSIGN;
            case ',' -> Kind.COMMA;
            case '.' -> Kind.DOT;
            case '-' -> Kind.MINUS;
            case '!', '<', '>', '+', '*', '/', '%', '^', '(', ')' -> Kind.OPERATOR;
            default -> throw error(at, "there is no use for the character " + shown(c) + " here");
        };
        add(kind, Character.toString(c), position(at));
        at++;
    }

    private void slash() {
        int next = at(at + 1);
        if (next == '/') {
            while (peek() != '\n' && peek() != END) {
                at++;
            }
        } else if (next == '*') {
            blockComment();
        } else {
            symbol('/');
        }
    }

    private void blockComment() {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            throw error(at, "the comment that begins here is not ended; expected */");
        }
        while (at < end + 2) {
            if (text.charAt(at) == '\n') {
                endLine();
                newLine();
            } else {
                at++;
            }
        }
    }

    private void string() {
        int start = at;
        at++;
        while (peek() != '"') {
            if (peek() == END || peek() == '\n') {
                throw error(start, "the string that begins here is not ended on its line; expected \"");
            }
            at += peek() == '\\' && at(at + 1) != '\n' && at(at + 1) != END ? 2 : 1;
        }
        int end = at++;
        add(Kind.STRING, new StringEscapes(text, start + 1, end, this::position).decode(), position(start));
    }

    private void rawString() {
        int start = at;
        int end = text.indexOf('`', at + 1);
        if (end < 0) {
            throw error(start, "the string that begins here is not ended; expected `");
        }
        Token token = new Token(Kind.RAW_STRING, text.substring(start + 1, end).replace("\r", ""), position(start));
        while (at <= end) {
            if (text.charAt(at) == '\n') {
                newLine();
            } else {
                at++;
            }
        }
        add(token.kind(), token.text(), token.position());
    }

    private void endLine() {
        if (mayEnd) {
            add(Kind.TERMINATOR, "", position(at));
        }
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void add(Kind kind, String word, Position position) {
        tokens.add(new Token(kind, word, position));
        mayEnd = kind.endsStatement();
    }

    private int peek() {
        return at(at);
    }

    /** The code point at an index, or {@link #END}. */
    private int at(int index) {
        return index < text.length() ? text.codePointAt(index) : END;
    }

    private Position position(int index) {
        int column = 1;
        for (int i = lineStart; i < index; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            column += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        }
        return new Position(line, column);
    }

    private SyntaxException error(int index, String problem) {
        return new SyntaxException(position(index), problem);
    }

    private static String shown(int c) {
        return Character.isISOControl(c) || c >= 0xD800 && c < 0xE000
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
