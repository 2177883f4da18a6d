package dev.penstock.pipeline.stages;

import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import org.jspecify.annotations.Nullable;

/** The stages of one shipper, with their state. For one thread. */
public final class PipelineRun implements EntryPipeline {

    private final Flow first;
    private final boolean splits;
    private final LogEntry entry;
    private @Nullable Output output;

    /**
     * Opens stages.
     *
     * @param chain the stages
     * @param context what they may use
     * @param watch told which stage dropped an entry, besides the output
     */
    public PipelineRun(Chain chain, StageContext context, LogEntry.Drops watch) {
        splits = chain.splits();
        entry = new LogEntry(new LogEntry.Drops() {
            @Override
            public void dropped(StageName by, String reason) {
                watch.dropped(by, reason);
                if (output != null) {
                    output.drop(reason);
                }
            }

            @Override
            public void failed(Throwable cause) {
                if (output != null) {
                    output.fail(cause);
                }
            }
        });
        first = chain.open(context, each -> {
            if (output != null) {
                output.ship(each.finished());
            }
        });
    }

    @Override
    public void process(Entry next, Output to) {
        output = to;
        entry.begin(next);
        first.accept(entry);
    }

    @Override
    public boolean splits() {
        return splits;
    }
}
