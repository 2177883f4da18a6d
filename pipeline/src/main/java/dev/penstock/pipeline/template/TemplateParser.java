package dev.penstock.pipeline.template;

import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.template.Lexer.Kind;
import dev.penstock.pipeline.template.Lexer.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Parses a template: its texts, actions and control structures. */
final class TemplateParser {

    /** How deep control structures may nest, with each {@code else if} one deeper. */
    private static final int DEEPEST = 250;

    private final String text;
    private final Tokens tokens;
    private final Binder binder;
    private final FieldsRead fields = new FieldsRead();
    private final ExpressionParser expressions;
    private final Map<String, Node.Definition> definitions = new HashMap<>();
    private final List<Token> included = new ArrayList<>();
    private int depth;
    private int loops;

    TemplateParser(String text, Consumer<TemplateException> mistakes) {
        this.text = text;
        this.tokens = new Tokens(text);
        this.binder = new Binder(text, mistakes);
        this.expressions = new ExpressionParser(tokens, binder, fields);
    }

    GoTemplate parse() {
        List<Node> nodes = new ArrayList<>();
        if (!body(nodes).equals("")) {
            throw tokens.error(tokens.peek(), "unexpected {{ " + tokens.peek().text() + " }}: nothing is open here");
        }
        Node.Definition main = new Node.Definition(
                nodes.toArray(new Node[0]), expressions.scope().slots());
        for (Token each : included) {
            if (!definitions.containsKey(each.text())) {
                binder.mistake(
                        each.offset(),
                        "template \"" + each.text() + "\" is not defined"
                                + Names.didYouMean(each.text(), definitions.keySet()));
            }
        }
        return new GoTemplate(
                text, main, fields.names(), binder.used(), fields.readsWhole(), GoTemplate.DEFAULT_MAX_OUTPUT);
    }

    /** Nodes up to an end or else, whose word is not read and given back, or up to the end of the text: then it is empty. */
    private String body(List<Node> nodes) {
        while (true) {
            Token token = tokens.next();
            if (token.kind() == Kind.END_OF_TEXT) {
                return "";
            }
            if (token.kind() == Kind.TEXT) {
                nodes.add(new Node.Text(token.text()));
                continue;
            }
            tokens.skipSpace();
            if (tokens.isKeyword("end") || tokens.isKeyword("else")) {
                return tokens.peek().text();
            }
            if (tokens.is(Kind.KEYWORD)) {
                keyword(tokens.next(), nodes);
            } else {
                Expr value = expressions.action("an action");
                if (value instanceof FieldsRead.Root) {
                    fields.whole();
                }
                nodes.add(new Node.Action(value));
            }
        }
    }

    private void keyword(Token keyword, List<Node> nodes) {
        if (++depth > DEEPEST) {
            throw tokens.error(keyword, "control structures nest more than " + DEEPEST + " deep");
        }
        switch (keyword.text()) {
            case "if", "with" -> nodes.add(branch(keyword));
            case "range" -> nodes.add(range(keyword));
            case "break", "continue" -> {
                tokens.expect(Kind.RIGHT, "}} after " + keyword.text());
                if (loops == 0) {
                    throw tokens.error(keyword, keyword.text() + " is only allowed within {{ range }}");
                }
                nodes.add(new Node.Jump(keyword.text().equals("break") ? Node.Flow.BREAK : Node.Flow.CONTINUE));
            }
            case "template" -> {
                Token name = tokens.expect(Kind.STRING, "the name of a template in quotes");
                nodes.add(include(name));
            }
            case "define" -> {
                if (depth > 1) {
                    throw tokens.error(keyword, "define is only allowed at the top of a template");
                }
                Token name = tokens.expect(Kind.STRING, "the name of a template in quotes");
                tokens.expect(Kind.RIGHT, "}} after the name");
                define(name, keyword);
            }
            default -> {
                Token name = tokens.expect(Kind.STRING, "the name of a template in quotes");
                nodes.add(include(name));
                define(name, keyword);
            }
        }
        depth--;
    }

    private Node include(Token name) {
        included.add(name);
        tokens.skipSpace();
        if (tokens.is(Kind.RIGHT)) {
            tokens.next();
            return new Node.Include(name.text(), null, definitions);
        }
        return new Node.Include(name.text(), expressions.action("template"), definitions);
    }

