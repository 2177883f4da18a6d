package dev.penstock.testkit.store;

import java.util.ArrayList;
import java.util.List;

/** The entries of one label set in their order of arrival, each of them once. */
public final class LogStream {

    private final Labels labels;
    private final List<LogLine> lines = new ArrayList<>();
    private final LineIndex index = new LineIndex();
    private long newest = Long.MIN_VALUE;

    LogStream(Labels labels) {
        this.labels = labels;
    }

    /** What tells this stream from the others of its tenant. */
    public Labels labels() {
        return labels;
    }

    /** The entries. To be read within {@link LogStore#scan} only. */
    public List<LogLine> lines() {
        return lines;
    }

    /**
     * Adds what is young enough; an entry that is here already is passed over in silence.
     *
     * @return the entries that are further behind the newest one than {@code window} nanoseconds
     */
    List<TooFarBehind> append(List<LogLine> batch, long window) {
        List<TooFarBehind> refused = new ArrayList<>(0);
        for (LogLine line : batch) {
            long cutoff = newest == Long.MIN_VALUE ? Long.MIN_VALUE : newest - window;
            if (line.nanos() < cutoff) {
                refused.add(new TooFarBehind(line, cutoff));
            } else if (index.add(line)) {
                lines.add(line);
                newest = Math.max(newest, line.nanos());
            }
        }
        return refused;
    }
}
