package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.process.PipelineSurroundings;
import org.jspecify.annotations.Nullable;

/**
 * {@code stage.limit}: lets a number of entries through in a time; the others wait, or are dropped. Who waits is the shipping
 * thread, never the application: meanwhile the queue fills, and drops and counts what finds no room. Once the shipper is
 * closing nobody waits any more.
 */
final class LimitStage implements Stage {

    private static final String REASON = "ratelimit_drop_stage";

    private final StageName name;
    private final TokenBucket bucket;
    private final @Nullable LabelBuckets byLabel;
    private final boolean drops;
    private final PipelineSurroundings surroundings;

    private LimitStage(
            StageName name,
            TokenBucket bucket,
            @Nullable LabelBuckets byLabel,
            boolean drops,
            PipelineSurroundings surroundings) {
        this.name = name;
        this.bucket = bucket;
        this.byLabel = byLabel;
        this.drops = drops;
        this.surroundings = surroundings;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        double rate = block.requiredNumber("rate");
        long burst = block.requiredInteger("burst");
        boolean drops = block.bool("drop", false);
        String label = block.text("by_label_name", "");
        long labelValues = block.integer("max_distinct_labels", LabelBuckets.LEAST);
        if (block.has("rate") && !(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            block.problem("rate", "rate is " + rate + "; expected a number of entries a second above 0");
        }
        if (block.has("burst") && (burst <= 0 || burst > Integer.MAX_VALUE)) {
            block.problem("burst", "burst is " + burst + "; expected a number of entries above 0");
        }
        if (!label.isEmpty() && !drops) {
            block.problem("by_label_name", "by_label_name is given without drop = true; expected drop = true with it");
        }
        block.finish();
        int most = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(labelValues, LabelBuckets.LEAST));
        return context -> {
            long now = context.surroundings().nanoClock().getAsLong();
            return new LimitStage(
                    name,
                    new TokenBucket(rate, burst, now),
                    label.isEmpty() ? null : new LabelBuckets(label, rate, burst, most),
                    drops,
                    context.surroundings());
        };
    }

    @Override
    public void process(LogEntry entry, Flow next) {
        long now = surroundings.nanoClock().getAsLong();
        if (byLabel != null) {
            String value = entry.labels().get(byLabel.label());
            // Entries without the label have no limit. Source: grafana/alloy, loki.process.
            if (value != null && !byLabel.bucket(value, now).take(now)) {
                entry.drop(name, REASON);
                return;
            }
        } else if (drops) {
            if (!bucket.take(now)) {
                entry.drop(name, REASON);
                return;
            }
        } else {
            waitForToken(now);
        }
        next.accept(entry);
    }

    private void waitForToken(long start) {
        long now = start;
        while (!bucket.take(now)) {
            if (!surroundings.pause().await(bucket.nanosUntilToken(now))) {
                return;
            }
            now = surroundings.nanoClock().getAsLong();
        }
    }
}
