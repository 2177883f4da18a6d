package dev.penstock.pipeline.stages;

import dev.penstock.process.Entry;
import dev.penstock.process.Pairs;
import org.jspecify.annotations.Nullable;

/** An entry on its way through the stages. Reused from entry to entry; not thread-safe. */
public final class LogEntry {

    /** Told which stage dropped an entry, and why. */
    @FunctionalInterface
    public interface Drops {

        /**
         * An entry is dropped.
         *
         * @param by the stage
         * @param reason what it is counted as
         */
        void dropped(StageName by, String reason);

        /**
         * An entry that was split off another one failed.
         *
         * @param cause why
         */
        default void failed(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }

    private final Extracted extracted = new Extracted();
    private final Drops drops;
    private Entry entry = new Entry();
    private @Nullable String line;

    LogEntry(Drops drops) {
        this.drops = drops;
    }

    /** Begins with another entry. */
    void begin(Entry next) {
        entry = next;
        line = null;
        extracted.begin(next.values());
        extracted.putAll(next.labels());
    }

    /** Forgets what stages have found out, as at the beginning of another pipeline; what they have changed stays. */
    void restart() {
        extracted.begin(entry.values());
        extracted.putAll(entry.labels());
    }

    /** The entry with all that stages have changed. */
    Entry finished() {
        entry.labels().removeEmpty();
        return entry;
    }

    /** An entry of its own with the same content, to be changed and handed on beside this one. */
    LogEntry copy() {
        // As one text, of which all copies have the same: a mapper's buffer would be copied for each.
        entry.setLine(line());
        LogEntry copy = new LogEntry(drops);
        copy.entry.copy(entry);
        copy.line = line;
        copy.extracted.copy(extracted);
        return copy;
    }

    /**
     * The labels.
     *
     * @return to be changed
     */
    public Pairs labels() {
        return entry.labels();
    }

    /**
     * The structured metadata.
     *
     * @return to be changed
     */
    public Pairs metadata() {
        return entry.metadata();
    }

    /**
     * What stages found out.
     *
     * @return to be changed
     */
    public Extracted extracted() {
        return extracted;
    }

    /**
     * The line.
     *
     * @return its text
     */
    public String line() {
        String text = line;
        if (text == null) {
            text = entry.line().toString();
            line = text;
        }
        return text;
    }

    /**
     * Sets the line.
     *
     * @param text another line
     */
    public void setLine(String text) {
        line = text;
        entry.setLine(text);
    }

    /**
     * The time of the entry.
     *
     * @return nanoseconds since 1970
     */
    public long epochNanos() {
        return entry.epochNanos();
    }

    /**
     * Sets the time of the entry.
     *
     * @param nanos nanoseconds since 1970
     */
    public void setEpochNanos(long nanos) {
        entry.setEpochNanos(nanos);
    }

    /**
     * The text of a source.
     *
     * @param source a name in {@link #extracted()}; null for the line
     * @return null when there is no such name, or it has no text
     */
    public @Nullable String source(@Nullable String source) {
        return source == null ? line() : extracted.string(source);
    }

    /**
     * Gives up an entry that was split off another one, and failed in a later stage.
     *
     * @param cause why
     */
    public void fail(Throwable cause) {
        drops.failed(cause);
    }

    /**
     * Drops the entry: the stage that calls this does not hand it on.
     *
     * @param by the stage
     * @param reason what it is counted as, such as {@code drop_stage}
     */
    public void drop(StageName by, String reason) {
        drops.dropped(by, reason);
    }
}
