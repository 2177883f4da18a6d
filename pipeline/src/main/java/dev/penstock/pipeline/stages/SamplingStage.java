package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import java.util.function.DoubleSupplier;

/** {@code stage.sampling}: keeps a share of the entries, each by chance and for itself. */
final class SamplingStage implements Stage {

    private static final String REASON = "sampling_stage";

    private final double rate;
    private final StageName name;
    private final String reason;
    private final DoubleSupplier random;

    private SamplingStage(double rate, StageName name, String reason, DoubleSupplier random) {
        this.rate = rate;
        this.name = name;
        this.reason = reason;
        this.random = random;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        double rate = block.requiredNumber("rate");
        String reason = block.text("drop_counter_reason", REASON);
        if (!(rate >= 0 && rate <= 1)) {
            block.problem(
                    "rate", "rate is " + rate + "; expected a number from 0, which keeps none, to 1, which keeps all");
        }
        block.finish();
        return context -> new SamplingStage(rate, name, reason, context.random());
    }

    @Override
    public void process(LogEntry entry, Flow next) {
        if (random.getAsDouble() < rate) {
            next.accept(entry);
        } else {
            entry.drop(name, reason);
        }
    }
}
