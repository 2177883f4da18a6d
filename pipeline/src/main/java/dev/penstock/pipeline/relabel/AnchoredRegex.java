package dev.penstock.pipeline.relabel;

import dev.penstock.pipeline.regex.Expansion;
import dev.penstock.pipeline.regex.GoRegex;
import dev.penstock.pipeline.regex.Groups;
import dev.penstock.pipeline.regex.RegexException;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as relabel rules mean it: RE2's syntax, matching the whole value, and the dot matches newlines too.
 * Immutable and safe for any number of threads.
 */
final class AnchoredRegex {

    static final String DEFAULT = "(.*)";

    private static final String ACCEPTED = "a regular expression in RE2 syntax, without backreferences and look-around";

    private final GoRegex regex;

    private AnchoredRegex(GoRegex regex) {
        this.regex = regex;
    }

    static AnchoredRegex of(String text) {
        try {
            return new AnchoredRegex(GoRegex.anchored(text));
        } catch (RegexException e) {
            throw new RelabelRuleException("regex", e.getMessage() + "; expected " + ACCEPTED);
        }
    }

    boolean matches(String value) {
        return regex.find(value);
    }

    /** The groups of a match, {@code null} when the value does not match. */
    @Nullable Groups match(String value) {
        return regex.match(value);
    }

    /** A replacement that refers to the groups. */
    Expansion expansion(String template) {
        return regex.expansion(template);
    }

    @Override
    public String toString() {
        return regex.text();
    }
}
