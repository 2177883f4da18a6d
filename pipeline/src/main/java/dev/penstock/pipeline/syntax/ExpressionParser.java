package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Token.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads values: literals, lists, maps, references, calls and operators. */
final class ExpressionParser {

    private static final String A_VALUE = "a string, a number, true, false, null, a list [ ], a map { } or a reference";

    private static final String NO_BLOCKS =
            "; a list has values in it, no blocks: write them without the list, in the braces of the block around";

    private static final int HIGHEST = 6;

    /** Source: Alloy's syntax/token/token.go. Only {@code ^} is read from the right. */
    private static final Map<String, Integer> PRECEDENCE = Map.ofEntries(
            Map.entry("||", 1),
            Map.entry("&&", 2),
            Map.entry("==", 3),
            Map.entry("!=", 3),
            Map.entry("<", 3),
            Map.entry("<=", 3),
            Map.entry(">", 3),
            Map.entry(">=", 3),
            Map.entry("+", 4),
            Map.entry("-", 4),
            Map.entry("*", 5),
            Map.entry("/", 5),
            Map.entry("%", 5),
            Map.entry("^", HIGHEST));

    /** More than anybody writes in one value; each is a step down when it is evaluated. */
    private static final int MAX_CHAIN = 500;

    private final Cursor cursor;

    ExpressionParser(Cursor cursor) {
        this.cursor = cursor;
    }

    Expression expression() {
        return binary(1);
    }

    private Expression binary(int lowest) {
        Expression left = unary();
        for (int length = 0; ; length++) {
            Integer precedence =
                    cursor.is(Kind.OPERATOR) ? PRECEDENCE.get(cursor.current().text()) : null;
            if (precedence == null || precedence < lowest) {
                return left;
            }
            limit(length);
            String operator = cursor.take().text();
            cursor.deeper();
            Expression right = binary(precedence == HIGHEST ? precedence : precedence + 1);
            cursor.shallower();
            left = new Expression.Binary(left, operator, right, left.span().to(right.span()));
        }
    }

    private Expression unary() {
        if (!cursor.isOperator("!") && !cursor.isOperator("-")) {
            return access();
        }
        Token operator = cursor.take();
        cursor.deeper();
        Expression operand = unary();
        cursor.shallower();
        Span span = operator.span().to(operand.span());
        if (operator.text().equals("-") && operand instanceof Expression.Numeral numeral) {
            BigDecimal negative = numeral.value().negate();
            return new Expression.Numeral(negative, numeral.floating(), span);
        }
        return new Expression.Unary(operator.text(), operand, span);
    }

    private Expression access() {
        Expression expression = primary();
        for (int length = 0; ; length++) {
            limit(length);
            Span start = expression.span();
            switch (cursor.current().kind()) {
                case DOT -> {
                    cursor.take();
                    if (!cursor.is(Kind.IDENTIFIER)) {
                        throw cursor.unexpected("a name after '.'");
                    }
                    Token name = cursor.take();
                    expression = new Expression.Access(expression, name.text(), start.to(name.span()));
                }
                case BRACKET_OPEN -> {
                    cursor.open('[');
                    cursor.take();
                    Expression index = expression();
                    if (!cursor.is(Kind.BRACKET_CLOSE)) {
                        throw cursor.unexpected("']' after an index");
                    }
                    expression = new Expression.Index(expression, index, start.to(closed()));
                }
                case PARENTHESIS_OPEN -> {
                    cursor.open('(');
                    Token open = cursor.take();
                    List<Expression> arguments = elements(open, Kind.PARENTHESIS_CLOSE, "argument");
                    expression = new Expression.Call(expression, arguments, start.to(closed()));
                }
                default -> {
                    return expression;
                }
            }
        }
    }

    private Expression primary() {
        Token token = cursor.current();
        switch (token.kind()) {
            case STRING, RAW_STRING -> {
                cursor.take();
                return new Expression.Text(token.text(), token.is(Kind.RAW_STRING), token.span());
            }
            case NUMBER, FLOAT -> {
                return number(cursor.take());
            }
            case TRUE, FALSE -> {
                cursor.take();
                return new Expression.Truth(token.is(Kind.TRUE), token.span());
            }
            case NULL -> {
                cursor.take();
                return new Expression.Nothing(token.span());
            }
            case IDENTIFIER -> {
                cursor.take();
                return new Expression.Name(token.text(), token.span());
            }
            case PARENTHESIS_OPEN -> {
                return parentheses();
            }
            case BRACKET_OPEN -> {
                cursor.open('[');
                cursor.take();
                List<Expression> elements = elements(token, Kind.BRACKET_CLOSE, "element");
                return new Expression.Elements(elements, token.span().to(closed()));
            }
            case BRACE_OPEN -> {
                cursor.open('{');
                cursor.take();
                List<Expression.Field> fields = fields(token);
                return new Expression.Fields(fields, token.span().to(closed()));
            }
            default -> throw cursor.unexpected(A_VALUE);
        }
    }

    private Expression number(Token token) {
        Expression.Numeral number = Numbers.read(token);
        if (number == null) {
            cursor.complain(token.span(), "the number " + token.found() + " is too large");
            return new Expression.Numeral(BigDecimal.ZERO, true, token.span());
        }
        if (cursor.is(Kind.IDENTIFIER) && cursor.touches()) {
            Token unit = cursor.take();
            cursor.complain(
                    token.span().to(unit.span()),
                    "found '" + token.text() + unit.text()
                            + "', expected a number; durations and sizes stand in quotes: \"" + token.text()
                            + unit.text() + "\"");
        }
        return number;
    }

