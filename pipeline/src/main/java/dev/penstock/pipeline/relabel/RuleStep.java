package dev.penstock.pipeline.relabel;

import dev.penstock.pipeline.regex.Expansion;
import dev.penstock.pipeline.regex.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a rule does when it runs. */
interface RuleStep {

    /** Does it; {@code false} says that the labels are dropped. */
    boolean apply(LabelEdits labels);

    /** The step of a rule whose settings have been checked. */
    static RuleStep of(RelabelRule.Builder rule) {
        AnchoredRegex regex = AnchoredRegex.of(rule.regex);
        SourceValue source = new SourceValue(rule.sourceLabels, rule.separator);
        String target = rule.targetLabel;
        return switch (rule.action) {
            case REPLACE -> replace(rule, regex, source);
            case KEEP -> labels -> regex.matches(source.of(labels));
            case DROP -> labels -> !regex.matches(source.of(labels));
            case KEEPEQUAL -> labels -> source.of(labels).equals(labels.get(target));
            case DROPEQUAL -> labels -> !source.of(labels).equals(labels.get(target));
            case HASHMOD -> {
                long modulus = rule.modulus;
                yield setting(labels -> labels.set(target, HashMod.of(source.of(labels), modulus)));
            }
            case LOWERCASE ->
                setting(labels -> labels.set(target, LetterCase.map(source.of(labels), Character::toLowerCase)));
            case UPPERCASE ->
                setting(labels -> labels.set(target, LetterCase.map(source.of(labels), Character::toUpperCase)));
            case LABELMAP -> new LabelMapStep(regex, regex.expansion(rule.replacement));
            case LABELDROP -> setting(labels -> remove(labels, regex, true));
            case LABELKEEP -> setting(labels -> remove(labels, regex, false));
        };
    }

    private static RuleStep replace(RelabelRule.Builder rule, AnchoredRegex regex, SourceValue source) {
        Expansion target = regex.expansion(rule.targetLabel);
        Expansion replacement = regex.expansion(rule.replacement);
        return setting(labels -> {
            Groups groups = regex.match(source.of(labels));
            if (groups != null) {
                String name = target.expand(groups);
                // The classic characters only, whatever was accepted when the rule was loaded: so Alloy does it.
                if (LabelNames.isLegacy(name)) {
                    labels.set(name, replacement.expand(groups));
                }
            }
        });
    }

    private static void remove(LabelEdits labels, AnchoredRegex regex, boolean matching) {
        List<String> removed = null;
        for (String name : labels.labels().keySet()) {
            if (regex.matches(name) == matching) {
                if (removed == null) {
                    removed = new ArrayList<>();
                }
                removed.add(name);
            }
        }
        if (removed != null) {
            removed.forEach(labels::remove);
        }
    }

    private static RuleStep setting(Consumer<LabelEdits> change) {
        return labels -> {
            change.accept(labels);
            return true;
        };
    }
}
