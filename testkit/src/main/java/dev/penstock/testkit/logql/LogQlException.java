package dev.penstock.testkit.logql;

/** A query that Loki could not parse, or this subset of LogQL does not have. */
public final class LogQlException extends Exception {

    LogQlException(String message) {
        super(message);
    }

    static LogQlException at(String text, int position, String why) {
        String before = text.substring(0, Math.min(position, text.length()));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        return new LogQlException("parse error at line " + line + ", col " + column + ": " + why);
    }
}
