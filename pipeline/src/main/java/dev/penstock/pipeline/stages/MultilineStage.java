package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Problem;
import java.time.Duration;

/**
 * {@code stage.multiline}: accepted, and without effect. An event is whole already, its stack trace and all; what comes
 * together in a file would be unrelated events here.
 */
final class MultilineStage {

    private MultilineStage() {}

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        String firstLine = block.requiredText("firstline");
        Attributes.compile(block, "firstline", firstLine);
        long lines = block.integer("max_lines", 128);
        Duration wait = block.duration("max_wait_time", Duration.ofSeconds(3));
        boolean unused = block.bool("trim_newlines", true);
        if (lines < 0) {
            block.problem("max_lines", "max_lines is " + lines + "; expected 0 or more");
        }
        if (wait.isNegative() || wait.isZero()) {
            block.problem("max_wait_time", "max_wait_time is not above 0; expected a duration such as 3s");
        }
        block.finish();
        syntax.note(Problem.note(
                block.block().span(),
                name.name() + " has no effect: an event is whole already, with all lines of its message and its stack"
                        + " trace. What to do: remove the stage"));
        ChangeStage stage = entry -> {};
        return context -> stage;
    }
}
