package dev.penstock.loki;

import java.util.Arrays;

/**
 * Remembers with which times the streams' entries of this request and the one before were sent, so that no two entries of
 * a stream get the same.
 *
 * <p>Loki keeps only one of two entries with the same time, line and metadata. Threads that log the same line meet on the
 * same nanosecond more often than one would think, and not always one right behind the other. A set of 64-bit mixes of
 * stream and time: two that mix to the same cost one of them a nanosecond. Not thread-safe.
 */
final class SentTimes {

    private static final int FIRST_SIZE = 1024;

    /** Never a mix: {@link #mix} avoids it. */
    private static final long FREE = 0;

    private long[] current = new long[FIRST_SIZE];
    private long[] previous = new long[FIRST_SIZE];
    private int size;

    /** Begins a new request: what was current becomes previous, what was previous is forgotten. */
    void nextRequest() {
        long[] forgotten = previous;
        previous = current;
        // A burst's large table is not kept for the trickle after it.
        current = forgotten.length > 8 * Math.max(FIRST_SIZE, size) ? new long[FIRST_SIZE] : forgotten;
        Arrays.fill(current, FREE);
        size = 0;
    }

    boolean contains(int stream, long time) {
        long key = mix(stream, time);
        return current[slot(current, key)] == key || previous[slot(previous, key)] == key;
    }

    /** Makes room for one more, so that {@link #add} cannot fail. */
    void ensureRoom() {
        if (2 * size >= current.length) {
            grow();
        }
    }

    /** Remembers a time; {@link #ensureRoom} comes first. */
    void add(int stream, long time) {
        long key = mix(stream, time);
        int slot = slot(current, key);
        if (current[slot] == FREE) {
            current[slot] = key;
            size++;
        }
    }

    private void grow() {
        long[] grown = new long[2 * current.length];
        for (long key : current) {
            if (key != FREE) {
                grown[slot(grown, key)] = key;
            }
        }
        current = grown;
    }

    /** Where a key is, or the free slot where it would be. */
    private static int slot(long[] table, long key) {
        int mask = table.length - 1;
        int slot = (int) key & mask;
        while (table[slot] != key && table[slot] != FREE) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014): every bit of the input reaches every bit of the mix. */
    private static long mix(int stream, long time) {
        long mixed = time + stream * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        return mixed == FREE ? 1 : mixed;
    }
}
