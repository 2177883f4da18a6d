package dev.penstock.pipeline.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression as Go has it: RE2's syntax, searched for in time linear in the text's length. Immutable and safe for
 * any number of threads. Indices are those of Java's characters.
 *
 * <p>RE2/J does the work; what needs no automaton is answered without it.
 */
public final class GoRegex {

    private final String text;
    private final Pattern pattern;
    private final @Nullable Shortcut shortcut;
    private final @Nullable String required;
    private final List<String> groupNames;
    private final List<NamedGroup> namedGroups;

    private GoRegex(String text, Pattern pattern, @Nullable Shortcut shortcut) {
        this.text = text;
        this.pattern = pattern;
        this.shortcut = shortcut;
        this.required = RequiredLiteral.of(text);
        String[] names = new String[pattern.groupCount() + 1];
        Arrays.fill(names, "");
        List<NamedGroup> named = new ArrayList<>();
        pattern.namedGroups().forEach((name, number) -> {
            names[number] = name;
            named.add(new NamedGroup(name, number));
        });
        named.sort(Comparator.comparingInt(NamedGroup::number));
        this.groupNames = List.of(names);
        this.namedGroups = List.copyOf(named);
    }

    /**
     * An expression that may match anywhere, as most of Alloy's stages mean it.
     *
     * @param text RE2 syntax
     * @return the expression
     * @throws RegexException when RE2 or Go would refuse it
     */
    public static GoRegex compile(String text) {
        return new GoRegex(text, pattern(text, text), Shortcut.unanchored(text));
    }

    /**
     * An expression that has to match the whole text, and whose dot matches newlines too: as label matchers and relabel rules
     * mean it.
     *
     * @param text RE2 syntax
     * @return the expression
     * @throws RegexException when RE2 or Go would refuse it
     */
    public static GoRegex anchored(String text) {
        // The text is put together as Prometheus does it, and searched for rather than matched,
        // so that an alternative that closes the group, such as a)|(b, means what it means there.
        return new GoRegex(text, pattern(text, "^(?s:" + text + ")$"), Shortcut.anchored(text));
    }

    private static Pattern pattern(String text, String whole) {
        String problem = RegexLimits.problem(text);
        if (problem == null) {
            try {
                return Pattern.compile(whole);
            } catch (PatternSyntaxException e) {
                problem = problem(text, e);
            } catch (StackOverflowError e) {
                problem = "it nests too deeply";
            }
        }
        throw new RegexException(text, problem);
    }

    /** What is wrong, in terms of what the user wrote rather than of what was put around it. */
    private static String problem(String text, PatternSyntaxException e) {
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException own) {
            return RegexProblem.of(own);
        }
        return RegexProblem.of(e);
    }

    /**
     * Whether it matches.
     *
     * @param input any text
     * @return true when it does
     */
    public boolean find(String input) {
        if (shortcut != null) {
            return shortcut.test(input);
        }
        return mayMatch(input) && pattern.matcher(input).find();
    }

    /**
     * The first match.
     *
     * @param input any text
     * @return the match, {@code null} when there is none
     */
    public @Nullable GoMatch match(String input) {
        if (shortcut != null && !shortcut.test(input)) {
            return null;
        }
        if (shortcut != null && shortcut.groupsAreWhole()) {
            return new WholeMatch(input);
        }
        if (!mayMatch(input)) {
            return null;
        }
        Matcher matcher = pattern.matcher(input);
        return matcher.find() ? new FoundMatch(matcher) : null;
    }

    /**
     * Goes through all matches, from left to right, as Go's {@code FindAll} does: they do not overlap, and an empty one
     * directly behind another is none.
     *
     * @param input any text
     * @param action is given each match, which is valid only until it returns; says false when it wants no more
     */
    public void forEachMatch(String input, Predicate<? super GoMatch> action) {
        if (!mayMatch(input)) {
            return;
        }
        Matcher matcher = pattern.matcher(input);
        GoMatch match = new FoundMatch(matcher);
        int at = 0;
        int previousEnd = -1;
        while (at <= input.length() && matcher.find(at)) {
            int start = matcher.start();
            int end = matcher.end();
            if ((end > at || start != previousEnd) && !action.test(match)) {
                return;
            }
            previousEnd = end;
            at = end > at ? end : next(input, at);
        }
    }

    /**
     * Replaces all matches.
     *
     * @param input any text
     * @param template refers to groups as in {@code $name}, {@code ${name}} and {@code $1}; {@code $$} is a dollar
     * @return the input itself when nothing matches
     */
    public String replaceAll(String input, String template) {
        return mayMatch(input) ? replaceAll(input, expansion(template)) : input;
    }

    /**
     * Replaces all matches.
     *
     * @param input any text
     * @param template of this expression
     * @return the input itself when nothing matches
     */
    public String replaceAll(String input, Expansion template) {
        if (!mayMatch(input)) {
            return input;
        }
        Matcher matcher = pattern.matcher(input);
        GoMatch match = new FoundMatch(matcher);
        StringBuilder result = null;
        int copied = 0;
        int at = 0;
        while (at <= input.length() && matcher.find(at)) {
            int start = matcher.start();
            int end = matcher.end();
            result = result == null ? new StringBuilder(input.length() + 16) : result;
            result.append(input, copied, start);
            if (end > copied || start == 0) {
                template.expand(match, result);
            }
            copied = end;
            at = end > at ? end : next(input, at);
        }
        return result == null
                ? input
                : result.append(input, copied, input.length()).toString();
    }

    /**
     * Replaces all matches with a text.
     *
     * @param input any text
     * @param replacement is taken as it is
     * @return the input itself when nothing matches
     */
    public String replaceAllLiteral(String input, String replacement) {
        return replaceAll(input, Expansion.literal(replacement));
    }

    /**
     * A replacement that refers to this expression's groups.
     *
     * @param template as {@link #replaceAll(String, String)} takes it
     * @return the replacement
     */
    public Expansion expansion(String template) {
        return Expansion.of(template, this);
    }

    /**
     * How many groups there are.
     *
     * @return 0 or more; the whole match is not counted
     */
    public int groupCount() {
        return pattern.groupCount();
    }

    /**
     * The names of all groups.
     *
     * @return by number, from 0 for the whole; those without a name are empty
     */
    public List<String> groupNames() {
        return groupNames;
    }

    /**
     * The groups that have names.
     *
     * @return in the order of their numbers
     */
    public List<NamedGroup> namedGroups() {
        return namedGroups;
    }

    /**
     * The expression as it was written.
     *
     * @return its text
     */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }

    private boolean mayMatch(String input) {
        return required == null || input.contains(required);
    }

    private static int next(String input, int at) {
        return at < input.length() ? input.offsetByCodePoints(at, 1) : at + 1;
    }

    private record WholeMatch(String input) implements GoMatch {

        @Override
        public String group(int number) {
            return input;
        }

        @Override
        public int start(int number) {
            return 0;
        }

        @Override
        public int end(int number) {
            return input.length();
        }
    }

    private record FoundMatch(Matcher matcher) implements GoMatch {

        @Override
        public @Nullable String group(int number) {
            return matcher.group(number);
        }

        @Override
        public int start(int number) {
            return matcher.start(number);
        }

        @Override
        public int end(int number) {
            return matcher.end(number);
        }
    }
}
