package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.template.GoTemplate;
import dev.penstock.pipeline.template.TemplateException;
import org.jspecify.annotations.Nullable;

/** What the attributes of stages that extract have in common. To be called before {@link BlockReader#finish()}. */
final class ExtractionAttributes {

    /** Stand for what cannot be compiled, until its problem is thrown. */
    private static final GoRegex NO_REGEX = GoRegex.compile("");

    /**
     * Characters that a template of a stage may give: those of a huge line, which a template that fails would leave
     * unmasked.
     */
    private static final int MAX_OUTPUT = 1 << 23;

    private static final GoTemplate NO_TEMPLATE = GoTemplate.parse("");

    private ExtractionAttributes() {}

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
        GoRegex regex = Attributes.compile(block, attribute, text);
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
