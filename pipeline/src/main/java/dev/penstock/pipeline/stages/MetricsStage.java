package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code stage.metrics}: counts entries and values of theirs in {@link dev.penstock.metrics.StageMetrics}, with the current
 * labels of the entry as labels of the metric.
 *
 * <p>Two differences from Alloy: metrics with different prefixes but one name do not displace each other; and what was
 * counted outlives a change of the configuration, as Prometheus expects of counters.
 */
final class MetricsStage implements ChangeStage {

    private static final List<String> KINDS =
            List.of(MetricSettings.COUNTER, MetricSettings.GAUGE, MetricSettings.HISTOGRAM);

    private final StageMeter[] meters;

    private MetricsStage(StageMeter[] meters) {
        this.meters = meters;
    }

    static StageDefinition read(BlockReader block, StageName name, StageSyntax syntax) {
        Map<String, Span> spans = new LinkedHashMap<>();
        List<MetricSettings> given = block.blocks(KINDS, each -> {
            MetricSettings settings = MetricSettings.read(each, syntax);
            Span displaced = spans.put(settings.metric().name(), each.block().span());
            if (displaced != null) {
                syntax.note(Problem.warning(
                        displaced,
                        "this metric has no effect: another one in the stage is called "
                                + settings.metric().name() + ", too, and the last one counts"));
            }
            return settings;
        });
        block.finish();
        if (given.isEmpty()) {
            syntax.note(Problem.note(
                    block.block().span(),
                    name.name() + " has no effect: there is no metric.counter or the like in it"));
        }
        Map<String, MetricSettings> byName = new LinkedHashMap<>();
        given.forEach(each -> byName.put(each.metric().name(), each));
        List<MetricSettings> metrics = List.copyOf(byName.values());
        return context -> new MetricsStage(metrics.stream()
                .map(each -> new StageMeter(each, context.metrics()))
                .toArray(StageMeter[]::new));
    }

    @Override
    public void change(LogEntry entry) {
        for (StageMeter each : meters) {
            each.measure(entry);
        }
    }
}
