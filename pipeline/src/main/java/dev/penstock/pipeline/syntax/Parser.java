package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a text in Alloy's syntax: blocks, attributes, literals and lists. */
public final class Parser {

    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");

    /** Deeper nesting than anybody writes, and far from the end of a thread's stack. */
    private static final int MAX_DEPTH = 200;

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * Reads a whole text.
     *
     * @param text the text
     * @return its statements, in the order in which they are written
     * @throws SyntaxException with the first thing that is not as it should be
     */
    public static List<Statement> parse(String text) {
        Parser parser = new Parser(Lexer.tokens(text));
        List<Statement> body = parser.body(Kind.END);
        return List.copyOf(body);
    }

    private List<Statement> body(Kind end) {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            while (peek() == Kind.TERMINATOR) {
                at++;
            }
            if (peek() == end) {
                at++;
                return statements;
            }
            if (peek() != Kind.IDENTIFIER) {
                throw unexpected("the name of a block or an attribute" + (end == Kind.END ? "" : ", or '}'"));
            }
            statements.add(statement());
            if (peek() != Kind.TERMINATOR && peek() != end) {
                throw unexpected("the end of the line; each attribute and block begins a line of its own");
            }
        }
    }

    private Statement statement() {
        Token first = next();
        if (peek() == Kind.ASSIGN) {
            at++;
            if (peek() == Kind.BRACE_OPEN) {
                throw new SyntaxException(
                        current().position(),
                        "found '{', expected a string, a number, true, false, null or a list; "
                                + "a block is written without '='");
            }
            return new Attribute(first.text(), expression(), first.position());
        }
        StringBuilder name = new StringBuilder(first.text());
        while (peek() == Kind.DOT) {
            at++;
            name.append('.')
                    .append(expect(Kind.IDENTIFIER, "the rest of the block's name")
                            .text());
        }
        String label = label();
        if (peek() != Kind.BRACE_OPEN) {
            throw unexpected(
                    name.indexOf(".") < 0 && label == null
                            ? "'=' or '{' after '" + name + "'"
                            : "'{' after the name of the block " + name);
        }
        return new Block(name.toString(), label, nested(), first.position());
    }

    private @Nullable String label() {
        if (peek() != Kind.STRING && peek() != Kind.RAW_STRING) {
            return null;
        }
        Token label = next();
        if (label.kind() == Kind.RAW_STRING
                || !label.text().isEmpty() && !IDENTIFIER.matcher(label.text()).matches()) {
            throw new SyntaxException(
                    label.position(),
                    "found " + label.found()
                            + ", expected a label in double quotes: letters, digits and '_', not beginning with a digit");
        }
        return label.text();
    }

    private List<Statement> nested() {
        deeper();
        at++;
        List<Statement> body = body(Kind.BRACE_CLOSE);
        depth--;
        return body;
    }

    private Expression expression() {
        Expression expression = literal();
        switch (peek()) {
            case OPERATOR, MINUS, DOT, BRACKET_OPEN ->
                throw new SyntaxException(
                        current().position(),
                        "found " + current().found() + "; operators, references and calls are not supported here, "
                                + "write the value itself");
            default -> {
                return expression;
            }
        }
    }

    private Expression literal() {
        Token token = next();
        return switch (token.kind()) {
            case STRING, RAW_STRING -> new Expression.Text(token.text(), token.position());
            case NUMBER, FLOAT -> Numbers.read(token, false);
            case MINUS -> Numbers.read(number(), true);
            case TRUE -> new Expression.Truth(true, token.position());
            case FALSE -> new Expression.Truth(false, token.position());
            case NULL -> new Expression.Nothing(token.position());
            case BRACKET_OPEN -> list(token);
            case IDENTIFIER ->
                throw new SyntaxException(
                        token.position(),
                        "found " + token.found()
                                + "; references and calls are not supported here, write the value itself "
                                + "(a string stands in double quotes)");
            default -> {
                at--;
                throw unexpected("a string, a number, true, false, null or a list");
            }
        };
    }

    private Token number() {
        if (peek() != Kind.NUMBER && peek() != Kind.FLOAT) {
            throw unexpected("a number after '-'");
        }
        return next();
    }

    private Expression list(Token open) {
        deeper();
        List<Expression> elements = new ArrayList<>();
        while (peek() != Kind.BRACKET_CLOSE) {
            elements.add(expression());
            if (peek() == Kind.COMMA) {
                at++;
            } else if (peek() == Kind.TERMINATOR) {
                throw unexpected("',' or ']'; before a ']' on a line of its own, the last element needs a comma too");
            } else if (peek() != Kind.BRACKET_CLOSE) {
                throw unexpected("',' or ']'");
            }
        }
        at++;
        depth--;
        return new Expression.Elements(elements, open.position());
    }

    private void deeper() {
        if (++depth > MAX_DEPTH) {
            throw new SyntaxException(
                    current().position(), "nested more than " + MAX_DEPTH + " deep; expected fewer brackets");
        }
    }

    private Token expect(Kind kind, String expected) {
        if (peek() != kind) {
            throw unexpected(expected);
        }
        return next();
    }

    private SyntaxException unexpected(String expected) {
        return new SyntaxException(current().position(), "found " + current().found() + ", expected " + expected);
    }

    private Token current() {
        return tokens.get(at);
    }

    private Kind peek() {
        return current().kind();
    }

    private Token next() {
        return tokens.get(at++);
    }
}
