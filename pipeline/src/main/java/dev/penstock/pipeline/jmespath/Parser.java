package dev.penstock.pipeline.jmespath;

import dev.penstock.pipeline.jmespath.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses an expression by the binding powers of its operators. */
final class Parser {

    /** What binds less than this ends a projection. */
    private static final int ENDS_PROJECTION = 10;

    private static final int STAR_POWER = 20;

    private static final int MAX_DEPTH = 200;

    private final List<Token> tokens;
    private int at;
    private int depth;

    Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    Node expression() {
        Node node = expression(0);
        if (kind() != Kind.END) {
            throw refused(token(), "an operator or the end");
        }
        return node;
    }

    private Node expression(int power) {
        if (++depth > MAX_DEPTH) {
            throw new JmesPathException(token().offset(), "the expression nests more than " + MAX_DEPTH + " deep");
        }
        Node left = first(advance());
        while (power < kind().power) {
            left = next(advance(), left);
        }
        depth--;
        return left;
    }

    /** What begins with a token. */
    private Node first(Token token) {
        switch (token.kind()) {
            case IDENTIFIER -> {
                return token.text().equals("let") && kind() == Kind.VARIABLE ? let() : new Node.Field(token.text());
            }
            case QUOTED -> {
                if (kind() == Kind.OPEN_PARENTHESIS) {
                    throw new JmesPathException(token.offset(), "a function's name is not quoted");
                }
                return new Node.Field(token.text());
            }
            case VARIABLE -> {
                return new Node.Variable(token.text());
            }
            case RAW_STRING -> {
                return new Node.Literal(token.text());
            }
            case LITERAL -> {
                return new Node.Literal(token.value());
            }
            case CURRENT -> {
                return new Node.Current();
            }
            case ROOT -> {
                return new Node.Root();
            }
            case PLUS, MINUS -> {
                return new Node.Sign(token.kind() == Kind.MINUS, expression(Kind.PLUS.power));
            }
            case NOT -> {
                return new Node.Not(expression(Kind.NOT.power));
            }
            case REFERENCE -> {
                return new Node.Reference(expression(0));
            }
            case STAR -> {
                return new Node.ValueProjection(new Node.Current(), projected(STAR_POWER));
            }
            case FILTER -> {
                return filter(new Node.Current());
            }
            case FLATTEN -> {
                return flatten(new Node.Current());
            }
            case OPEN_BRACE -> {
                return multiHash();
            }
            case OPEN_BRACKET -> {
                return startsIndex() || kind() == Kind.STAR && kind(1) == Kind.CLOSE_BRACKET
                        ? bracket(new Node.Current())
                        : multiList();
            }
            case OPEN_PARENTHESIS -> {
                Node node = expression(0);
                expect(Kind.CLOSE_PARENTHESIS, ")");
                return node;
            }
            default -> throw refused(token, "a key, a function, a literal or (");
        }
    }

    /** What goes on with an operator. */
    private Node next(Token token, Node left) {
        int power = token.kind().power;
        return switch (token.kind()) {
            case DOT -> {
                if (kind() == Kind.STAR) {
                    at++;
                    yield new Node.ValueProjection(left, projected(STAR_POWER));
                }
                yield new Node.Within(left, afterDot());
            }
            case PIPE -> new Node.Pipe(left, expression(power));
            case OR -> new Node.Or(left, expression(power));
            case AND -> new Node.And(left, expression(power));
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                new Node.Comparison(token.kind(), left, expression(power));
            case PLUS, MINUS, STAR, TIMES, DIVIDE, INTEGER_DIVIDE, MODULO ->
                new Node.Arithmetic(token.kind(), left, expression(power));
            case FILTER -> filter(left);
            case FLATTEN -> flatten(left);
            case OPEN_BRACKET -> bracket(left);
            case OPEN_PARENTHESIS -> call(token, left);
            default -> throw refused(token, "an operator");
        };
    }

    private Node afterDot() {
        Token token = token();
        switch (token.kind()) {
            case IDENTIFIER, QUOTED, STAR -> {
                return expression(Kind.DOT.power);
            }
            case OPEN_BRACKET -> {
                at++;
                return multiList();
            }
            case OPEN_BRACE -> {
                at++;
                return multiHash();
            }
            case NUMBER ->
                throw new JmesPathException(
                        token.offset(),
                        "unexpected " + token.shown() + " after a dot; an element is written [" + token.text()
                                + "], a key with digits in double quotes");
            default -> throw refused(token, "a key, [, { or * after the dot");
        }
    }

    /** What is done to each element of a projection. */
    private Node projected(int power) {
        Token token = token();
        if (token.kind().power < ENDS_PROJECTION) {
            return new Node.Current();
        }
        return switch (token.kind()) {
            case OPEN_BRACKET, FILTER -> expression(power);
            case DOT -> {
                at++;
                yield afterDot(power);
            }
            default -> throw refused(token, "., [ or an operator");
        };
    }

    private Node afterDot(int power) {
        Kind kind = kind();
        return kind == Kind.IDENTIFIER || kind == Kind.QUOTED || kind == Kind.STAR ? expression(power) : afterDot();
    }

    private Node flatten(Node left) {
        return new Node.Projection(new Node.Flatten(left), projected(Kind.FLATTEN.power), false);
    }

    private Node filter(Node left) {
        Node condition = expression(0);
        expect(Kind.CLOSE_BRACKET, "]");
        Node right = kind() == Kind.FLATTEN ? new Node.Current() : projected(Kind.FILTER.power);
        return new Node.Filter(left, condition, right);
    }