    private Expression parentheses() {
        Token open = cursor.current();
        cursor.open('(');
        cursor.take();
        Expression expression = expression();
        if (!cursor.is(Kind.PARENTHESIS_CLOSE)) {
            throw cursor.unexpected("')' for the '(' at " + open.span().start());
        }
        closed();
        return expression;
    }

    /** Takes the closing bracket; where it is. */
    private Span closed() {
        cursor.close();
        return cursor.take().span();
    }

    private List<Expression> elements(Token open, Kind close, String what) {
        List<Expression> elements = new ArrayList<>();
        while (!cursor.is(close)) {
            refuseEnd(open, close);
            elements.add(expression());
            separator(open, close, what);
        }
        return elements;
    }

    private List<Expression.Field> fields(Token open) {
        List<Expression.Field> fields = new ArrayList<>();
        while (!cursor.is(Kind.BRACE_CLOSE)) {
            refuseEnd(open, Kind.BRACE_CLOSE);
            fields.add(field());
            separator(open, Kind.BRACE_CLOSE, "entry");
        }
        return fields;
    }

    private Expression.Field field() {
        Token key = cursor.current();
        String name = switch (key.kind()) {
            case IDENTIFIER -> key.text();
            case STRING, RAW_STRING -> cursor.withoutQuotes(key);
            case NUMBER, FLOAT, TRUE, FALSE, NULL ->
                throw cursor.lost(
                        key.span(),
                        "found " + key.found() + ", expected a key; in quotes it is one: \"" + key.text() + "\"");
            default -> throw cursor.unexpected("a key or '}' in a map { key = value, }");
        };
        cursor.take();
        switch (cursor.current().kind()) {
            case ASSIGN -> cursor.take();
            case COLON -> {
                cursor.complain(
                        cursor.current().span(), "found ':', expected '='; entries of a map are written key = value");
                cursor.take();
            }
            case DOT ->
                throw cursor.lost(
                        cursor.current().span(),
                        "found '.', expected '='; a key with a dot stands in quotes: \"a.b\" = value");
            case OPERATOR ->
                throw cursor.lost(
                        cursor.current().span(),
                        "found " + cursor.current().found()
                                + ", expected '='; a key of more than letters, digits and '_' stands in quotes: \"a-b\" = value");
            case BRACE_OPEN ->
                throw cursor.lost(
                        cursor.current().span(),
                        "found '{', expected '='; a map has no blocks in it, only entries key = value,");
            default -> throw cursor.unexpected("'=' and a value; a map is written { key = value, }");
        }
        return new Expression.Field(name, key.span(), expression());
    }

    private void separator(Token open, Kind close, String what) {
        if (cursor.is(Kind.COMMA)) {
            cursor.take();
        } else if (cursor.is(Kind.TERMINATOR)) {
            endOfLine(open, close, what);
        } else if (!cursor.is(close)) {
            if (!cursor.current().kind().beginsValue()) {
                throw cursor.unexpected(
                        cursor.is(Kind.COLON)
                                ? "'=' or ','"
                                : "',' or " + close + " for the " + open.kind() + " at "
                                        + open.span().start());
            }
            boolean block = cursor.is(Kind.BRACE_OPEN) && close == Kind.BRACKET_CLOSE;
            cursor.complain(
                    cursor.current().span(),
                    "found " + cursor.current().found() + ", expected ',' or " + close + (block ? NO_BLOCKS : ""));
        }
    }

    /** The end of a line is no separator, but it is clear what was meant. */
    private void endOfLine(Token open, Kind close, String what) {
        Span end = cursor.current().span();
        cursor.take();
        if (cursor.is(close)) {
            cursor.complain(
                    end,
                    "found the end of the line, expected ',' or " + close + "; before a " + close
                            + " on a line of its own, the last " + what + " needs a comma too");
        } else if (cursor.current().kind().beginsValue() && !cursor.looksLikeBlock()) {
            cursor.complain(
                    end,
                    "found the end of the line, expected ',' or " + close + "; there is a comma after each " + what);
        } else if (cursor.is(Kind.OPERATOR)) {
            throw cursor.lost(
                    cursor.current().span(),
                    "found " + cursor.current().found() + ", expected it at the end of"
                            + " the line before; an operator does not begin a line");
        } else {
            throw cursor.endedEarly(
                    end,
                    "found the end of the line, expected ',' or " + close + " for the " + open.kind() + " at "
                            + open.span().start());
        }
    }

    private void refuseEnd(Token open, Kind close) {
        if (cursor.is(Kind.END)) {
            throw cursor.unexpected(
                    close + " for the " + open.kind() + " at " + open.span().start());
        }
        if (cursor.looksLikeBlock()) {
            throw cursor.endedEarly(
                    cursor.current().span(),
                    "found a block, expected " + close + " for the " + open.kind() + " at "
                            + open.span().start() + (close == Kind.BRACKET_CLOSE ? NO_BLOCKS : ""));
        }
    }

    private void limit(int length) {
        if (length >= MAX_CHAIN) {
            throw cursor.lost(
                    cursor.current().span(), "this value has more than " + MAX_CHAIN + " parts; expected fewer");
        }
    }
}
