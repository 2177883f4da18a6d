package dev.penstock.pipeline.template;

import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.template.Lexer.Kind;
import dev.penstock.pipeline.template.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses what is between the braces: pipelines, calls and operands. */
final class ExpressionParser {

    /** How deep parentheses may nest. */
    private static final int DEEPEST = 100;

    /** How many commands an action may have, which bounds how deep its evaluation goes. */
    private static final int MOST_COMMANDS = 500;

    private final Tokens tokens;
    private final Binder binder;
    private final FieldsRead fields;
    private Scope scope = new Scope();
    private boolean dotIsRoot = true;
    private int depth;
    private int commands;

    ExpressionParser(Tokens tokens, Binder binder, FieldsRead fields) {
        this.tokens = tokens;
        this.binder = binder;
        this.fields = fields;
    }

    Scope scope() {
        return scope;
    }

    void scope(Scope other) {
        this.scope = other;
    }

    boolean dotIsRoot() {
        return dotIsRoot;
    }

    void dotIsRoot(boolean root) {
        this.dotIsRoot = root;
    }

    /** A pipeline with what it may declare or assign, up to and with the closing braces. */
    Expr action(String context) {
        tokens.skipSpace();
        if (tokens.is(Kind.VARIABLE)) {
            Kind operator = tokens.peekAfterSpace(1).kind();
            if (operator == Kind.DECLARE || operator == Kind.ASSIGN) {
                return assignment(context, operator == Kind.DECLARE);
            }
        }
        Expr value = pipeline(context, Kind.RIGHT);
        tokens.next();
        return value;
    }

    private Expr assignment(String context, boolean declares) {
        Token variable = tokens.next();
        tokens.skipSpace();
        Token operator = tokens.next();
        int slot = declares ? -1 : slot(variable);
        Expr value = pipeline(context + " after " + operator.text(), Kind.RIGHT);
        tokens.next();
        if (value instanceof FieldsRead.Root) {
            fields.whole();
        }
        return new Expr.Assign(declares ? scope.declare(variable.text()) : slot, value);
    }

    int slot(Token variable) {
        int slot = scope.slot(variable.text());
        if (slot < 0) {
            throw tokens.error(
                    variable,
                    "undefined variable " + variable.text() + Names.didYouMean(variable.text(), scope.names())
                            + "; a variable is declared with {{ " + variable.text() + " := … }}");
        }
        return slot;
    }

    /** A pipeline up to a kind of word, which is not read. */
    Expr pipeline(String context, Kind end) {
        if (end == Kind.RIGHT) {
            commands = 0;
        }
        Expr value = null;
        int stage = 0;
        while (true) {
            tokens.skipSpace();
            if (tokens.is(end)) {
                if (value == null) {
                    throw tokens.error(tokens.peek(), "missing value for " + context);
                }
                return value;
            }
            if (value != null) {
                if (!tokens.is(Kind.PIPE)) {
                    throw tokens.unexpected("| or " + (end == Kind.RIGHT ? "}}" : ")"));
                }
                tokens.next();
                tokens.skipSpace();
            }
            stage++;
            value = command(value, stage, context);
        }
    }

    private Expr command(@Nullable Expr piped, int stage, String context) {
        Token first = tokens.peek();
        if (++commands > MOST_COMMANDS) {
            throw tokens.error(first, "an action has more than " + MOST_COMMANDS + " commands");
        }
        if (first.kind() == Kind.IDENTIFIER && tokens.following().kind() != Kind.FIELD) {
            return function(piped);
        }
        boolean field = first.kind() == Kind.IDENTIFIER;
        Expr value = operand();
        if (value == null) {
            throw tokens.unexpected(stage > 1 ? "a function after |" : "a value for " + context);
        }
        if (piped != null && !field) {
            boolean constant = value instanceof Expr.Constant
                    || value instanceof Expr.NumberConstant
                    || first.kind() == Kind.DOT && !(value instanceof Expr.Field);
            if (constant) {
                throw tokens.error(
                        first,
                        "non executable command in pipeline stage " + stage + ": after | there must be a function");
            }
        }
        List<Expr> args = arguments();
        if (first.kind() == Kind.NIL && args.isEmpty() && piped == null) {
            return binder.mistake(first.offset(), "nil is not a command");
        }
        if (!args.isEmpty() || piped != null) {
            return binder.mistake(
                    first.offset(),
                    "can't give arguments to a value that is no function: only a function takes them, and its name comes"
                            + " first, as in {{ Replace .Value \"a\" \"b\" -1 }}");
        }
        return value;
    }

