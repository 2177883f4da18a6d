package dev.penstock.pipeline.jmespath;

import org.jspecify.annotations.Nullable;

/**
 * A piece of an expression.
 *
 * @param text an identifier's or a string's content, else the piece itself
 * @param value what a literal in backticks stands for
 */
record Token(Kind kind, String text, @Nullable Object value, int offset) {

    Token(Kind kind, String text, int offset) {
        this(kind, text, null, offset);
    }

    /** Kinds of tokens; the number says how strongly an operator binds what stands before it. */
    enum Kind {
        END(0),
        IDENTIFIER(0),
        QUOTED(0),
        NUMBER(0),
        RAW_STRING(0),
        LITERAL(0),
        VARIABLE(0),
        ROOT(0),
        CURRENT(0),
        REFERENCE(0),
        COMMA(0),
        COLON(0),
        ASSIGN(0),
        CLOSE_PARENTHESIS(0),
        CLOSE_BRACKET(0),
        CLOSE_BRACE(0),
        PIPE(1),
        OR(2),
        AND(3),
        EQUAL(5),
        NOT_EQUAL(5),
        LESS(5),
        LESS_OR_EQUAL(5),
        GREATER(5),
        GREATER_OR_EQUAL(5),
        PLUS(6),
        MINUS(6),
        STAR(7),
        TIMES(7),
        DIVIDE(7),
        INTEGER_DIVIDE(7),
        MODULO(7),
        FLATTEN(9),
        FILTER(21),
        DOT(40),
        NOT(45),
        OPEN_BRACE(50),
        OPEN_BRACKET(55),
        OPEN_PARENTHESIS(60);

        final int power;

        Kind(int power) {
            this.power = power;
        }
    }

    String shown() {
        return switch (kind) {
            case END -> "the end";
            case QUOTED -> "\"" + text + "\"";
            case RAW_STRING -> "'" + text + "'";
            default -> text;
        };
    }
}
