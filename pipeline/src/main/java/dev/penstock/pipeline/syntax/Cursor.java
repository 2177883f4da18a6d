package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Token.Kind;
import java.util.regex.Pattern;

/** Where a parser is in its tokens, which brackets are open there, and how it goes on behind what it cannot read. */
final class Cursor {

    /** Deeper nesting than anybody writes, and far from the end of a thread's stack. */
    private static final int MAX_DEPTH = 200;

    /** What is hardly meant to stand within brackets: the first line of a block. */
    private static final Pattern BLOCK_HEADER =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_.]*[ \\t]*(\"[^\"]*\"[ \\t]*)?\\{[ \\t\\r]*(//.*)?");

    private final Lexer lexer;
    private final Complaints complaints;
    /** Brackets of the statement's values that are open, outermost first. */
    private final StringBuilder brackets = new StringBuilder();

    private Token current;
    private int previousEnd;
    private Span previousSpan;
    private int depth;
    private boolean atStatement;

    Cursor(Lexer lexer, Complaints complaints) {
        this.lexer = lexer;
        this.complaints = complaints;
        this.current = lexer.next();
        this.previousSpan = current.span();
    }

    /** A statement cannot be read on; what is wrong was complained about. */
    static final class Lost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Lost() {
            super(null, null, false, false);
        }
    }

    /** The whole text cannot be read on. */
    static final class GivenUp extends RuntimeException {

        private static final long serialVersionUID = 1L;

        GivenUp() {
            super(null, null, false, false);
        }
    }

    Token current() {
        return current;
    }

    boolean is(Kind kind) {
        return current.kind() == kind;
    }

    boolean isOperator(String operator) {
        return is(Kind.OPERATOR) && current.text().equals(operator);
    }

    Token take() {
        Token token = current;
        previousEnd = token.end();
        previousSpan = token.span();
        current = lexer.next();
        return token;
    }

    /** Where the token before this one is. */
    Span previous() {
        return previousSpan;
    }

    /** Whether nothing stands between the token before and this one. */
    boolean touches() {
        return current.offset() == previousEnd;
    }

    /** A key in quotes keeps its escapes as they are written. */
    String withoutQuotes(Token token) {
        return token.end() - token.offset() <= 2
                ? lexer.between(token.offset(), token.end())
                : lexer.between(token.offset() + 1, token.end() - 1);
    }

    /** Whether a line begins here that is hardly meant to stand within brackets. */
    boolean looksLikeBlock() {
        return is(Kind.IDENTIFIER)
                && current.span().line() > previousSpan.endLine()
                && BLOCK_HEADER.matcher(lexer.restOfLine(current.offset())).matches();
    }

    void open(char bracket) {
        deeper();
        brackets.append(bracket);
    }

    void close() {
        depth--;
        brackets.setLength(Math.max(0, brackets.length() - 1));
    }

    void deeper() {
        if (++depth > MAX_DEPTH) {
            complaints.add(current.span(), "nested more than " + MAX_DEPTH + " deep; expected fewer brackets");
            throw new GivenUp();
        }
    }

    void shallower() {
        depth--;
    }

    void complain(Span span, String message) {
        complaints.add(span, message);
        if (complaints.isFull()) {
            throw new GivenUp();
        }
    }

    boolean complained() {
        return !complaints.isEmpty();
    }

    /** Says what was expected instead of this token. */
    Lost unexpected(String expected) {
        return lost(current.span(), "found " + current.found() + ", expected " + expected);
    }

    Lost lost(Span span, String message) {
        complain(span, message);
        return new Lost();
    }

    /** Says that the statement ended too early, and that this token begins another one. */
    Lost endedEarly(Span span, String message) {
        atStatement = true;
        return lost(span, message);
    }

    /** Begins a statement. */
    int begin() {
        brackets.setLength(0);
        return depth;
    }

    /** Skips what is left of a statement that could not be read: to the end of its line, or behind its brackets. */
    void recover(int depthOfStatement) {
        depth = depthOfStatement;
        if (atStatement) {
            atStatement = false;
            return;
        }
        while (true) {
            if (brackets.length() > MAX_DEPTH) {
                throw new GivenUp();
            }
            switch (current.kind()) {
                case END -> {
                    return;
                }
                case TERMINATOR -> {
                    if (brackets.isEmpty()) {
                        return;
                    }
                }
                case BRACE_OPEN, BRACKET_OPEN, PARENTHESIS_OPEN -> brackets.append(current.text());
                case BRACKET_CLOSE, PARENTHESIS_CLOSE -> pop(current.is(Kind.BRACKET_CLOSE) ? '[' : '(');
                case BRACE_CLOSE -> {
                    if (!pop('{')) {
                        return;
                    }
                }
                case IDENTIFIER -> {
                    if (!brackets.isEmpty() && looksLikeBlock()) {
                        brackets.setLength(0);
                        return;
                    }
                }
                default -> {}
            }
            take();
        }
    }

    /** Takes back everything up to the bracket that is closed; whether it was open at all. */
    private boolean pop(char bracket) {
        int open = brackets.lastIndexOf(String.valueOf(bracket));
        if (open >= 0) {
            brackets.setLength(open);
        }
        return open >= 0;
    }
}
