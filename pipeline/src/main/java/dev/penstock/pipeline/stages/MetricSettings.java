package dev.penstock.pipeline.stages;

import dev.penstock.metrics.StageMetric;
import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.Names;
import dev.penstock.pipeline.syntax.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One block in {@code stage.metrics}. Immutable.
 *
 * @param metric what is counted
 * @param action what is done
 * @param source the value it needs
 * @param value what that value must be; empty for whatever it is
 * @param matchAll whether it needs no value
 * @param countBytes whether it counts bytes of lines
 */
record MetricSettings(
        StageMetric metric, Action action, String source, String value, boolean matchAll, boolean countBytes) {

    /** What is done to a series. */
    enum Action {
        INC,
        DEC,
        ADD,
        SUB,
        SET,
        OBSERVE,
        NOTHING
    }

    static final String COUNTER = "metric.counter";
    static final String GAUGE = "metric.gauge";
    static final String HISTOGRAM = "metric.histogram";

    private static final String PREFIX = "loki_process_custom_";
    private static final Duration MAX_IDLE = Duration.ofMinutes(5);
    private static final Duration LEAST_IDLE = Duration.ofSeconds(1);

    private static final Map<String, Action> COUNTER_ACTIONS = Map.of("inc", Action.INC, "add", Action.ADD);
    private static final Map<String, Action> GAUGE_ACTIONS =
            Map.of("inc", Action.INC, "dec", Action.DEC, "add", Action.ADD, "sub", Action.SUB, "set", Action.SET);

    /** Those of Prometheus' clients when none are given. Source: prometheus/client_golang, DefBuckets. */
    private static final List<Double> DEFAULT_BUCKETS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    static MetricSettings read(BlockReader block, StageSyntax syntax) {
        block.noLabel();
        return switch (block.name()) {
            case COUNTER -> counter(block, syntax);
            case GAUGE -> common(block, StageMetric.Kind.GAUGE, action(block, GAUGE_ACTIONS), List.of(), false, false);
            default -> common(block, StageMetric.Kind.HISTOGRAM, Action.OBSERVE, buckets(block), false, false);
        };
    }

    private static MetricSettings counter(BlockReader block, StageSyntax syntax) {
        Action action = action(block, COUNTER_ACTIONS);
        boolean matchAll = block.bool("match_all", false);
        boolean countBytes = block.bool("count_entry_bytes", false);
        if (matchAll && !block.text("value", "").isEmpty()) {
            block.problem("value", "value and match_all exclude each other; expected one of them");
        }
        if (countBytes && !matchAll) {
            block.problem("count_entry_bytes", "count_entry_bytes needs match_all = true");
        }
        if (countBytes && action != Action.ADD) {
            block.problem("action", "count_entry_bytes needs action = \"add\"");
        }
        Action done = action;
        if (matchAll && !countBytes && action == Action.ADD) {
            syntax.note(Problem.warning(
                    block.span("action"),
                    "this counter never counts: with match_all there is no value to add; expected action = \"inc\","
                            + " or count_entry_bytes = true"));
            done = Action.NOTHING;
        }
        return common(block, StageMetric.Kind.COUNTER, done, List.of(), matchAll, countBytes);
    }

    private static MetricSettings common(
            BlockReader block,
            StageMetric.Kind kind,
            Action action,
            List<Double> buckets,
            boolean matchAll,
            boolean countBytes) {
        String name = block.requiredText("name");
        if (name.isEmpty() && block.has("name")) {
            block.problem("name", "name is empty; expected the name of the metric");
        }
        String description = block.text("description", "");
        String source = Attributes.sourceOf(name, block.text("source"));
        String prefix = Attributes.sourceOf(PREFIX, block.text("prefix"));
        String value = block.text("value", "");
        Duration maxIdle = block.duration("max_idle_duration", MAX_IDLE);
        if (maxIdle.compareTo(LEAST_IDLE) < 0) {
            block.problem("max_idle_duration", "max_idle_duration is less than a second; expected 1s or more");
        }
        block.finish();
        StageMetric metric = new StageMetric(kind, prefix + name, description, buckets, maxIdle);
        return new MetricSettings(metric, action, source, value, matchAll, countBytes);
    }

    private static Action action(BlockReader block, Map<String, Action> accepted) {
        String given = block.requiredText("action");
        Action action = accepted.get(given);
        if (action == null && block.has("action")) {
            List<String> words = accepted.keySet().stream().sorted().toList();
            block.problem("action", Names.unknown("action", given, words));
        }
        return action == null ? Action.NOTHING : action;
    }

    private static List<Double> buckets(BlockReader block) {
        List<Double> given = block.numbers("buckets");
        if (given == null) {
            if (!block.has("buckets")) {
                block.problem("buckets", "buckets is missing; expected upper bounds such as [0.1, 0.5, 1, 5]");
            }
            return DEFAULT_BUCKETS;
        }
        List<Double> bounds = new ArrayList<>(given);
        if (!bounds.isEmpty() && bounds.get(bounds.size() - 1) == Double.POSITIVE_INFINITY) {
            // There always is such a bucket.
            bounds.remove(bounds.size() - 1);
        }
        for (int i = 0; i < bounds.size(); i++) {
            if (!Double.isFinite(bounds.get(i)) || i > 0 && bounds.get(i) <= bounds.get(i - 1)) {
                block.problem(
                        "buckets",
                        "buckets " + given + " do not ascend; expected each bound greater than the one before");
                return DEFAULT_BUCKETS;
            }
        }
        return bounds.isEmpty() ? DEFAULT_BUCKETS : bounds;
    }
}
