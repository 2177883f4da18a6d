package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.regex.GoMatch;
import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.regex.NamedGroup;
import dev.penstock.pipeline.syntax.BlockReader;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.regex}: puts the named groups of the first match into {@code extracted}, empty ones and those that took no
 * part too.
 */
final class RegexStage implements ChangeStage {

    private final GoRegex expression;
    private final NamedGroup[] groups;
    private final @Nullable String source;
    private final boolean labelsFromGroups;

    private RegexStage(GoRegex expression, @Nullable String source, boolean labelsFromGroups) {
        this.expression = expression;
        groups = expression.namedGroups().toArray(NamedGroup[]::new);
        this.source = source;
        this.labelsFromGroups = labelsFromGroups;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        GoRegex expression = Attributes.requiredRegex(block, "expression");
        String source = Attributes.source(block);
        boolean labelsFromGroups = block.bool("labels_from_groups", false);
        block.finish();
        RegexStage stage = new RegexStage(expression, source, labelsFromGroups);
        return context -> stage;
    }

    @Override
    public void change(LogEntry entry) {
        String text = entry.source(source);
        GoMatch match = text == null ? null : expression.match(text);
        if (match == null) {
            return;
        }
        for (NamedGroup each : groups) {
            String value = match.text(each.number());
            entry.extracted().put(each.name(), value);
            if (labelsFromGroups) {
                entry.labels().set(each.name(), value);
            }
        }
    }
}
