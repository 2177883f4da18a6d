package dev.penstock.pipeline.config;

import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes stages out of a configuration that undo what only an agent meets: the framing of lines in a container's files, and the
 * texts of the Windows event log. Nearly every agent's configuration has one of them, and without them its other stages do
 * what they are meant to do. Where stages are written for Penstock they are refused instead.
 */
final class SkippedStages {

    private static final String FRAMING =
            "it changes nothing here: lines come from the application itself, without the framing that the stage takes off; it is left out. What to"
                    + " do: remove it";
    private static final String EVENT_LOG =
            "no logging framework writes texts of the Windows event log; the stage is left out. What to do: remove it";

    private static final Map<String, String> REASONS = Map.of(
            "stage.cri", FRAMING,
            "stage.docker", FRAMING,
            "stage.eventlogmessage", EVENT_LOG,
            "stage.windowsevent", EVENT_LOG);

    /** A block of this kind without stages is an error. */
    private static final Set<String> NESTING = Set.of("stage.match");

    private SkippedStages() {}

    /**
     * Takes them out.
     *
     * @param body stages
     * @param skipped gets what there is to say of each
     * @return the other stages
     */
    static List<Statement> without(List<Statement> body, List<Problem> skipped) {
        List<Statement> kept = new ArrayList<>(body.size());
        for (Statement each : body) {
            if (!(each instanceof Block block)) {
                kept.add(each);
                continue;
            }
            String reason = REASONS.get(block.name());
            if (reason != null) {
                String message = block.name() + ": " + reason;
                skipped.add(
                        reason.equals(FRAMING)
                                ? Problem.warning(block.span(), message)
                                : Problem.note(block.span(), message));
            } else if (NESTING.contains(block.name())) {
                keep(block, without(block.body(), skipped), kept);
            } else {
                kept.add(block);
            }
        }
        return kept;
    }

    private static void keep(Block block, List<Statement> inner, List<Statement> kept) {
        boolean had = block.body().stream().anyMatch(Block.class::isInstance);
        boolean has = inner.stream().anyMatch(Block.class::isInstance);
        if (!had || has) {
            kept.add(
                    inner.size() == block.body().size()
                            ? block
                            : new Block(block.name(), block.label(), inner, block.span(), block.end()));
        }
    }
}
