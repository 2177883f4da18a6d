package dev.penstock.pipeline.syntax;

import dev.penstock.pipeline.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text in Alloy's syntax. What cannot be read is reported, at most once on a line, and reading goes on behind it. Takes
 * time and memory in proportion to the text. Source: Alloy's syntax/parser/internal.go.
 */
public final class Parser {

    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");

    /** Ten times the largest configuration that anybody will have, in characters. */
    private static final int MAX_LENGTH = 16 << 20;

    private final Cursor cursor;
    private final ExpressionParser expressions;

    private Parser(Cursor cursor) {
        this.cursor = cursor;
        this.expressions = new ExpressionParser(cursor);
    }

    /**
     * Reads a whole text.
     *
     * @param text the text, of up to 16 Mi characters
     * @return its statements, in the order in which they are written
     * @throws SyntaxException with everything that is not as it should be; of a text in another language, with what it looks like
     *     and what to do
     */
    public static List<Statement> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new SyntaxException(
                    new Position(1, 1), "the text has " + text.length() + " characters; expected up to " + MAX_LENGTH);
        }
        Complaints complaints = new Complaints();
        List<Statement> body = List.of();
        try {
            Parser parser = new Parser(new Cursor(new Lexer(text, complaints), complaints));
            body = List.copyOf(parser.body(null));
        } catch (Cursor.GivenUp e) {
            // What was found until then is reported.
        }
        if (!complaints.isEmpty()) {
            Problem foreign = ForeignText.recognize(text);
            throw new SyntaxException(foreign == null ? complaints.sorted() : List.of(foreign));
        }
        return body;
    }

    private List<Statement> body(@Nullable Token block) {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            switch (cursor.current().kind()) {
                case TERMINATOR -> cursor.take();
                case END -> {
                    if (block != null) {
                        cursor.complain(
                                cursor.current().span(),
                                "found the end of the text, expected '}' for the block " + block.text()
                                        + " that begins at " + block.span().start());
                    }
                    return statements;
                }
                case BRACE_CLOSE -> {
                    if (block != null) {
                        return statements;
                    }
                    // Behind a block whose first line could not be read, it is not the brace that is wrong.
                    if (!cursor.complained()) {
                        cursor.complain(
                                cursor.current().span(),
                                "found '}', expected the name of a block or an attribute; no '{' is open here");
                    }
                    cursor.take();
                }
                default -> {
                    int depth = cursor.begin();
                    try {
                        Statement statement = statement();
                        statements.add(statement);
                        end(statement);
                    } catch (Cursor.Lost e) {
                        cursor.recover(depth);
                    }
                }
            }
        }
    }

    /**
     * Between two statements there is the end of a line; but not where a block's brace closes before another block, which
     * Alloy refuses: a text that went through XML or YAML may have lost the ends of its lines.
     */
    private void end(Statement statement) {
        switch (cursor.current().kind()) {
            case TERMINATOR, END, BRACE_CLOSE -> {}
            case COMMA -> {
                cursor.complain(
                        cursor.current().span(),
                        "found ',', expected the end of the line; attributes of a block stand on lines of their own, "
                                + "only lists and maps have commas");
                cursor.take();
            }
            case IDENTIFIER -> {
                if (statement instanceof Attribute) {
                    cursor.complain(
                            cursor.current().span(),
                            "found " + cursor.current().found()
                                    + ", expected the end of the line; each attribute and block begins a line of its own");
                }
            }
            default ->
                throw cursor.unexpected("the end of the line; each attribute and block begins a line of its own");
        }
    }

    private Statement statement() {
        Token first = cursor.current();
        switch (first.kind()) {
            case IDENTIFIER -> {}
            case STRING, RAW_STRING -> throw cursor.unexpected("the name of a block or an attribute, without quotes");
            case TRUE, FALSE, NULL ->
                throw cursor.unexpected("the name of a block or an attribute; this word is taken");
            case OPERATOR ->
                throw cursor.unexpected("the name of a block or an attribute; "
                        + "an operator stands at the end of a line, not at the beginning of the next");
            default -> throw cursor.unexpected("the name of a block or an attribute");
        }
        cursor.take();
        if (cursor.is(Kind.ASSIGN)) {
            cursor.take();
            return new Attribute(first.text(), expressions.expression(), first.span());
        }
        if (cursor.is(Kind.COLON)) {
            cursor.complain(
                    cursor.current().span(),
                    "found ':', expected '='; attributes are written " + first.text() + " = value");
            cursor.take();
            return new Attribute(first.text(), expressions.expression(), first.span());
        }
        return block(first);
    }

    private Block block(Token first) {
        StringBuilder dotted = new StringBuilder(first.text());
        while (cursor.is(Kind.DOT)) {
            cursor.take();
            if (!cursor.is(Kind.IDENTIFIER)) {
                throw cursor.unexpected("the rest of the block's name");
            }
            dotted.append('.').append(cursor.take().text());
        }
        String name = dotted.toString();
        String label = label(name);
        Span span = first.span().to(cursor.previous());
        brace(name, label);
        Token header = new Token(Kind.IDENTIFIER, name, span, first.offset(), first.end());
        cursor.deeper();
        cursor.take();
        List<Statement> body = body(header);
        cursor.shallower();
        Position end = cursor.current().span().start();
        if (cursor.is(Kind.BRACE_CLOSE)) {
            cursor.take();
        }
        return new Block(name, label, body, span, end);
    }

    private @Nullable String label(String block) {
        Token label = cursor.current();
        if (label.is(Kind.IDENTIFIER)) {
            cursor.complain(
                    label.span(),
                    "found " + label.found() + ", expected '{' or a label in double quotes: " + block + " \""
                            + label.text() + "\" {");
            cursor.take();
            return label.text();
        }
        if (!label.is(Kind.STRING) && !label.is(Kind.RAW_STRING)) {
            return null;
        }
        cursor.take();
        boolean plain = label.is(Kind.STRING) && cursor.withoutQuotes(label).equals(label.text())
                || label.text().isEmpty();
        if (label.is(Kind.RAW_STRING)
                || !plain
                || !label.text().isEmpty() && !IDENTIFIER.matcher(label.text()).matches()) {
            cursor.complain(
                    label.span(),
                    "found " + label.found()
                            + ", expected a label in double quotes: letters, digits and '_', not beginning with a digit");
        }
        return label.text();
    }

    /** Goes to the brace that opens a block. */
    private void brace(String name, @Nullable String label) {
        if (cursor.is(Kind.BRACE_OPEN)) {
            return;
        }
        if (cursor.is(Kind.ASSIGN) && (name.indexOf('.') >= 0 || label != null)) {
            cursor.complain(
                    cursor.current().span(),
                    "found '=', expected '{' after the name of the block " + name
                            + "; a block is written without '=', and an attribute's name has neither dots nor a label");
            cursor.take();
            if (!cursor.is(Kind.BRACE_OPEN)) {
                throw new Cursor.Lost();
            }
            return;
        }
        String expected = name.indexOf('.') < 0 && label == null
                ? "'=' or '{' after '" + name + "'"
                : "'{' after the name of the block " + name;
        if (!cursor.is(Kind.TERMINATOR)) {
            throw cursor.unexpected(expected);
        }
        Span end = cursor.current().span();
        cursor.take();
        if (!cursor.is(Kind.BRACE_OPEN)) {
            throw cursor.endedEarly(end, "found the end of the line, expected " + expected);
        }
        cursor.complain(
                end, "found the end of the line, expected '{'; the '{' of a block stands on the line of its name");
    }
}
