package dev.penstock.process;

/**
 * Makes strings of values that mostly are what they were the last time, such as a level or a request id: then the same
 * string is given again, and nothing is allocated. Not thread-safe.
 */
public final class RepeatedText {

    /** A builder that one huge value made larger than this is not kept. */
    private static final int KEPT = 1 << 14;

    private StringBuilder text = new StringBuilder();
    private String last = "";

    /** Nothing was given yet. */
    public RepeatedText() {}

    /**
     * Begins a value.
     *
     * @return an empty builder
     */
    public StringBuilder begin() {
        if (text.capacity() > KEPT) {
            text = new StringBuilder();
        }
        text.setLength(0);
        return text;
    }

    /**
     * Ends the value.
     *
     * @return what stands in the builder
     */
    public String end() {
        if (text.length() > KEPT) {
            return text.toString();
        }
        if (!last.contentEquals(text)) {
            last = text.toString();
        }
        return last;
    }
}
