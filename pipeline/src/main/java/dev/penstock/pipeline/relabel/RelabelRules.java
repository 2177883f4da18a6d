package dev.penstock.pipeline.relabel;

import dev.penstock.pipeline.syntax.BlockReader;
import dev.penstock.pipeline.syntax.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Relabel rules, applied to a label set from the first to the last. Immutable and safe for any number of threads.
 *
 * <pre>{@code
 * RelabelRules rules = RelabelRules.parse("""
 *     rule {
 *       source_labels = ["__name__"]
 *       regex         = "jvm_.*"
 *       action        = "drop"
 *     }
 *     """);
 * }</pre>
 */
public final class RelabelRules implements UnaryOperator<Map<String, String>> {

    private final List<RelabelRule> rules;

    private RelabelRules(List<RelabelRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * A builder without rules.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads rules in Alloy's syntax: one or more blocks {@code rule { … }}, or {@code write_relabel_config { … }} as they are
     * called in {@code prometheus.remote_write}.
     *
     * @param text the blocks
     * @return the rules, in the order in which they are written
     * @throws SyntaxException with line and column, the number of the rule, what is wrong and what is accepted
     */
    public static RelabelRules parse(String text) {
        return new RelabelRules(RuleBlocks.read(text));
    }

    /**
     * Reads one rule, whatever its block is called.
     *
     * @param reader a reader that has not been asked for anything
     * @return the rule
     * @throws SyntaxException with what is wrong and what is accepted
     */
    public static RelabelRule rule(BlockReader reader) {
        return RuleBlocks.rule(reader);
    }

    /**
     * Applies the rules.
     *
     * @param labels names and values; not changed. A label with an empty value is as if it were not there
     * @return the same map when nothing changed, another one, which is the caller's, when something did; {@code null} when the
     *     labels are dropped or none is left
     */
    @Override
    public @Nullable Map<String, String> apply(Map<String, String> labels) {
        Map<String, String> relabelled = relabel(labels);
        return relabelled == null || relabelled.isEmpty() ? null : relabelled;
    }

    /**
     * As {@link #apply}, but a label set of which nothing is left is not dropped.
     *
     * @param labels names and values; not changed
     * @return the same map when nothing changed, another one when something did; {@code null} when a rule drops the labels
     */
    public @Nullable Map<String, String> relabel(Map<String, String> labels) {
        LabelEdits edits = new LabelEdits(labels);
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).apply(edits)) {
                return null;
            }
        }
        return edits.labels();
    }

    /**
     * The rules.
     *
     * @return in the order in which they are applied
     */
    public List<RelabelRule> rules() {
        return rules;
    }

    /** The rules in Alloy's syntax. */
    @Override
    public String toString() {
        return rules.stream().map(RelabelRule::toString).collect(Collectors.joining("\n"));
    }

    /** Collects rules. Not safe for more than one thread. */
    public static final class Builder {

        private final List<RelabelRule> rules = new ArrayList<>();

        private Builder() {}

        /**
         * Adds a rule after those that are there.
         *
         * @param rule the rule
         * @return this
         */
        public Builder rule(RelabelRule rule) {
            rules.add(rule);
            return this;
        }

        /**
         * The rules.
         *
         * @return rules that do not change with the builder
         */
        public RelabelRules build() {
            return new RelabelRules(rules);
        }
    }
}
