package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;

/** Reads one kind of stage. */
@FunctionalInterface
interface StageReader {

    /**
     * Reads a stage: asks for all that its block can have, calls {@link BlockReader#finish()}, and compiles.
     *
     * @param block the block
     * @param name what it is called in messages
     * @param syntax reads nested stages
     * @return the stage
     * @throws dev.penstock.pipeline.syntax.SyntaxException with all that is wrong in the block
     */
    StageDefinition read(BlockReader block, StageName name, StageSyntax syntax);
}
