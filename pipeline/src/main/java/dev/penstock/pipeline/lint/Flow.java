package dev.penstock.pipeline.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The way of an entry through the stages of one component, or through stages that stand by themselves. */
final class Flow {

    private static final TreeSet<Integer> NONE = new TreeSet<>();

    private final List<Step> steps;
    private final boolean metrics;
    private final Predicate<String> otherLabels;
    private final boolean openLabels;
    private final boolean ofAgent;

    // Steps by the names they have to do with; and those whose names only a pattern tells.
    private final Map<String, TreeSet<Integer>> writers = new HashMap<>();
    private final Map<String, TreeSet<Integer>> readers = new HashMap<>();
    private final Map<String, TreeSet<Integer>> labellers = new HashMap<>();
    private final List<Step> openWriters = new ArrayList<>();
    private final List<Step> openReaders = new ArrayList<>();

    /**
     * A way.
     *
     * @param steps in the order in which an entry meets them
     * @param metrics whether it is a way of metrics, not of logs
     * @param otherLabels labels that other components set: an entry may have them from the beginning
     * @param openLabels whether there may be labels that nobody can know from the text
     * @param ofAgent whether lines come from sources that only an agent has, and so without an MDC
     */
    Flow(List<Step> steps, boolean metrics, Predicate<String> otherLabels, boolean openLabels, boolean ofAgent) {
        this.steps = steps;
        this.metrics = metrics;
        this.otherLabels = otherLabels;
        this.openLabels = openLabels;
        this.ofAgent = ofAgent;
        for (Step step : steps) {
            step.writes.forEach(each -> add(writers, each.name(), step));
            step.reads.forEach(each -> add(readers, each.name(), step));
            step.labels.forEach(each -> add(labellers, each.name(), step));
            if (step.writesAll || !step.writePatterns.isEmpty()) {
                openWriters.add(step);
            }
            if (step.readsAll || !step.readPatterns.isEmpty()) {
                openReaders.add(step);
            }
        }
    }

    private static void add(Map<String, TreeSet<Integer>> index, String name, Step step) {
        index.computeIfAbsent(name, each -> new TreeSet<>()).add(step.index);
    }

    List<Step> steps() {
        return steps;
    }

    boolean metrics() {
        return metrics;
    }

    Predicate<String> otherLabels() {
        return otherLabels;
    }

    boolean openLabels() {
        return openLabels;
    }

    boolean isOfAgent() {
        return ofAgent;
    }

    /** The last step before another that gives a name its value; null when none does. */
    @Nullable Step writerBefore(Step step, String name) {
        return before(step, name, writers, openWriters, Step::writes);
    }

    @Nullable Step writerAfter(Step step, String name) {
        return after(step, name, writers, openWriters, Step::writes);
    }

    boolean isReadAfter(Step step, String name) {
        return after(step, name, readers, openReaders, Step::reads) != null;
    }

    boolean isRead(String name) {
        return readers.containsKey(name) || openReaders.stream().anyMatch(each -> each.reads(name));
    }

    /** A step before another that reads a name; null when none does. */
    @Nullable Step readerBefore(Step step, String name) {
        return before(step, name, readers, openReaders, Step::reads);
    }

    /** The steps before another that read a name, and say so. */
    List<Step> readersBefore(Step step, String name) {
        return readers.getOrDefault(name, NONE).headSet(step.index).stream()
                .map(steps::get)
                .toList();
    }

    /** The last step before another that sets a label; null when none does. */
    @Nullable Step labellerBefore(Step step, String label) {
        return before(step, label, labellers, List.of(), Step::setsLabel);
    }

    @Nullable Step labellerAfter(Step step, String label) {
        return after(step, label, labellers, List.of(), Step::setsLabel);
    }

    boolean isLabelRemovedAfter(Step step, String label) {
        for (int i = step.index + 1; i < steps.size(); i++) {
            if (steps.get(i).removesLabel.test(label)) {
                return true;
            }
        }
        return false;
    }

    /** The names that steps before another wrote. */
    List<String> writtenBefore(Step step) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < step.index; i++) {
            steps.get(i).writes.forEach(each -> names.add(each.name()));
        }
        return names;
    }

    private @Nullable Step before(
            Step step,
            String name,
            Map<String, TreeSet<Integer>> index,
            List<Step> open,
            BiPredicate<Step, String> has) {
        Integer found = index.getOrDefault(name, NONE).lower(step.index);
        Step last = found == null ? null : steps.get(found);
        for (Step each : open) {
            if (each.index < step.index && (last == null || each.index > last.index) && has.test(each, name)) {
                last = each;
            }
        }
        return last;
    }

    private @Nullable Step after(
            Step step,
            String name,
            Map<String, TreeSet<Integer>> index,
            List<Step> open,
            BiPredicate<Step, String> has) {
        Integer found = index.getOrDefault(name, NONE).higher(step.index);
        Step first = found == null ? null : steps.get(found);
        for (Step each : open) {
            if (each.index > step.index && (first == null || each.index < first.index) && has.test(each, name)) {
                first = each;
            }
        }
        return first;
    }
}
