package dev.penstock.pipeline.regex;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with an expression, and for what other engines know and RE2 does not, what to write instead. */
final class RegexProblem {

    private static final String LOOK_AROUND = "RE2 has no look-ahead and look-behind; "
            + "match the text around it too, and put what you want into a group";
    private static final String BACK_REFERENCE =
            "RE2 has no back-references; capture each part in a group of its own and compare them later";

    /** What begins a construct that RE2 does not have, and what to do. The longer ones first. */
    private static final List<Map.Entry<String, String>> GROUPS = List.of(
            Map.entry("(?=", LOOK_AROUND),
            Map.entry("(?!", LOOK_AROUND),
            Map.entry("(?<=", LOOK_AROUND),
            Map.entry("(?<!", LOOK_AROUND),
            Map.entry("(?>", "RE2 never goes back, so it has no atomic groups; write (?:…)"),
            Map.entry("(?#", "RE2 has no comments in expressions; leave it out"),
            Map.entry("(?P=", BACK_REFERENCE),
            Map.entry("(?'", "write a named group as (?P<name>…)"),
            Map.entry("(?|", "RE2 does not number groups anew for each alternative; write (?:…)"));

    private static final Map<Character, String> ESCAPES = Map.ofEntries(
            Map.entry('Z', "write \\z for the end of the text"),
            Map.entry('h', "write [ \\t] for horizontal space"),
            Map.entry('R', "write (?:\\r\\n|\\n|\\r) for a line break"),
            Map.entry('N', "write [^\\n]"),
            Map.entry('X', "write . for a character"),
            Map.entry('u', "write \\x{0041} for a character by its number"),
            Map.entry('U', "write \\x{0041} for a character by its number"),
            Map.entry('e', "write \\x1b for an escape character"),
            Map.entry('c', "write \\x01 for a control character"),
            Map.entry('K', "put what you want into a group"),
            Map.entry('G', "leave it out"),
            Map.entry('k', BACK_REFERENCE),
            Map.entry('g', BACK_REFERENCE),
            Map.entry('<', "write \\b for the edge of a word"),
            Map.entry('>', "write \\b for the edge of a word"));

    private RegexProblem() {}

    static String of(PatternSyntaxException e) {
        String description = e.getDescription() == null ? "it is not RE2 syntax" : e.getDescription();
        String part = e.getPattern() == null ? "" : e.getPattern();
        if (part.equals("stack underflow")) {
            return "unexpected ) without a ( before it; write \\) for a parenthesis";
        }
        String remedy = remedy(description, part);
        return description + (part.isEmpty() ? "" : " '" + part + "'") + (remedy == null ? "" : "; " + remedy);
    }

    private static @Nullable String remedy(String description, String part) {
        for (Map.Entry<String, String> group : GROUPS) {
            if (part.startsWith(group.getKey())) {
                return group.getValue();
            }
        }
        // RE2/J shows this much of (?P=name) and (?P>name).
        if (part.equals("(?P")) {
            return BACK_REFERENCE;
        }
        if (part.startsWith("(?")) {
            return part.startsWith("(?P<") || part.startsWith("(?<")
                    ? "a group's name has letters, digits and underscores only"
                    : part.indexOf('x') > 0
                            ? "RE2 has no (?x); write the expression without spaces and comments"
                            : "the flags are i, m, s and U";
        }
        if (part.startsWith("\\") && part.length() > 1) {
            char c = part.charAt(1);
            return c >= '1' && c <= '9' ? BACK_REFERENCE : ESCAPES.get(c);
        }
        if (description.contains("repeat count")) {
            return "at most 1000 times is accepted; write * or + instead";
        }
        if (part.length() == 2 && part.endsWith("+") && description.contains("nested")) {
            return "RE2 never goes back, so it has no possessive repetition; leave the last + away";
        }
        if (description.contains("missing argument")) {
            return "write \\" + part + " for the character itself";
        }
        if (description.contains("missing closing")) {
            return "write \\" + (description.endsWith("]") ? "[" : "(") + " for the character itself";
        }
        return part.startsWith("\\p") || part.startsWith("\\P") ? "name a script or category, as in \\p{L}" : null;
    }
}
