package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.json.JsonKind;
import dev.penstock.pipeline.json.JsonView;
import dev.penstock.pipeline.syntax.BlockReader;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.split_json}: makes an entry of each element of a JSON array. An array without elements leaves nothing of its
 * entry, which is counted as dropped; what is no array goes on as it is.
 */
final class SplitJsonStage implements StageDefinition {

    private static final String REASON = "split_json_stage";

    private final @Nullable String source;
    private final StageName name;

    private SplitJsonStage(@Nullable String source, StageName name) {
        this.source = source;
        this.name = name;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        String source = Attributes.source(block);
        block.finish();
        return new SplitJsonStage(source, name);
    }

    @Override
    public boolean splits() {
        return true;
    }

    @Override
    public Stage open(StageContext context) {
        JsonView view = new JsonView();
        return (entry, next) -> split(view, entry, next);
    }

    private void split(JsonView view, LogEntry entry, Flow next) {
        String text = entry.source(source);
        if (text == null || !view.scan(text) || view.kind() != JsonKind.ARRAY) {
            next.accept(entry);
            return;
        }
        int size = view.size();
        if (size == 0) {
            entry.drop(name, REASON);
            return;
        }
        // Stages that follow may use the view of this one no more, for they may split again.
        String[] parts = new String[size];
        for (int i = 0; i < size; i++) {
            parts[i] = view.raw(i);
        }
        for (String part : parts) {
            LogEntry each = entry.copy();
            each.setLine(part);
            next.accept(each);
        }
    }
}
