package dev.penstock.pipeline.lint;

import dev.penstock.pipeline.syntax.Attribute;
import dev.penstock.pipeline.syntax.Block;
import dev.penstock.pipeline.syntax.Evaluator;
import dev.penstock.pipeline.syntax.Expression;
import dev.penstock.pipeline.syntax.Problem;
import dev.penstock.pipeline.syntax.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Warns of what can be used, but hardly does what was meant: masks that mask nothing, values that nobody uses, labels with too
 * many values. A warning is almost surely a mistake; a note may be meant so. Whether a text can be used at all is not said here.
 */
public final class Lints {

    private static final List<Lint> ALL = List.of(
            new ReplaceLint(),
            new TemplateLint(),
            new UnusedLint(),
            new SourceLint(),
            new CardinalityLint(),
            new LabelNameLint(),
            new OverwrittenLabelLint(),
            new TimestampLint(),
            new RegexLint(),
            new MatchLint(),
            new SelectorLint(),
            new LabelSourceLint(),
            new TenantLint(),
            new JsonPathLint(),
            new DropLint(),
            new MetricsLint(),
            new LimitLint());

    private Lints() {}

    /**
     * Looks for mistakes.
     *
     * @param body the statements of a whole file, with components such as {@code loki.process}, or stages and rules by themselves
     * @param evaluator evaluates the values of attributes; what it cannot evaluate is left alone
     * @return warnings and notes in the order of their positions, each once
     */
    public static List<Problem> of(List<Statement> body, Evaluator evaluator) {
        Set<Problem> found = new LinkedHashSet<>();
        for (Flow flow : flows(body, evaluator)) {
            for (Lint each : ALL) {
                each.check(flow, found::add);
            }
        }
        EndpointLint.check(body, evaluator, found::add);
        PlaceholderLint.check(body, found::add);
        List<Problem> problems = new ArrayList<>(found);
        problems.sort(Problem.BY_POSITION);
        return List.copyOf(problems);
    }

    private static List<Flow> flows(List<Statement> body, Evaluator evaluator) {
        List<Statement> bare = body.stream().filter(Steps::isStep).toList();
        List<List<Step>> logs = new ArrayList<>();
        List<List<Step>> metrics = new ArrayList<>();
        Set<String> around = new HashSet<>();
        logs.add(Steps.of(bare, evaluator));
        for (Statement each : body) {
            if (!(each instanceof Block block) || Steps.isStep(each)) {
                continue;
            }
            switch (block.name()) {
                case "loki.process", "loki.relabel" -> logs.add(Steps.of(block.body(), evaluator));
                case "prometheus.relabel" -> metrics.add(Steps.of(block.body(), evaluator));
                case "prometheus.remote_write" -> writeRules(block, evaluator, metrics);
                case "loki.write" -> {
                    // Labels of an endpoint come after all stages.
                }
                default -> addKeys(block, evaluator, around);
            }
        }
        List<Flow> flows = new ArrayList<>();
        boolean open = logs.stream().flatMap(List::stream).anyMatch(Lints::mapsLabels);
        boolean ofAgent = body.stream().anyMatch(Lints::isFileSource);
        Map<String, Set<Integer>> setters = setters(logs);
        for (int i = 0; i < logs.size(); i++) {
            int own = i;
            Predicate<String> others = label -> around.contains(label)
                    || setters.getOrDefault(label, Set.of()).stream().anyMatch(each -> each != own);
            flows.add(new Flow(logs.get(i), false, others, open, ofAgent));
        }
        metrics.forEach(each -> flows.add(new Flow(each, true, label -> false, true, false)));
        return flows;
    }

    /** Which of the ways set a label. */
    private static Map<String, Set<Integer>> setters(List<List<Step>> ways) {
        Map<String, Set<Integer>> setters = new HashMap<>();
        for (int i = 0; i < ways.size(); i++) {
            for (Step step : ways.get(i)) {
                for (Place label : step.labels) {
                    setters.computeIfAbsent(label.name(), name -> new LinkedHashSet<>())
                            .add(i);
                }
            }
        }
        return setters;
    }

    /** Sources whose lines have no labels but those that stand in the text. */
    private static boolean isFileSource(Statement statement) {
        return List.of("loki.source.file", "loki.source.docker", "loki.source.kubernetes", "loki.source.podlogs")
                .contains(statement.name());
    }

    private static boolean mapsLabels(Step step) {
        return step.is("rule") && Rules.action(step).equals("labelmap");
    }

    private static void writeRules(Block block, Evaluator evaluator, List<List<Step>> metrics) {
        for (Statement each : block.body()) {
            if (each instanceof Block endpoint && each.name().equals("endpoint")) {
                metrics.add(Steps.of(endpoint.body(), evaluator));
            }
        }
    }

    /** Sources of logs give labels of their own: as keys of maps, and by rules. */
    private static void addKeys(Block block, Evaluator evaluator, Set<String> keys) {
        for (Statement each : block.body()) {
            if (each instanceof Attribute attribute) {
                addKeys(attribute.value(), keys);
            } else if (each instanceof Block inner && !Steps.isStep(inner)) {
                addKeys(inner, evaluator, keys);
            }
        }
        for (Step each : Steps.of(block.body(), evaluator)) {
            each.labels.forEach(label -> keys.add(label.name()));
        }
    }

    private static void addKeys(Expression expression, Set<String> keys) {
        if (expression instanceof Expression.Fields map) {
            for (Expression.Field each : map.fields()) {
                keys.add(each.name());
                addKeys(each.value(), keys);
            }
        } else if (expression instanceof Expression.Elements list) {
            list.elements().forEach(each -> addKeys(each, keys));
        } else if (expression instanceof Expression.Call call) {
            call.arguments().forEach(each -> addKeys(each, keys));
        }
    }
}
