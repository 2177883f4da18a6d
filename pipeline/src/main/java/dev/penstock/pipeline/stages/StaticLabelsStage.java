package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code stage.static_labels}: sets labels to fixed values. Those without a value do not count. */
final class StaticLabelsStage implements ChangeStage {

    private final String[] names;
    private final String[] values;

    private StaticLabelsStage(Map<String, @Nullable String> labels) {
        names = labels.keySet().toArray(String[]::new);
        values = labels.values().toArray(String[]::new);
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        Map<String, @Nullable String> labels = new LinkedHashMap<>(block.requiredMap("values"));
        Attributes.checkLabelNames(block, "values", labels.keySet());
        block.finish();
        Attributes.removeEmpty(labels);
        StaticLabelsStage stage = new StaticLabelsStage(labels);
        return context -> stage;
    }

    @Override
    public void change(LogEntry entry) {
        for (int i = 0; i < names.length; i++) {
            entry.labels().set(names[i], values[i]);
        }
    }
}
