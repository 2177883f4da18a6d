package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.regex.RegexException;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.template.GoTemplate;
import dev.penstock.pipeline.template.TemplateException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the attributes of several stages have in common. To be asked before {@link BlockReader#finish()}. */
final class Attributes {

    /** Stand for what cannot be compiled, until its problem is thrown. */
    private static final GoRegex NO_REGEX = GoRegex.compile("");

    /**
     * Characters that a template of a stage may give: those of a huge line, which a template that fails would leave
     * unmasked.
     */
    private static final int MAX_OUTPUT = 1 << 23;

    private static final GoTemplate NO_TEMPLATE = GoTemplate.parse("");

    private Attributes() {}

    /** Where the value of a name comes from: from the name itself, where nothing else is said. */
    static String sourceOf(String name, @Nullable String source) {
        return source == null || source.isEmpty() ? name : source;
    }

    /** A word that may be one of several; the first of them when it is not given. */
    static String oneOf(BlockReader block, String attribute, List<String> words) {
        String word = block.text(attribute, words.get(0));
        if (words.contains(word)) {
            return word;
        }
        block.problem(attribute, Names.unknown(attribute, word, words));
        return words.get(0);
    }

    /** A source: null when it is not given, for the line; explicitly empty it is a mistake. */
    static @Nullable String source(BlockReader block) {
        String source = block.text("source");
        if (source != null && source.isEmpty()) {
            block.problem("source", "source is empty; expected the name of a value, or leave source out for the line");
        }
        return source;
    }

    /** A source that must be given. */
    static String requiredSource(BlockReader block) {
        String source = block.requiredText("source");
        if (source.isEmpty() && block.has("source")) {
            block.problem("source", "source is empty; expected the name of a value");
        }
        return source;
    }

    /** A list that must have an element. */
    static List<String> requiredNames(BlockReader block, String attribute) {
        List<String> names = block.requiredTexts(attribute);
        if (names.isEmpty() && block.has(attribute)) {
            block.problem(attribute, attribute + " is empty; expected one name or more");
        }
        return names;
    }

    /** A regular expression that need not be given; null when it is not, is empty, or is not one of RE2's. */
    static @Nullable GoRegex regex(BlockReader block, String attribute) {
        String text = block.text(attribute);
        return text == null || text.isEmpty() ? null : compile(block, attribute, text);
    }

    /** Compiles a regular expression; null when it is not one of RE2's, which is then a problem of the block. */
    static @Nullable GoRegex compile(BlockReader block, String attribute, String text) {
        try {
            return GoRegex.compile(text);
        } catch (RegexException e) {
            block.problem(attribute, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Loki has no label without a name; other names that it would refuse are repaired before they are sent. */
    static void checkLabelNames(BlockReader block, String attribute, Collection<String> names) {
        for (String name : names) {
            if (name.isEmpty() || name.equals("\"\"")) {
                block.problem(attribute, "a name in " + attribute + " is empty; expected the name of a label");
            }
        }
    }

    /** A map without the entries that have no value. */
    static void removeEmpty(Map<String, @Nullable String> values) {
        values.values().removeIf(value -> value == null || value.isEmpty());
    }

    /** A source that, when it is not given or is empty, is the line: null. */
    static @Nullable String sourceOrLine(BlockReader block) {
        String source = block.text("source");
        return source == null || source.isEmpty() ? null : source;
    }

    /** A regular expression that must be given. */
    static GoRegex requiredRegex(BlockReader block, String attribute) {
        String text = block.requiredText(attribute);
        if (text.isEmpty()) {
            if (block.has(attribute)) {
                block.problem(attribute, attribute + " is empty; expected a regular expression");
            }
            return NO_REGEX;
        }
        GoRegex regex = compile(block, attribute, text);
        return regex == null ? NO_REGEX : regex;
    }

    /**
     * A template. What Go finds only when it executes a template, such as a call with too few arguments, is warned of: the
     * template is executed with every entry all the same, and may fail with each.
     */
    static GoTemplate template(BlockReader block, StageSyntax syntax, String attribute, String text) {
        try {
            return GoTemplate.parse(
                            text,
                            mistake -> syntax.note(Problem.warning(
                                    block.span(attribute),
                                    place(mistake) + "; where it fails, the stage changes nothing")))
                    .withMaxOutput(MAX_OUTPUT);
        } catch (TemplateException e) {
            block.problem(attribute, place(e));
            return NO_TEMPLATE;
        }
    }

    private static String place(TemplateException mistake) {
        return "line " + mistake.line() + ", column " + mistake.column() + " of the template: " + mistake.problem();
    }
}
