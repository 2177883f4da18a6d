package dev.penstock.loki;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** A stream of one tenant: its label text, and what is needed to give each of its entries a time of its own. */
final class LokiStream {

    /** The index of no entry. */
    static final int NONE = -1;

    private final int id;
    private final byte[] labels;
    private final AtomicLong counter;

    /** The latest time that an entry was sent with, and the time of its event. */
    private long latestSent = Long.MIN_VALUE;

    private long latestEvent = Long.MIN_VALUE;

    /** Where the stream's entries are in the request that is being built; maintained by {@link PushRequestBuilder}. */
    int request = NONE;

    int firstEntry = NONE;
    int lastEntry;
    int entryBytes;
    int entries;

    /**
     * A stream without entries.
     *
     * @param id another number than that of any other stream in use
     * @param labelText its labels as Loki reads them
     * @param counter counts its records
     */
    LokiStream(int id, String labelText, AtomicLong counter) {
        this.id = id;
        this.counter = counter;
        labels = labelText.getBytes(StandardCharsets.UTF_8);
    }

    /** Begins with no entries in a new request. */
    void startRequest(int number) {
        request = number;
        firstEntry = NONE;
        entryBytes = 0;
        entries = 0;
    }

    /** The request is closed, and its entries are on their way. */
    void count() {
        counter.addAndGet(entries);
    }

    byte[] labels() {
        return labels;
    }

    /**
     * The time to send an entry with: its own, unless another entry of the stream has it already; then the next free one.
     *
     * <p>It counts as taken once {@link #sent} was called. A clock that ticks in milliseconds would lose equal lines and shuffle others: Loki promises no order among
     * entries of the same time.
     */
    long uniqueTime(long epochNanos, SentTimes sent) {
        long time;
        if (epochNanos > latestSent || epochNanos == Long.MAX_VALUE) {
            time = epochNanos;
        } else if (epochNanos >= latestEvent && latestSent < Long.MAX_VALUE) {
            time = latestSent + 1;
        } else {
            time = nextFree(epochNanos, sent);
        }
        return time;
    }

    /** Remembers the time of an entry that is really sent. */
    void sent(long time, long epochNanos, SentTimes sent) {
        sent.add(id, time);
        if (time >= latestSent) {
            latestSent = time;
            latestEvent = epochNanos;
        }
    }

    /** For an event that comes after a younger one. */
    private long nextFree(long epochNanos, SentTimes sent) {
        long time = epochNanos;
        // Steps grow, so that thousands of old events with one time are not a matter of millions of tries.
        for (int tries = 0; sent.contains(id, time); tries++) {
            time += 1 + tries / 8;
        }
        return time;
    }
}
