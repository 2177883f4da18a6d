package dev.penstock.pipeline.lint;

import java.util.regex.Pattern;

/** Tells stages that are to hide something from others. */
final class Secrets {

    private static final Pattern WORDS = Pattern.compile(
            "(?i)passw|passwd|pwd|secret|token|api[-_ ]?key|apikey|credential|authoriz|bearer|jwt|cookie|card|\\bpan\\b|cvv|cvc"
                    + "|iban|ssn|e-?mail|phone|\\\\?@|redact|mask|anonym|\\*\\*\\*|xxx");

    private Secrets() {}

    static boolean areMeant(Step step) {
        return WORDS.matcher(step.values.text("expression")).find()
                || WORDS.matcher(step.values.text("replace")).find()
                || WORDS.matcher(step.values.text("source")).find();
    }
}
