package dev.penstock.testkit.logql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed query: logs, or numbers made of logs. */
public sealed interface Query {

    /** Returns entries. */
    record Logs(LogQuery query) implements Query {}

    /**
     * Returns one number for each label set.
     *
     * @param function what is made of the entries of a range
     * @param query the entries
     * @param rangeNanos how far back from each step, that end excluded
     */
    record OverTime(Function function, LogQuery query, long rangeNanos) implements Query {}

    /**
     * Adds up numbers.
     *
     * @param of what is added up
     * @param by the labels that remain, null for none
     */
    record Sum(Query of, @Nullable List<String> by) implements Query {}

    /** What is made of the entries of a range. */
    enum Function {
        /** Their number. */
        COUNT,
        /** Their number per second. */
        RATE,
        /** The bytes of their lines. */
        BYTES
    }

    /**
     * Parses LogQL.
     *
     * @throws LogQlException if it is none, or more than this subset
     */
    static Query parse(String text) throws LogQlException {
        return new Parser(text).parse();
    }
}
