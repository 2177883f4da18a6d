package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.template.GoTemplate;
import dev.penstock.pipeline.template.RenderException;

/**
 * {@code stage.template}: makes a value of what a template gives; an empty text takes the value away. A template that fails
 * changes nothing.
 */
final class TemplateStage implements ChangeStage {

    private final String source;
    private final GoTemplate template;
    private final EntryData data = new EntryData(true);

    private TemplateStage(String source, GoTemplate template) {
        this.source = source;
        this.template = template;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        String source = Attributes.requiredSource(block);
        GoTemplate template = Attributes.template(block, syntax, "template", block.requiredText("template"));
        block.finish();
        return context -> new TemplateStage(source, template);
    }

    @Override
    public void change(LogEntry entry) {
        Extracted extracted = entry.extracted();
        data.begin(entry, extracted.string(source));
        try {
            String result = template.render(data);
            if (result.isEmpty()) {
                extracted.remove(source);
            } else {
                extracted.put(source, result);
            }
        } catch (RenderException e) {
            // Leaves the entry as it is, as Alloy does.
            return;
        } finally {
            data.begin(null, null);
        }
    }
}
