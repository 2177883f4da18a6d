package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;

/** {@code stage.output}: makes a value the line. One that is missing, or has no text, leaves the line as it is. */
final class OutputStage implements ChangeStage {

    private final String source;

    private OutputStage(String source) {
        this.source = source;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        OutputStage stage = new OutputStage(Attributes.requiredSource(block));
        block.finish();
        return context -> stage;
    }

    @Override
    public void change(LogEntry entry) {
        String text = entry.extracted().string(source);
        if (text != null) {
            entry.setLine(text);
        }
    }
}
