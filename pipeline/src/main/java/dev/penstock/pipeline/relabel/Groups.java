package dev.penstock.pipeline.relabel;

import org.jspecify.annotations.Nullable;

/** What the groups of a regular expression matched. */
interface Groups {

    /** A group's text, {@code null} when it took no part in the match; group 0 is the whole. */
    @Nullable String group(int number);
}
