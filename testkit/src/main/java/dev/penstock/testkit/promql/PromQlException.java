package dev.penstock.testkit.promql;

/** A query that Prometheus could not parse, or this subset of PromQL does not have. */
public final class PromQlException extends Exception {

    PromQlException(String message) {
        super(message);
    }

    static PromQlException at(String text, int position, String why) {
        String before = text.substring(0, Math.min(position, text.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        return new PromQlException(line + ":" + column + ": parse error: " + why);
    }

    /** What is wrong, and where. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
