package dev.penstock.testkit.logql;

import dev.penstock.testkit.re2.Re2;
import dev.penstock.testkit.re2.Re2Exception;
import java.util.regex.Pattern;

/** Compiles the regular expressions of a query. */
final class Regex {

    private Regex() {}

    /**
     * Compiles a pattern.
     *
     * @throws LogQlException in Go's words, if RE2 would not take it
     */
    static Pattern compile(String regex, int flags) throws LogQlException {
        try {
            return Re2.compile(regex, flags);
        } catch (Re2Exception e) {
            throw new LogQlException("parse error : " + e.text());
        }
    }
}
