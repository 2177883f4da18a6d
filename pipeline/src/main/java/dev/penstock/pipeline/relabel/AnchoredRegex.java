package dev.penstock.pipeline.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as relabel rules mean it: RE2's syntax, matching the whole value, and the dot matches newlines too.
 * Immutable and safe for any number of threads.
 */
final class AnchoredRegex {

    static final String DEFAULT = "(.*)";

    private static final String ACCEPTED = "a regular expression in RE2 syntax, without backreferences and look-around";

    /** The longest expression repeated in a message. */
    private static final int TEXT_SHOWN = 200;

    private final String text;
    private final Pattern pattern;
    private final @Nullable Shortcut shortcut;

    private AnchoredRegex(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
        this.shortcut = Shortcut.of(text);
    }

    static AnchoredRegex of(String text) {
        String problem = RegexLimits.problem(text);
        if (problem == null) {
            try {
                // The text is put together as Prometheus does it, and searched for rather than matched,
                // so that an alternative that closes the group, such as a)|(b, means what it means there.
                return new AnchoredRegex(text, Pattern.compile("^(?s:" + text + ")$"));
            } catch (PatternSyntaxException e) {
                problem = problem(text, e);
            } catch (StackOverflowError e) {
                problem = "it nests too deeply";
            }
        }
        String shown = text.length() <= TEXT_SHOWN ? text : text.substring(0, TEXT_SHOWN) + "…";
        throw new RelabelRuleException(
                "regex", "regex '" + shown + "' is not accepted: " + problem + "; expected " + ACCEPTED);
    }

    boolean matches(String value) {
        return shortcut != null ? shortcut.test(value) : pattern.matcher(value).find();
    }

    /** The groups of a match, {@code null} when the value does not match. */
    @Nullable Groups match(String value) {
        if (shortcut != null && !shortcut.test(value)) {
            return null;
        }
        if (shortcut != null && shortcut.groupsAreWhole()) {
            return number -> value;
        }
        Matcher matcher = pattern.matcher(value);
        return matcher.find() ? matcher::group : null;
    }

    int groupCount() {
        return pattern.groupCount();
    }

    Map<String, Integer> namedGroups() {
        return pattern.namedGroups();
    }

    @Override
    public String toString() {
        return text;
    }

    /** What is wrong, in terms of what the user wrote rather than of what was put around it. */
    private static String problem(String text, PatternSyntaxException e) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException own) {
            return own.getDescription() + (own.getPattern() == null ? "" : " '" + own.getPattern() + "'");
        }
        return e.getDescription();
    }
}