    private Expr function(@Nullable Expr piped) {
        Token name = tokens.next();
        List<Expr> args = arguments();
        if (piped != null) {
            args.add(new Expr.Piped(piped));
        }
        fields.call(name.text(), args);
        return binder.call(name, args);
    }

    private List<Expr> arguments() {
        List<Expr> args = new ArrayList<>();
        while (true) {
            if (tokens.is(Kind.RIGHT) || tokens.is(Kind.CLOSE) || tokens.is(Kind.PIPE)) {
                return args;
            }
            if (!tokens.is(Kind.SPACE)) {
                throw tokens.unexpected("a space between arguments");
            }
            tokens.skipSpace();
            if (tokens.is(Kind.RIGHT) || tokens.is(Kind.CLOSE) || tokens.is(Kind.PIPE)) {
                return args;
            }
            Expr arg = operand();
            if (arg == null) {
                throw tokens.unexpected("an argument");
            }
            args.add(arg);
        }
    }

    /** A term and the fields taken from it; {@code null} when there is none. */
    private @Nullable Expr operand() {
        Token first = tokens.peek();
        Expr value = term();
        if (value == null) {
            return null;
        }
        while (tokens.is(Kind.FIELD)) {
            if (value instanceof Expr.Constant || value instanceof Expr.NumberConstant || first.kind() == Kind.DOT) {
                throw tokens.error(tokens.peek(), "unexpected . after " + first.text());
            }
            Token field = tokens.next();
            value = field(value, field);
        }
        return value;
    }

    private @Nullable Expr term() {
        Token token = tokens.peek();
        switch (token.kind()) {
            case IDENTIFIER -> {
                tokens.next();
                return binder.call(token, List.of());
            }
            case DOT -> {
                tokens.next();
                return dot();
            }
            case FIELD -> {
                tokens.next();
                return field(dot(), token);
            }
            case VARIABLE -> {
                tokens.next();
                Expr variable = new Expr.Variable(slot(token));
                return token.text().equals("$") ? new FieldsRead.Root(variable) : variable;
            }
            case STRING -> {
                tokens.next();
                return new Expr.Constant(token.text());
            }
            case BOOL -> {
                tokens.next();
                return new Expr.Constant(token.text().equals("true"));
            }
            case NIL -> {
                tokens.next();
                return new Expr.Constant(null);
            }
            case NUMBER -> {
                tokens.next();
                Expr number = NumberLiterals.parse(token.text());
                if (number == null) {
                    throw tokens.error(token, "'" + token.text() + "' is no number of 64 bits");
                }
                return number;
            }
            case OPEN -> {
                tokens.next();
                if (++depth > DEEPEST) {
                    throw tokens.error(token, "parentheses nest more than " + DEEPEST + " deep");
                }
                // Only whole actions declare variables.
                Expr value = pipeline("parenthesized pipeline", Kind.CLOSE);
                tokens.next();
                depth--;
                // A constant in parentheses has its type, and fields may follow.
                return new Expr.Piped(value);
            }
            default -> {
                return null;
            }
        }
    }

    private Expr dot() {
        return dotIsRoot ? new FieldsRead.Root(new Expr.Dot()) : new Expr.Dot();
    }

    private Expr field(Expr of, Token token) {
        String name = token.text();
        if (of instanceof FieldsRead.Root
                || (of instanceof Expr.Piped piped && piped.value() instanceof FieldsRead.Root)) {
            fields.add(name);
        }
        if (GoTime.TYPE.equals(of.type())) {
            throw tokens.error(token, GoTime.noMethod(name));
        }
        return new Expr.Field(of, name);
    }
}
