package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.logql.SelectorException;
import dev.penstock.pipeline.logql.StreamSelector;
import dev.penstock.pipeline.syntax.BlockReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.match}: sends entries that a selector matches through stages of their own, or drops them. Other entries go on
 * past it, under {@code keep} too.
 */
final class MatchStage implements StageDefinition {

    private static final String REASON = "match_stage";
    private static final List<String> ACTIONS = List.of("keep", "drop");

    private final StreamSelector selector;
    private final boolean drops;
    private final Chain nested;
    private final StageName name;
    private final String reason;

    private MatchStage(StreamSelector selector, boolean drops, Chain nested, StageName name, String reason) {
        this.selector = selector;
        this.drops = drops;
        this.nested = nested;
        this.name = name;
        this.reason = reason;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        if (block.has("stages")) {
            block.ignore("stages");
            block.problem(
                    "stages",
                    "stages is no attribute; the stages stand as blocks in " + name.name() + ": " + name.name()
                            + " { selector = … stage.json { … } stage.labels { … } }");
        }
        String text = block.requiredText("selector");
        boolean drops = Attributes.oneOf(block, "action", ACTIONS).equals("drop");
        String reason = block.text("drop_counter_reason", REASON);
        block.ignore("pipeline_name");
        List<StageDefinition> stages = block.blocks(StageSyntax.stageNames(), syntax::read);
        StreamSelector selector = block.has("selector") ? selector(block, text) : null;
        block.finish();
        if (selector == null) {
            throw block.error("selector", "selector is empty; expected one such as {app=\"shop\"} |= \"debug\"");
        }
        boolean hasStages =
                block.block().body().stream().anyMatch(each -> each.name().startsWith("stage."));
        if (drops && hasStages) {
            throw block.error(
                    "action",
                    "with action = \"drop\" there is nothing that goes through stages; expected none in the block");
        }
        if (!drops && !hasStages) {
            throw block.error(
                    "action",
                    "without stages in its block " + name.name()
                            + " does nothing; expected stages, or action = \"drop\"");
        }
        return new MatchStage(selector, drops, new Chain(stages), name, reason);
    }

    private static @Nullable StreamSelector selector(BlockReader block, String text) {
        try {
            return StreamSelector.parse(text);
        } catch (SelectorException e) {
            block.problem("selector", String.valueOf(e.getMessage()));
            return null;
        }
    }

    @Override
    public boolean splits() {
        return nested.splits();
    }

    @Override
    public Stage open(StageContext context) {
        if (drops) {
            return (entry, next) -> {
                if (matches(entry)) {
                    entry.drop(name, reason);
                } else {
                    next.accept(entry);
                }
            };
        }
        Way way = new Way();
        Flow stages = nested.open(context, way);
        return (entry, next) -> {
            if (!matches(entry)) {
                next.accept(entry);
                return;
            }
            way.next = next;
            // Source: grafana/alloy, loki.process: a nested pipeline begins as any other.
            entry.extracted().putAll(entry.labels());
            stages.accept(entry);
        };
    }

    private boolean matches(LogEntry entry) {
        return selector.matches(entry.labels()::get, entry.line());
    }

    /** From the last of the nested stages back to those after the match: the same for every entry. */
    private static final class Way implements Flow {
        private Flow next = entry -> {};

        @Override
        public void accept(LogEntry entry) {
            next.accept(entry);
        }
    }
}
