package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.regex.GoMatch;
import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.regex.NamedGroup;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.template.GoTemplate;
import dev.penstock.pipeline.template.RenderException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.replace}: puts what a template gives in the place of each group of each match; never in the place of the
 * match, so an expression without groups changes nothing. Named groups are extracted as they are replaced.
 */
final class ReplaceStage implements ChangeStage, Predicate<GoMatch> {

    /** A buffer that one huge line made larger than this is not kept. Characters. */
    private static final int KEPT = 1 << 16;

    private final GoRegex expression;
    private final NamedGroup[] named;
    private final GoTemplate template;
    private final @Nullable String source;
    private final EntryData data = new EntryData(false);

    // Of the entry at hand.
    private @Nullable LogEntry entry;
    private String input = "";
    private StringBuilder result = new StringBuilder();
    private int done;
    private boolean first;

    /** What the named groups of the first match had captured. */
    private final String[] captured;

    /** Replacements by captured text: equal texts share the last one. Of use only to named groups. */
    private final Map<String, String> replacements = new HashMap<>();

    private ReplaceStage(GoRegex expression, GoTemplate template, @Nullable String source) {
        this.expression = expression;
        this.template = template;
        this.source = source;
        named = expression.namedGroups().toArray(NamedGroup[]::new);
        captured = new String[named.length];
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        GoRegex expression = Attributes.requiredRegex(block, "expression");
        String source = Attributes.sourceOrLine(block);
        GoTemplate template = Attributes.template(block, syntax, "replace", block.text("replace", ""));
        block.finish();
        return context -> new ReplaceStage(expression, template, source);
    }

    @Override
    public void change(LogEntry next) {
        String text = next.source(source);
        if (text == null) {
            return;
        }
        entry = next;
        input = text;
        done = 0;
        first = true;
        try {
            expression.forEachMatch(text, this);
            finish(next);
        } catch (RenderException e) {
            // Leaves the entry as it is, as Alloy does.
            return;
        } finally {
            entry = null;
            input = "";
            result.setLength(0);
            if (result.capacity() > KEPT) {
                result = new StringBuilder();
            }
            replacements.clear();
            data.begin(null, null);
        }
    }

    @Override
    public boolean test(GoMatch match) {
        if (first) {
            first = false;
            for (int i = 0; i < named.length; i++) {
                captured[i] = match.text(named[i].number());
            }
        }
        for (int i = 1; i <= expression.groupCount(); i++) {
            int start = match.start(i);
            if (start < 0) {
                continue;
            }
            String group = match.text(i);
            data.begin(entry, group);
            String replacement = template.render(data);
            // A group within one that is replaced already is gone from the text, but not from what is extracted.
            if (done <= start) {
                result.append(input, done, start).append(replacement);
                done = match.end(i);
            }
            if (named.length > 0) {
                replacements.put(group, replacement);
            }
        }
        return true;
    }

    private void finish(LogEntry to) {
        if (first) {
            return;
        }
        if (done > 0 || result.length() > 0) {
            String replaced = result.append(input, done, input.length()).toString();
            if (source == null) {
                to.setLine(replaced);
            } else {
                to.extracted().put(source, replaced);
            }
        }
        for (int i = 0; i < named.length; i++) {
            String replacement = replacements.get(captured[i]);
            if (replacement != null) {
                to.extracted().put(named[i].name(), replacement);
            }
        }
    }
}
