package dev.penstock.pipeline.regex;

import org.jspecify.annotations.Nullable;

/** What the groups of a regular expression matched. */
public interface Groups {

    /**
     * A group's text.
     *
     * @param number the group's number; 0 is the whole match
     * @return what it matched, {@code null} when it took no part in the match
     */
    @Nullable String group(int number);
}
