package dev.penstock.pipeline.relabel;

import java.util.List;

/**
 * One relabel rule, with the meaning that it has in Prometheus and Alloy. Immutable.
 *
 * <p>The names of the settings, their defaults and what each action needs are Alloy's: see {@code rule} of
 * {@code prometheus.relabel}.
 */
public final class RelabelRule {

    static final String DEFAULT_SEPARATOR = ";";
    static final String DEFAULT_REPLACEMENT = "$1";

    private final Builder settings;
    private final RuleStep step;

    private RelabelRule(Builder settings) {
        this.settings = settings;
        this.step = RuleStep.of(settings);
    }

    /**
     * A builder with the defaults: action replace, regex {@code (.*)}, separator {@code ;}, replacement {@code $1}.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What the rule does.
     *
     * @return its action
     */
    public Action action() {
        return settings.action;
    }

    /** Does the rule to the labels; {@code false} says that they are dropped. */
    boolean apply(LabelEdits labels) {
        return step.apply(labels);
    }

    /** The rule in Alloy's syntax, without what is as by default. */
    @Override
    public String toString() {
        return RuleText.of(settings);
    }

    /** Collects a rule's settings. Not safe for more than one thread. */
    public static final class Builder {

        List<String> sourceLabels = List.of();
        String separator = DEFAULT_SEPARATOR;
        String regex = AnchoredRegex.DEFAULT;
        long modulus;
        String targetLabel = "";
        String replacement = DEFAULT_REPLACEMENT;
        Action action = Action.REPLACE;

        private Builder() {}

        private Builder(Builder other) {
            sourceLabels = other.sourceLabels;
            separator = other.separator;
            regex = other.regex;
            modulus = other.modulus;
            targetLabel = other.targetLabel;
            replacement = other.replacement;
            action = other.action;
        }

        /**
         * The labels whose values are joined to the value that the rule looks at; one that a label set does not have is empty.
         *
         * @param names their names; none by default
         * @return this
         */
        public Builder sourceLabels(String... names) {
            return sourceLabels(List.of(names));
        }

        /**
         * The labels whose values are joined to the value that the rule looks at; one that a label set does not have is empty.
         *
         * @param names their names; none by default
         * @return this
         */
        public Builder sourceLabels(List<String> names) {
            sourceLabels = List.copyOf(names);
            return this;
        }

        /**
         * What stands between the values of the source labels.
         *
         * @param text any text; {@code ;} by default
         * @return this
         */
        public Builder separator(String text) {
            separator = text;
            return this;
        }

        /**
         * What the value, or for the label actions a label's name, has to match as a whole.
         *
         * @param text a regular expression in RE2 syntax, in which the dot matches newlines too; {@code (.*)} by default
         * @return this
         */
        public Builder regex(String text) {
            regex = text;
            return this;
        }

        /**
         * By what action hashmod divides.
         *
         * @param number 1 or more
         * @return this
         */
        public Builder modulus(long number) {
            if (number < 0) {
                throw new RelabelRuleException(
                        "modulus", "modulus '" + number + "' is not accepted; expected a whole number of 1 or more");
            }
            return unsignedModulus(number);
        }

        Builder unsignedModulus(long number) {
            modulus = number;
            return this;
        }

        /**
         * The label that is written to, or compared with.
         *
         * @param name its name; for action replace it can refer to groups, as in {@code $1}
         * @return this
         */
        public Builder targetLabel(String name) {
            targetLabel = name;
            return this;
        }

        /**
         * What is written to the target label; for action labelmap, the name to copy to.
         *
         * @param text can refer to groups: {@code $1}, {@code ${1}x}, {@code ${name}}, and {@code $$} is a dollar;
         *     {@code $1} by default
         * @return this
         */
        public Builder replacement(String text) {
            replacement = text;
            return this;
        }

        /**
         * What the rule does.
         *
         * @param what replace by default
         * @return this
         */
        public Builder action(Action what) {
            action = what;
            return this;
        }

        /**
         * The rule.
         *
         * @return a rule that does not change with the builder
         * @throws RelabelRuleException when the settings do not go together
         */
        public RelabelRule build() {
            RuleChecks.check(this);
            return new RelabelRule(new Builder(this));
        }
    }
}
