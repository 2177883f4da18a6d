package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import java.util.List;

/** {@code stage.label_drop}: removes labels by their exact names. */
final class LabelDropStage implements ChangeStage {

    private final String[] names;

    private LabelDropStage(List<String> names) {
        this.names = names.toArray(String[]::new);
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        List<String> names = Attributes.requiredNames(block, "values");
        block.finish();
        LabelDropStage stage = new LabelDropStage(names);
        return context -> stage;
    }

    @Override
    public void change(LogEntry entry) {
        for (String each : names) {
            entry.labels().remove(each);
        }
    }
}
