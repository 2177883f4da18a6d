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

    private Request current = new Request();
    private Request previous = new Request();

    /** Begins a new request: what was current becomes previous, what was previous is forgotten. */
    void nextRequest() {
        Request forgotten = previous;
        // First, for it may fail for want of memory, and one request must not become both.
        forgotten.clear(current.size);
        previous = current;
        current = forgotten;
    }

    boolean contains(int stream, long time) {
        long key = mix(stream, time);
        return current.contains(key) || previous.contains(key);
    }

    /** Makes room for one more, so that {@link #add} cannot fail. */
    void ensureRoom() {
        current.ensureRoom();
    }

    /** Remembers a time; {@link #ensureRoom} comes first. */
    void add(int stream, long time) {
        current.add(mix(stream, time));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood, 2014): every bit of the input reaches every bit of the mix. */
    private static long mix(int stream, long time) {
        long mixed = time + stream * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        mixed ^= mixed >>> 31;
        return mixed == Request.FREE ? 1 : mixed;
    }

    /**
     * The times of one request. They are put into a table only when somebody asks for one, which nobody does while events
     * come in the order of their times.
     */
    private static final class Request {

        /** Never a mix: {@link #mix} avoids it. */
        static final long FREE = 0;

        private static final int FIRST_SIZE = 1024;

        private long[] keys = new long[FIRST_SIZE];
        private int size;

        /** The first so many keys are in the table. */
        private int indexed;

        private static final long[] EMPTY = {};

        private long[] table = EMPTY;

        /** Forgets all; a burst's large arrays are not kept for the trickle after it. */
        void clear(int expected) {
            if (keys.length > 8 * Math.max(FIRST_SIZE, expected)) {
                keys = new long[FIRST_SIZE];
                table = EMPTY;
            } else if (indexed > 0) {
                Arrays.fill(table, FREE);
            }
            size = 0;
            indexed = 0;
        }

        void ensureRoom() {
            if (size == keys.length) {
                keys = Arrays.copyOf(keys, 2 * size);
            }
        }

        void add(long key) {
            keys[size++] = key;
        }

        boolean contains(long key) {
            index();
            return indexed > 0 && table[slot(key)] == key;
        }

        private void index() {
            if (2 * size > table.length) {
                table = new long[2 * keys.length];
                indexed = 0;
            }
            while (indexed < size) {
                long key = keys[indexed++];
                table[slot(key)] = key;
            }
        }

        /** Where a key is, or the free slot where it would be. */
        private int slot(long key) {
            int mask = table.length - 1;
            int slot = (int) key & mask;
            while (table[slot] != key && table[slot] != FREE) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }
    }
}
