package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.process.Pairs;
import java.util.List;
import java.util.Set;

/** {@code stage.label_keep}: removes all labels but these, the tenant's {@code __tenant_id__} too. */
final class LabelKeepStage implements ChangeStage {

    private final Set<String> names;

    private LabelKeepStage(List<String> names) {
        this.names = Set.copyOf(names);
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        List<String> names = Attributes.requiredNames(block, "values");
        block.finish();
        LabelKeepStage stage = new LabelKeepStage(names);
        return context -> stage;
    }

    @Override
    public void change(LogEntry entry) {
        Pairs labels = entry.labels();
        for (int i = labels.size() - 1; i >= 0; i--) {
            if (!names.contains(labels.name(i))) {
                labels.removeAt(i);
            }
        }
    }
}
