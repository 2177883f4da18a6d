package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.relabel.RelabelRules;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.process.Pairs;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code rule}: a rule of {@code loki.relabel}, which changes the labels or drops the entry. One that leaves no label drops
 * nothing: {@code service_name} is added behind the pipeline.
 */
final class RelabelStage implements Stage {

    private static final String REASON = "relabel";

    private final RelabelRules rules;
    private final StageName name;

    private RelabelStage(RelabelRules rules, StageName name) {
        this.rules = rules;
        this.name = name;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        RelabelStage stage = new RelabelStage(
                RelabelRules.builder().rule(RelabelRules.rule(block)).build(), name);
        return context -> stage;
    }

    @Override
    public void process(LogEntry entry, Flow next) {
        Pairs labels = entry.labels();
        Map<String, String> before = new LinkedHashMap<>();
        labels.forEach(before::put);
        Map<String, String> after = rules.relabel(before);
        if (after == null) {
            entry.drop(name, REASON);
            return;
        }
        if (after != before) {
            labels.clear();
            after.forEach(labels::set);
        }
        next.accept(entry);
    }
}
