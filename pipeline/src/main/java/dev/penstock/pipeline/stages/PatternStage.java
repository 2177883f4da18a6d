package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.logql.LogqlPattern;
import dev.penstock.pipeline.logql.LogqlPattern.CaptureSink;
import dev.penstock.pipeline.logql.PatternException;
import dev.penstock.pipeline.syntax.BlockReader;
import org.jspecify.annotations.Nullable;

/** {@code stage.pattern}: puts the captures of a LogQL pattern into {@code extracted}. */
final class PatternStage implements ChangeStage, CaptureSink {

    private final LogqlPattern pattern;
    private final @Nullable String source;
    private final boolean labelsFromGroups;

    /** Where captures go at the moment. */
    private @Nullable LogEntry target;

    private PatternStage(LogqlPattern pattern, @Nullable String source, boolean labelsFromGroups) {
        this.pattern = pattern;
        this.source = source;
        this.labelsFromGroups = labelsFromGroups;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        String text = block.requiredText("pattern");
        String source = Attributes.source(block);
        boolean labelsFromGroups = block.bool("labels_from_groups", false);
        block.finish();
        LogqlPattern pattern;
        try {
            pattern = LogqlPattern.compile(text);
        } catch (PatternException e) {
            throw block.error("pattern", String.valueOf(e.getMessage()));
        }
        return context -> new PatternStage(pattern, source, labelsFromGroups);
    }

    @Override
    public void change(LogEntry entry) {
        String text = entry.source(source);
        if (text != null) {
            target = entry;
            boolean unused = pattern.match(text, this);
            target = null;
        }
    }

    @Override
    public void capture(String name, String value) {
        if (target != null) {
            target.extracted().put(name, value);
            if (labelsFromGroups) {
                target.labels().set(name, value);
            }
        }
    }
}
