package dev.penstock.pipeline.relabel;

import dev.penstock.pipeline.regex.Expansion;
import dev.penstock.pipeline.regex.Groups;
import java.util.Map;
import java.util.TreeMap;

/** Copies labels to other names. All names are those from before the rule; where two meet, the later one by name wins. */
final class LabelMapStep implements RuleStep {

    private final AnchoredRegex regex;
    private final Expansion replacement;

    LabelMapStep(AnchoredRegex regex, Expansion replacement) {
        this.regex = regex;
        this.replacement = replacement;
    }

    @Override
    public boolean apply(LabelEdits labels) {
        Map<String, String> matching = null;
        for (Map.Entry<String, String> label : labels.labels().entrySet()) {
            if (regex.matches(label.getKey())) {
                if (matching == null) {
                    matching = new TreeMap<>();
                }
                matching.put(label.getKey(), label.getValue());
            }
        }
        if (matching != null) {
            matching.forEach((name, value) -> copy(labels, name, value));
        }
        return true;
    }

    private void copy(LabelEdits labels, String name, String value) {
        Groups groups = regex.match(name);
        String copy = groups == null ? "" : replacement.expand(groups);
        if (!copy.isEmpty()) {
            labels.set(copy, value);
        }
    }
}
