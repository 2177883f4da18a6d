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
        // Part by part: a line of some megabytes has a million of them, which all at once would take many times its
        // room. Nobody else has this view, for a stage does not come after itself.
        for (int i = 0; i < size; i++) {
            LogEntry each = entry.copy();
            each.setLine(view.raw(i));
            try {
                next.accept(each);
            } catch (RuntimeException | Error e) {
                // One bad part costs one part.
                each.fail(e);
            }
        }
    }
}
