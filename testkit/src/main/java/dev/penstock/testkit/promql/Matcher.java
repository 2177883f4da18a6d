package dev.penstock.testkit.promql;

import dev.penstock.testkit.re2.Re2;
import dev.penstock.testkit.re2.Re2Exception;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares one label; one that is absent is as good as an empty one. */
final class Matcher {

    private final String name;
    private final boolean wanted;
    private final String value;
    private final @Nullable Pattern pattern;

    private Matcher(String name, boolean wanted, String value, @Nullable Pattern pattern) {
        this.name = name;
        this.wanted = wanted;
        this.value = value;
        this.pattern = pattern;
    }

    static Matcher equal(String name, String value) {
        return new Matcher(name, true, value, null);
    }

    /**
     * A matcher.
     *
     * @param operator one of {@code = != =~ !~}
     */
    static Matcher of(String name, String operator, String value) throws Re2Exception {
        boolean regex = operator.endsWith("~");
        return new Matcher(name, !operator.startsWith("!"), value, regex ? Re2.compile(value, Pattern.DOTALL) : null);
    }

    boolean matches(Map<String, String> labels) {
        return matches(labels.getOrDefault(name, ""));
    }

    boolean matches(String actual) {
        boolean same =
                pattern == null ? actual.equals(value) : pattern.matcher(actual).matches();
        return same == wanted;
    }

    /** Whether it says what the metric's name has to be. */
    boolean namesTheMetric() {
        return name.equals("__name__") && wanted && pattern == null;
    }

    String value() {
        return value;
    }
}
