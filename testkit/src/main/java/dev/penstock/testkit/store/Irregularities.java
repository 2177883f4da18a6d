package dev.penstock.testkit.store;

import java.util.ArrayList;
import java.util.List;

/** What came in and was not as it should be, whether the client was told or not. Thread-safe. */
public final class Irregularities {

    private static final int MOST = 1000;

    private final List<String> violations = new ArrayList<>();
    private long violationCount;
    private long skippedSeries;
    private long ignoredRequests;
    private long duplicates;

    private final ChangeSignal signal;

    Irregularities(ChangeSignal signal) {
        this.signal = signal;
    }

    /** Writes down in words what a client did against the protocol. */
    public synchronized void violation(String text) {
        violationCount++;
        if (violations.size() < MOST) {
            violations.add(text);
        }
        signal.changed();
    }

    /** Counts a series that was passed over in silence. */
    public synchronized void skippedSeries() {
        skippedSeries++;
    }

    /** Counts a request that was answered well although nothing in it was understood. */
    public synchronized void ignoredRequest() {
        ignoredRequests++;
        signal.changed();
    }

    /** Counts samples that came once more, to the bit. */
    synchronized void duplicates(int more) {
        duplicates += more;
    }

    /** The first thousand violations. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** All violations. */
    public synchronized long violationCount() {
        return violationCount;
    }

    /** Series that were passed over in silence. */
    public synchronized long skippedSeriesCount() {
        return skippedSeries;
    }

    /** Requests that were answered well without being understood. */
    public synchronized long ignoredRequestCount() {
        return ignoredRequests;
    }

    /** Samples that came once more. */
    public synchronized long duplicateCount() {
        return duplicates;
    }

    synchronized void clear() {
        violations.clear();
        violationCount = 0;
        skippedSeries = 0;
        ignoredRequests = 0;
        duplicates = 0;
    }
}
