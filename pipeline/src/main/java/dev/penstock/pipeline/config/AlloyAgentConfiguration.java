package dev.penstock.pipeline.config;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.process.PipelineDefinition;
import dev.penstock.settings.AgentConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A configuration for those who only know settings. */
final class AlloyAgentConfiguration implements AgentConfiguration {

    /** More of them nobody reads in a log. */
    private static final int SHOWN = 5;

    private final String name;
    private final AlloyConfig config;

    AlloyAgentConfiguration(String name, AlloyConfig config) {
        this.name = name;
        this.config = config;
    }

    @Override
    public Map<String, String> logs() {
        LogsRoute logs = config.logs();
        return logs == null ? Map.of() : logs.settings();
    }

    @Override
    public @Nullable PipelineDefinition pipeline() {
        LogsRoute logs = config.logs();
        return logs == null ? null : logs.pipeline();
    }

    @Override
    public Map<String, String> metrics() {
        MetricsRoute metrics = config.metrics();
        return metrics == null ? Map.of() : metrics.settings();
    }

    @Override
    public Map<String, String> metricLabels() {
        MetricsRoute metrics = config.metrics();
        return metrics == null || !metrics.hasEndpoint() ? Map.of() : metrics.externalLabels();
    }

    @Override
    public @Nullable UnaryOperator<@Nullable Map<String, String>> relabelling(Map<String, String> externalLabels) {
        MetricsRoute metrics = config.metrics();
        return metrics == null || !metrics.hasEndpoint() ? null : metrics.relabelling(externalLabels);
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        List<Finding> errors = config.report().of(Outcome.ERROR);
        errors.stream().limit(SHOWN).forEach(each -> problems.add(each.toString()));
        if (errors.size() > SHOWN) {
            problems.add("and " + (errors.size() - SHOWN) + " more. What to do: penstock.jar validate " + name
                    + " shows all");
        }
        LogsRoute logs = config.logs();
        if (logs != null && logs.isPipelineRefused()) {
            problems.add("the pipeline of " + name + " is refused as a whole, and lines are shipped unprocessed");
        }
        return problems;
    }

    @Override
    public List<String> remarks() {
        int lost = config.report().of(Outcome.NOT_TAKEN_OVER).size();
        int warnings = config.report().of(Outcome.WARNING).size();
        return lost + warnings == 0
                ? List.of()
                : List.of("of " + name + " " + lost + (lost == 1 ? " part is" : " parts are")
                        + " not taken over, and there"
                        + (warnings == 1 ? " is 1 warning" : " are " + warnings + " warnings")
                        + ". What to do: penstock.jar validate " + name + " lists them");
    }

    @Override
    public String text() {
        return String.join("\n", config.texts().values());
    }
}