    private boolean startsIndex() {
        return kind() == Kind.NUMBER || kind() == Kind.COLON;
    }

    /** An index, a slice or a star, behind the opening bracket. */
    private Node bracket(Node left) {
        if (!startsIndex()) {
            expect(Kind.STAR, "a number, a slice or *");
            expect(Kind.CLOSE_BRACKET, "]");
            return new Node.Projection(left, projected(STAR_POWER), false);
        }
        if (kind() == Kind.NUMBER && kind(1) != Kind.COLON) {
            int index = number();
            expect(Kind.CLOSE_BRACKET, "]");
            return new Node.Within(left, new Node.Index(index));
        }
        Node slice = slice();
        return new Node.Projection(new Node.Within(left, slice), projected(STAR_POWER), true);
    }

    private Node slice() {
        Integer[] parts = new Integer[3];
        int part = 0;
        int step = at;
        while (kind() != Kind.CLOSE_BRACKET) {
            if (kind() == Kind.NUMBER && parts[part] == null) {
                step = at;
                parts[part] = number();
            } else if (kind() == Kind.COLON && part < 2) {
                part++;
                at++;
            } else {
                throw refused(token(), "a slice as [start:stop:step]");
            }
        }
        at++;
        if (parts[2] != null && parts[2] == 0) {
            throw new JmesPathException(tokens.get(step).offset(), "a slice's step is not 0");
        }
        return new Node.Slice(parts[0], parts[1], parts[2] == null ? 1 : parts[2]);
    }

    private int number() {
        Token token = advance();
        try {
            return Integer.parseInt(token.text());
        } catch (NumberFormatException e) {
            throw new JmesPathException(token.offset(), token.text() + " is too large for an index");
        }
    }

    private Node multiList() {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            nodes.add(expression(0));
            if (kind() == Kind.CLOSE_BRACKET) {
                at++;
                return new Node.MultiList(List.copyOf(nodes));
            }
            expect(Kind.COMMA, ", or ]");
        }
    }

    private Node multiHash() {
        Map<String, Node> nodes = new LinkedHashMap<>();
        while (true) {
            Token key = advance();
            if (key.kind() != Kind.IDENTIFIER && key.kind() != Kind.QUOTED) {
                throw refused(key, "a name");
            }
            expect(Kind.COLON, ":");
            nodes.put(key.text(), expression(0));
            if (kind() == Kind.CLOSE_BRACE) {
                at++;
                return new Node.MultiHash(nodes);
            }
            expect(Kind.COMMA, ", or }");
        }
    }

    private Node call(Token parenthesis, Node name) {
        Token token = tokens.get(at - 2);
        if (!(name instanceof Node.Field field) || token.kind() != Kind.IDENTIFIER) {
            throw refused(parenthesis, "a function's name before it");
        }
        Function function = Function.named(field.name());
        if (function == null) {
            throw new JmesPathException(
                    token.offset(), "there is no function " + field.name() + Function.meant(field.name()));
        }
        List<Node> arguments = new ArrayList<>();
        while (kind() != Kind.CLOSE_PARENTHESIS) {
            if (!arguments.isEmpty()) {
                expect(Kind.COMMA, ", or )");
            }
            arguments.add(expression(0));
        }
        at++;
        String problem = function.problem(arguments);
        if (problem != null) {
            throw new JmesPathException(token.offset(), problem);
        }
        return new Node.Call(function, List.copyOf(arguments));
    }

    private Node let() {
        Map<String, Node> bindings = new LinkedHashMap<>();
        Token in;
        do {
            Token name = advance();
            if (name.kind() != Kind.VARIABLE) {
                throw refused(name, "a variable such as $name");
            }
            expect(Kind.ASSIGN, "=");
            bindings.put(name.text(), expression(0));
            in = advance();
        } while (in.kind() == Kind.COMMA);
        if (in.kind() != Kind.IDENTIFIER || !in.text().equals("in")) {
            throw refused(in, "in");
        }
        return new Node.Let(bindings, expression(0));
    }

    private Token token() {
        return tokens.get(at);
    }

    private Kind kind() {
        return token().kind();
    }

    private Kind kind(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead).kind() : Kind.END;
    }

    /** Takes a token; the last one stays. */
    private Token advance() {
        Token token = token();
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    private void expect(Kind kind, String accepted) {
        if (kind() != kind) {
            throw refused(token(), accepted);
        }
        at++;
    }

    /** Whether an @ stands right before a name. */
    private boolean isCurrent(Token name) {
        return tokens.stream().anyMatch(each -> each.kind() == Kind.CURRENT && each.offset() + 1 == name.offset());
    }

    private JmesPathException refused(Token token, String accepted) {
        String hint = "";
        if (token.kind() == Kind.NUMBER) {
            hint = "; a number is written in backticks, a key with a hyphen or a leading digit in double quotes";
        } else if (token.kind() == Kind.ASSIGN) {
            hint = "; equality is ==";
        } else if (token.kind() == Kind.IDENTIFIER && isCurrent(token)) {
            String key = "@" + token.text();
            hint = "; a key that begins with @ is written in double quotes: \"" + key + "\", which within a string of"
                    + " the configuration is \"\\\"" + key + "\\\"\"";
        }
        return new JmesPathException(token.offset(), "unexpected " + token.shown() + "; expected " + accepted + hint);
    }
}
