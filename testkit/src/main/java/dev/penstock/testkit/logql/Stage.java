package dev.penstock.testkit.logql;

import java.util.Map;

/** One filter of a log query. */
@FunctionalInterface
interface Stage {

    /** Whether the entry stays; {@code labels} are those of the stream and the metadata together. */
    boolean keeps(String line, Map<String, String> labels);
}
