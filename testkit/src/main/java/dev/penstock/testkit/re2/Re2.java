package dev.penstock.testkit.re2;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Compiles with Java what Loki and Prometheus compile with RE2, and refuses what RE2 does not have. */
public final class Re2 {

    private static final Pattern NOT_IN_RE2 = Pattern.compile("\\(\\?(?:=|!|<=|<!|>)|[*+?}]\\+|\\\\[1-9]|\\\\k<");

    private Re2() {}

    /**
     * Compiles a pattern.
     *
     * @throws Re2Exception if RE2 would not take it
     */
    public static Pattern compile(String regex, int flags) throws Re2Exception {
        Matcher foreign = NOT_IN_RE2.matcher(withoutLiterals(regex));
        if (foreign.find()) {
            throw new Re2Exception(
                    "error parsing regexp: invalid or unsupported Perl syntax: `" + foreign.group() + "`");
        }
        try {
            return Pattern.compile(regex.replace("(?P<", "(?<"), flags | Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw new Re2Exception("error parsing regexp: " + e.getDescription() + ": `" + regex + "`");
        }
    }

    /** Without escaped characters and classes, in which the signs mean nothing. */
    private static String withoutLiterals(String regex) {
        return regex.replaceAll("\\\\[^1-9k]", "_").replaceAll("\\[[^\\]]*\\]", "_");
    }
}