    /** Within a definition nothing outside is seen; its dot is taken for the data, which it nearly always is. */
    private void define(Token name, Token keyword) {
        Scope outer = expressions.scope();
        boolean root = expressions.dotIsRoot();
        int outerLoops = loops;
        loops = 0;
        expressions.scope(new Scope());
        expressions.dotIsRoot(true);
        List<Node> nodes = new ArrayList<>();
        end(keyword, body(nodes));
        definitions.put(
                name.text(),
                new Node.Definition(
                        nodes.toArray(new Node[0]), expressions.scope().slots()));
        expressions.scope(outer);
        expressions.dotIsRoot(root);
        loops = outerLoops;
    }

    private Node branch(Token keyword) {
        boolean with = keyword.text().equals("with");
        int mark = expressions.scope().mark();
        Expr condition = expressions.action(keyword.text());
        boolean root = expressions.dotIsRoot();
        expressions.dotIsRoot(root && (!with || condition instanceof FieldsRead.Root));
        List<Node> then = new ArrayList<>();
        String stop = body(then);
        expressions.dotIsRoot(root);
        List<Node> otherwise = otherwise(keyword, stop);
        expressions.scope().backTo(mark);
        return new Node.Branch(condition, with, then.toArray(new Node[0]), otherwise.toArray(new Node[0]));
    }

    private List<Node> otherwise(Token keyword, String stop) {
        List<Node> otherwise = new ArrayList<>();
        if (!stop.equals("else")) {
            end(keyword, stop);
            return otherwise;
        }
        tokens.next();
        tokens.skipSpace();
        if (tokens.isKeyword(keyword.text()) && !keyword.text().equals("range")) {
            // The end of the inner one ends all.
            keyword(tokens.next(), otherwise);
            return otherwise;
        }
        if (!tokens.is(Kind.RIGHT)) {
            String also = keyword.text().equals("range") ? "" : " or else " + keyword.text() + " …";
            throw tokens.unexpected("}} after else" + also);
        }
        tokens.next();
        end(keyword, body(otherwise));
        return otherwise;
    }

    private void end(Token keyword, String stop) {
        if (stop.isEmpty()) {
            throw tokens.error(keyword, "this {{ " + keyword.text() + " }} is not closed: expected {{ end }}");
        }
        if (!stop.equals("end")) {
            throw tokens.unexpected("{{ end }} of " + keyword.text());
        }
        tokens.next();
        tokens.expect(Kind.RIGHT, "}} after end");
    }

    private Node range(Token keyword) {
        Scope scope = expressions.scope();
        int mark = scope.mark();
        tokens.skipSpace();
        List<Token> variables = new ArrayList<>();
        boolean declares = true;
        if (tokens.is(Kind.VARIABLE)) {
            Kind after = tokens.peekAfterSpace(1).kind();
            if (after == Kind.COMMA || after == Kind.DECLARE || after == Kind.ASSIGN) {
                variables.add(tokens.next());
                tokens.skipSpace();
                if (tokens.is(Kind.COMMA)) {
                    tokens.next();
                    variables.add(tokens.expect(Kind.VARIABLE, "a second variable"));
                    tokens.skipSpace();
                }
                declares = !tokens.is(Kind.ASSIGN);
                if (declares && !tokens.is(Kind.DECLARE)) {
                    throw tokens.unexpected(":= after the variables of range");
                }
                tokens.next();
            }
        }
        Expr over = expressions.pipeline("range", Kind.RIGHT);
        tokens.next();
        if (over instanceof FieldsRead.Root) {
            fields.whole();
        }
        int[] slots = new int[variables.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = declares ? scope.declare(variables.get(i).text()) : expressions.slot(variables.get(i));
        }
        boolean root = expressions.dotIsRoot();
        expressions.dotIsRoot(false);
        loops++;
        List<Node> nodes = new ArrayList<>();
        String stop = body(nodes);
        loops--;
        expressions.dotIsRoot(root);
        List<Node> otherwise = otherwise(keyword, stop);
        scope.backTo(mark);
        return new Node.Range(
                over,
                slots.length == 2 ? slots[0] : -1,
                slots.length == 0 ? -1 : slots[slots.length - 1],
                nodes.toArray(new Node[0]),
                otherwise.toArray(new Node[0]));
    }
}
