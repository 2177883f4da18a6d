package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.process.Pairs;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code stage.labels}: makes labels of values. A source that is not there, or has no text, leaves its label as it is. */
final class LabelsStage implements ChangeStage {

    private static final List<String> SOURCE_TYPES = List.of("extracted", "structured_metadata");

    private final String[] labels;
    private final String[] sources;
    private final boolean fromMetadata;

    private LabelsStage(Map<String, @Nullable String> values, boolean fromMetadata) {
        labels = values.keySet().toArray(String[]::new);
        sources = new String[labels.length];
        for (int i = 0; i < labels.length; i++) {
            sources[i] = Attributes.sourceOf(labels[i], values.get(labels[i]));
        }
        this.fromMetadata = fromMetadata;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        Map<String, @Nullable String> values = block.requiredMap("values");
        String type = Attributes.oneOf(block, "source_type", SOURCE_TYPES);
        Attributes.checkLabelNames(block, "values", values.keySet());
        block.finish();
        LabelsStage stage = new LabelsStage(values, type.equals("structured_metadata"));
        return context -> stage;
    }

    @Override
    public void change(LogEntry entry) {
        Pairs target = entry.labels();
        for (int i = 0; i < labels.length; i++) {
            String value = fromMetadata
                    ? entry.metadata().get(sources[i])
                    : entry.extracted().string(sources[i]);
            if (value != null) {
                target.set(labels[i], value);
            }
        }
    }
}
