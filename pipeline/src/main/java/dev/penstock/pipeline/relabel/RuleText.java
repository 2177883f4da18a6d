package dev.penstock.pipeline.relabel;

import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Writes a rule as Alloy would read it. */
final class RuleText {

    private RuleText() {}

    static String of(RelabelRule.Builder rule) {
        StringJoiner text = new StringJoiner("\n", "rule {\n", "\n}");
        if (!rule.sourceLabels.isEmpty()) {
            text.add("  source_labels = "
                    + rule.sourceLabels.stream().map(RuleText::quoted).collect(Collectors.joining(", ", "[", "]")));
        }
        if (!rule.separator.equals(RelabelRule.DEFAULT_SEPARATOR)) {
            text.add("  separator     = " + quoted(rule.separator));
        }
        if (!rule.regex.equals(AnchoredRegex.DEFAULT)) {
            text.add("  regex         = " + quoted(rule.regex));
        }
        if (rule.modulus != 0) {
            text.add("  modulus       = " + Long.toUnsignedString(rule.modulus));
        }
        if (!rule.targetLabel.isEmpty()) {
            text.add("  target_label  = " + quoted(rule.targetLabel));
        }
        if (!rule.replacement.equals(RelabelRule.DEFAULT_REPLACEMENT)) {
            text.add("  replacement   = " + quoted(rule.replacement));
        }
        return text.add("  action        = " + quoted(rule.action.word())).toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\x%02x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
