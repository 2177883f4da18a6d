package dev.penstock.pipeline.relabel;

/** What Alloy checks when it loads a rule. */
final class RuleChecks {

    private RuleChecks() {}

    static void check(RelabelRule.Builder rule) {
        String action = "action " + rule.action.word();
        switch (rule.action) {
            case LABELDROP, LABELKEEP -> {
                String only = action + " takes a regex and nothing else";
                refuse(!rule.sourceLabels.isEmpty(), "source_labels", "cannot be set", only);
                refuse(!rule.targetLabel.isEmpty(), "target_label", "cannot be set", only);
                refuseUnusual(rule, only);
            }
            case KEEPEQUAL, DROPEQUAL -> {
                String only = action + " takes source_labels and a target_label and nothing else";
                refuse(!rule.regex.equals(AnchoredRegex.DEFAULT), "regex", "cannot be set", only);
                refuseUnusual(rule, only);
            }
            case LOWERCASE, UPPERCASE ->
                refuse(
                        !rule.replacement.equals(RelabelRule.DEFAULT_REPLACEMENT),
                        "replacement",
                        "cannot be set",
                        action + " writes the value itself");
            case HASHMOD ->
                refuse(
                        rule.modulus == 0,
                        "modulus",
                        "is missing or 0",
                        "expected a whole number of 1 or more for " + action);
            case LABELMAP ->
                refuse(
                        !LabelNames.isLegacyTemplate(rule.replacement),
                        "replacement",
                        "'" + rule.replacement + "' is not accepted",
                        "expected letters, digits, '_' and references such as ${1} for " + action
                                + ", for it gives labels their names");
            default -> {}
        }
        if (rule.action.needsTarget()) {
            checkTarget(rule, action);
        }
    }

    private static void checkTarget(RelabelRule.Builder rule, String action) {
        String target = rule.targetLabel;
        refuse(target.isEmpty(), "target_label", "is missing or empty", "expected the name of a label for " + action);
        if (rule.action == Action.REPLACE && target.indexOf('$') >= 0) {
            refuse(
                    !LabelNames.isLegacyTemplate(target),
                    "target_label",
                    "'" + target + "' is not accepted",
                    "expected letters, digits, '_' and references such as ${1}");
        } else {
            refuse(
                    !LabelNames.isUtf8(target),
                    "target_label",
                    "'" + target + "' is not accepted",
                    "expected the name of a label");
        }
    }

    private static void refuseUnusual(RelabelRule.Builder rule, String only) {
        refuse(rule.modulus != 0, "modulus", "cannot be set", only);
        refuse(!rule.separator.equals(RelabelRule.DEFAULT_SEPARATOR), "separator", "cannot be set", only);
        refuse(!rule.replacement.equals(RelabelRule.DEFAULT_REPLACEMENT), "replacement", "cannot be set", only);
    }

    private static void refuse(boolean wrong, String setting, String problem, String accepted) {
        if (wrong) {
            throw new RelabelRuleException(setting, setting + " " + problem + "; " + accepted);
        }
    }
}
