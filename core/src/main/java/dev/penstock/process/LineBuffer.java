package dev.penstock.process;

/**
 * Where a mapper puts a line together: one builder, reused from event to event. Not thread-safe.
 *
 * <p>A line begins with {@link #begin} and is what {@link #end} returns, until the next one begins.
 */
public final class LineBuffer {

    private static final int SMALL = 512;

    /** A builder that one huge line made larger than this is not kept. */
    private static final int KEPT = 1 << 16;

    private StringBuilder text = new StringBuilder(SMALL);

    /** A buffer for one thread. */
    public LineBuffer() {}

    /**
     * Begins a line.
     *
     * @return an empty builder
     */
    public StringBuilder begin() {
        if (text.capacity() > KEPT) {
            text = new StringBuilder(SMALL);
        }
        text.setLength(0);
        return text;
    }

    /**
     * Ends the line. Layouts end lines for files; an entry in Loki is a line already, so one line end is cut off.
     *
     * @return the line, valid until the next begins
     */
    public CharSequence end() {
        int end = text.length();
        if (end > 0 && text.charAt(end - 1) == '\n') {
            text.setLength(end > 1 && text.charAt(end - 2) == '\r' ? end - 2 : end - 1);
        }
        return text;
    }
}
