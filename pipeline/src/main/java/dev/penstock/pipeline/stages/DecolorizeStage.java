package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.text.Ansi;

/** {@code stage.decolorize}: takes the colours of terminals out of the line. */
final class DecolorizeStage implements ChangeStage {

    private DecolorizeStage() {}

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        block.finish();
        DecolorizeStage stage = new DecolorizeStage();
        return context -> stage;
    }

    @Override
    // The same instance has no colours; a line that is not set need not be scanned again by other stages.
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    public void change(LogEntry entry) {
        String line = entry.line();
        String plain = Ansi.strip(line);
        if (plain != line) {
            entry.setLine(plain);
        }
    }
}
