package dev.penstock.testkit.logql;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares one label, in a selector or behind a pipe; a label that is absent is as good as an empty one. */
final class LabelMatcher {

    private final String name;
    private final String operator;
    private final String value;
    private final @Nullable Pattern pattern;

    private LabelMatcher(String name, String operator, String value, @Nullable Pattern pattern) {
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.pattern = pattern;
    }

    static LabelMatcher of(String name, String operator, String value) throws LogQlException {
        boolean regex = operator.endsWith("~");
        return new LabelMatcher(name, operator, value, regex ? Regex.compile(value, Pattern.DOTALL) : null);
    }

    boolean matches(Map<String, String> labels) {
        String actual = labels.get(name);
        return matches(actual == null ? "" : actual);
    }

    /** Loki wants at least one of these in every selector. */
    boolean needsAValue() {
        return !operator.startsWith("!") && !matches("");
    }

    private boolean matches(String actual) {
        boolean same =
                pattern == null ? actual.equals(value) : pattern.matcher(actual).matches();
        return same != operator.startsWith("!");
    }
}
