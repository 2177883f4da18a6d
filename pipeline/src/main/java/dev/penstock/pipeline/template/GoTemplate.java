package dev.penstock.pipeline.template;

import java.util.List;
import java.util.function.Consumer;

/**
 * A template in the language of Go's text/template with the functions Alloy knows: sprig's for texts, numbers and collections, and
 * Alloy's own. Immutable and safe for any number of threads.
 */
public final class GoTemplate {

    /** The most characters a rendering gives, 1 Mi, when nothing else is said. */
    public static final int DEFAULT_MAX_OUTPUT = 1 << 20;

    private final String text;
    private final Node.Definition main;
    private final List<String> fields;
    private final List<String> functions;
    private final boolean readsWholeData;
    private final int maxOutput;

    GoTemplate(
            String text,
            Node.Definition main,
            List<String> fields,
            List<String> functions,
            boolean readsWholeData,
            int maxOutput) {
        this.text = text;
        this.main = main;
        this.fields = fields;
        this.functions = functions;
        this.readsWholeData = readsWholeData;
        this.maxOutput = maxOutput;
    }

    /**
     * Parses a template and refuses everything that cannot work.
     *
     * @param text the template
     * @return the template
     * @throws TemplateException when the text is no template, uses what is not supported, or calls a function with arguments it
     *     never accepts
     */
    public static GoTemplate parse(String text) {
        return parse(text, mistake -> {
            throw mistake;
        });
    }

    /**
     * Parses a template as Go does, which finds wrong calls only when they are executed: they are told to a consumer, and
     * rendering fails where they are.
     *
     * @param text the template
     * @param mistakes is given what Go would find at execution: a wrong number of arguments, a constant of a wrong type, a bad
     *     regular expression; may throw it
     * @return the template
     * @throws TemplateException when the text is no template or uses what is not supported
     */
    public static GoTemplate parse(String text, Consumer<TemplateException> mistakes) {
        try {
            return new TemplateParser(text, mistakes).parse();
        } catch (StackOverflowError e) {
            throw new TemplateException(text, 0, "the template nests too deeply");
        }
    }

    /**
     * This template with another limit of its output.
     *
     * @param characters the most UTF-16 units a rendering, and any text within it, may have; from 1
     * @return a template that fails beyond
     */
    public GoTemplate withMaxOutput(int characters) {
        if (characters < 1) {
            throw new IllegalArgumentException("maxOutput must be at least 1, was " + characters);
        }
        return new GoTemplate(text, main, fields, functions, readsWholeData, characters);
    }

    /**
     * Renders the template.
     *
     * @param data what the dot is
     * @return the text, possibly empty
     * @throws RenderException when a function or operation fails with this data, or a limit is passed
     */
    public String render(TemplateData data) {
        Node[] body = main.body();
        if (body.length == 0) {
            return "";
        }
        if (body.length == 1 && body[0] instanceof Node.Text constant) {
            return constant.text();
        }
        Run run = new Run(maxOutput, GoMap.of(data), main.slots());
        try {
            Node.all(body, run);
        } catch (StackOverflowError e) {
            // Templates that call each other deep within control structures, on a thread with a small stack.
            throw new RenderException("the template nests too deeply");
        }
        return run.out.toString();
    }

    /**
     * The names read from the data, such as {@code Value} for {@code .Value}, {@code $.Value} and {@code index . "Value"}.
     *
     * @return the names, sorted, without those that are only known when rendering
     */
    public List<String> fields() {
        return fields;
    }

    /**
     * The functions called.
     *
     * @return their names, sorted
     */
    public List<String> functions() {
        return functions;
    }

    /**
     * Whether the template may read more than {@link #fields()}, for it uses the dot as a whole, as in {@code {{ range . }}}.
     *
     * @return whether it does
     */
    public boolean readsWholeData() {
        return readsWholeData;
    }

    @Override
    public String toString() {
        return text;
    }
}
