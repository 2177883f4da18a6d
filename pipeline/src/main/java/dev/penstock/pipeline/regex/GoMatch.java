package dev.penstock.pipeline.regex;

/** One match, and where it stands. */
public interface GoMatch extends Groups {

    /**
     * Where a group begins.
     *
     * @param number the group's number; 0 is the whole match
     * @return an index of the input, -1 when the group took no part in the match
     */
    int start(int number);

    /**
     * Where a group ends.
     *
     * @param number the group's number; 0 is the whole match
     * @return the index behind its last character, -1 when the group took no part in the match
     */
    int end(int number);

    /**
     * A group's text as Go gives it: one that took no part is empty.
     *
     * @param number the group's number; 0 is the whole match
     * @return what it matched, or an empty text
     */
    default String text(int number) {
        String group = group(number);
        return group == null ? "" : group;
    }
}
