package dev.penstock.testkit.logql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Compiles with Java what Loki would compile with RE2, and refuses what RE2 does not have. */
final class Regex {

    private static final Pattern NOT_IN_RE2 = Pattern.compile("\\(\\?(?:=|!|<=|<!|>)|[*+?}]\\+|\\\\[1-9]|\\\\k<");

    private Regex() {}

    /**
     * Compiles a pattern.
     *
     * @throws LogQlException in Go's words, if RE2 would not take it
     */
    static Pattern compile(String regex, int flags) throws LogQlException {
        Matcher foreign = NOT_IN_RE2.matcher(withoutLiterals(regex));
        if (foreign.find()) {
            throw new LogQlException("parse error : error parsing regexp: invalid or unsupported Perl syntax: `"
                    + foreign.group() + "`");
        }
        try {
            return Pattern.compile(regex.replace("(?P<", "(?<"), flags | Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw new LogQlException("parse error : error parsing regexp: " + e.getDescription() + ": `" + regex + "`");
        }
    }

    /** Without escaped characters and classes, in which the signs mean nothing. */
    private static String withoutLiterals(String regex) {
        return regex.replaceAll("\\\\[^1-9k]", "_").replaceAll("\\[[^\\]]*\\]", "_");
    }
}
