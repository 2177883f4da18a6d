package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.process.Pairs;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.structured_metadata}: makes structured metadata of values and of labels. A label wins over a value of the same
 * name, and is a label no more. Source of the order: grafana/alloy, loki.process.
 */
final class StructuredMetadataStage implements ChangeStage {

    private final String[] names;
    private final String[] sources;
    private final @Nullable GoRegex regex;

    private StructuredMetadataStage(Map<String, @Nullable String> values, @Nullable GoRegex regex) {
        names = values.keySet().toArray(String[]::new);
        sources = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            sources[i] = Attributes.sourceOf(names[i], values.get(names[i]));
        }
        this.regex = regex;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        Map<String, @Nullable String> values = block.map("values");
        GoRegex regex = Attributes.regex(block, "regex");
        if (values != null) {
            Attributes.checkLabelNames(block, "values", values.keySet());
        }
        block.finish();
        StructuredMetadataStage stage = new StructuredMetadataStage(values == null ? Map.of() : values, regex);
        return context -> stage;
    }

    @Override
    public void change(LogEntry entry) {
        Pairs metadata = entry.metadata();
        Extracted extracted = entry.extracted();
        for (int i = 0; i < names.length; i++) {
            String value = extracted.string(sources[i]);
            if (value != null) {
                metadata.set(names[i], value);
            }
        }
        if (regex != null) {
            extracted.forEach((name, value) -> {
                String text = Extracted.text(value);
                if (text != null && regex.find(name)) {
                    metadata.set(name, text);
                }
            });
        }
        moveLabels(entry.labels(), metadata);
    }

    private void moveLabels(Pairs labels, Pairs metadata) {
        for (int i = 0; i < names.length; i++) {
            String value = labels.remove(sources[i]);
            if (value != null) {
                metadata.set(names[i], value);
            }
        }
        if (regex == null) {
            return;
        }
        for (int i = 0; i < labels.size(); ) {
            if (regex.find(labels.name(i))) {
                metadata.set(labels.name(i), labels.value(i));
                labels.removeAt(i);
            } else {
                i++;
            }
        }
    }
}
