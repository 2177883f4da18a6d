package dev.penstock.pipeline.template;

import dev.penstock.pipeline.template.Lexer.Kind;
import dev.penstock.pipeline.template.Lexer.Token;
import java.util.List;

/** The words of a template, read one after the other. */
final class Tokens {

    private final String text;
    private final List<Token> tokens;
    private int at;

    Tokens(String text) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The next word, of which the last is given for ever. */
    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    /** The word after the next. */
    Token following() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    boolean is(Kind kind) {
        return peek().kind() == kind;
    }

    boolean isKeyword(String word) {
        return is(Kind.KEYWORD) && peek().text().equals(word);
    }

    void skipSpace() {
        while (is(Kind.SPACE)) {
            next();
        }
    }

    /** The word after white space; nothing is read. */
    Token peekAfterSpace(int from) {
        int i = at + from;
        while (i < tokens.size() - 1 && tokens.get(i).kind() == Kind.SPACE) {
            i++;
        }
        return tokens.get(Math.min(i, tokens.size() - 1));
    }

    Token expect(Kind kind, String what) {
        skipSpace();
        if (!is(kind)) {
            throw unexpected(what);
        }
        return next();
    }

    TemplateException unexpected(String expected) {
        Token token = peek();
        String shown = token.kind() == Kind.END_OF_TEXT ? "the end of the template" : "'" + shown(token) + "'";
        return error(token, "unexpected " + shown + ", expected " + expected);
    }

    TemplateException error(Token token, String problem) {
        return new TemplateException(text, token.offset(), problem);
    }

    private static String shown(Token token) {
        String text = token.text().length() > 40 ? token.text().substring(0, 40) + "…" : token.text();
        return switch (token.kind()) {
            case FIELD -> "." + text;
            case DOT -> ".";
            case STRING -> "\"" + text + "\"";
            default -> text;
        };
    }
}
