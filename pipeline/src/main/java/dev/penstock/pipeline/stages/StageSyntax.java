package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Problem;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code stage.*} and {@code rule} blocks. Not thread-safe. */
public final class StageSyntax {

    private final Evaluator evaluator;
    private final List<Problem> notes = new ArrayList<>();

    /**
     * A reader of stages.
     *
     * @param evaluator evaluates the values of attributes
     */
    public StageSyntax(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /**
     * Reads one block.
     *
     * @param block a block {@code stage.*} or {@code rule}
     * @return the stage
     * @throws dev.penstock.pipeline.syntax.SyntaxException when it cannot be understood
     */
    public StageDefinition read(Block block) {
        return BlockReader.read(block, evaluator, this::read);
    }

    StageDefinition read(BlockReader block) {
        StageName name = new StageName(block.name(), block.block().position());
        StageReader reader = StageKinds.reader(block.block());
        block.noLabel();
        return reader.read(block, name, this);
    }

    /**
     * The blocks there are.
     *
     * @return their names, such as {@code stage.json}
     */
    public static List<String> names() {
        return StageKinds.names();
    }

    /** The stages that may be nested in others. */
    static List<String> stageNames() {
        return StageKinds.names().stream()
                .filter(each -> each.startsWith("stage."))
                .toList();
    }

    /** Takes a note or a warning on what was read. */
    void note(Problem problem) {
        notes.add(problem);
    }

    /**
     * What there is to say of what was read, though it can be used.
     *
     * @return notes and warnings in the order in which they were found
     */
    public List<Problem> notes() {
        return List.copyOf(notes);
    }
}
