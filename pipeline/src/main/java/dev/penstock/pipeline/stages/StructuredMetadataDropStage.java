package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import java.util.List;

/** {@code stage.structured_metadata_drop}: removes structured metadata by exact names. */
final class StructuredMetadataDropStage implements ChangeStage {

    private final String[] names;

    private StructuredMetadataDropStage(List<String> names) {
        this.names = names.toArray(String[]::new);
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        List<String> names = Attributes.requiredNames(block, "values");
        block.finish();
        StructuredMetadataDropStage stage = new StructuredMetadataDropStage(names);
        return context -> stage;
    }

    @Override
    public void change(LogEntry entry) {
        for (String each : names) {
            entry.metadata().remove(each);
        }
    }
}
