package dev.penstock.pipeline.jmespath;

import dev.penstock.pipeline.json.JsonText;
import dev.penstock.pipeline.json.JsonView;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A JMESPath expression: the <a href="https://jmespath.org/specification.html">standard</a> with what
 * <a href="https://jmespath.site/">jmespath-community</a> adds, as Alloy takes it: arithmetic, {@code let}, {@code $}, slices
 * of texts and more functions. So {@code a-b} subtracts, and the key is {@code "a-b"}. Immutable and safe for any number of
 * threads.
 */
public final class JmesPath {

    private final String text;
    private final Node node;
    private final String @Nullable [] chain;

    private JmesPath(String text, Node node) {
        this.text = text;
        this.node = node;
        this.chain = chain(node);
    }

    /**
     * Compiles an expression.
     *
     * @param text JMESPath
     * @return the expression
     * @throws JmesPathException when it is not JMESPath, or calls a function that there is not
     */
    public static JmesPath compile(String text) {
        return new JmesPath(text, new Parser(Lexer.tokens(text)).expression());
    }

    /**
     * Finds what the expression means.
     *
     * @param view a JSON text that has been scanned
     * @return text, number, truth value, or {@code null} when nothing matches; an object or array as JSON text
     * @throws JmesPathRuntimeException when a function is given what it does not take
     */
    public @Nullable Object search(JsonView view) {
        if (chain != null) {
            return chain.length == 1 ? view.get(chain[0]) : view.path(chain);
        }
        Scope scope = new Scope(view);
        Object found;
        try {
            found = scope.whole(node.eval(Scope.INPUT, scope));
        } catch (StackOverflowError e) {
            throw new JmesPathRuntimeException("the expression and its input nest too deeply");
        }
        if (found == null || found instanceof String || found instanceof Double || found instanceof Boolean) {
            return found;
        }
        try {
            return JsonText.of(found);
        } catch (IllegalArgumentException e) {
            throw new JmesPathRuntimeException("an expression reference is not a value");
        }
    }

    /**
     * The expression as it was written.
     *
     * @return its text
     */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    /** The names of a chain of members such as {@code a.b.c}; {@code null} when it is something else. */
    private static String @Nullable [] chain(Node whole) {
        ArrayDeque<String> names = new ArrayDeque<>();
        Node node = whole;
        while (node instanceof Node.Within within && within.right() instanceof Node.Field field) {
            names.addFirst(field.name());
            node = within.left();
        }
        if (!(node instanceof Node.Field first)) {
            return null;
        }
        names.addFirst(first.name());
        return names.toArray(new String[0]);
    }
}
