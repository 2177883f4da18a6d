package dev.penstock.benchmarks.compare;

import java.util.Arrays;

/** Nanoseconds of calls, all of them kept. Not thread-safe. */
final class Latencies {

    private long[] nanos;
    private int count;

    Latencies(int capacity) {
        nanos = new long[Math.max(1, capacity)];
    }

    void add(long value) {
        if (count < nanos.length) {
            nanos[count++] = value;
        }
    }

    void addAll(Latencies other) {
        long[] all = Arrays.copyOf(nanos, Math.max(1, count + other.count));
        System.arraycopy(other.nanos, 0, all, count, other.count);
        nanos = all;
        count += other.count;
    }

    /** Sorted, for {@link #percentile}. */
    long[] sorted() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** The smallest value that at least {@code part} of the values do not exceed; 0 where there are none. */
    static long percentile(long[] sorted, double part) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(1, Math.min(rank, sorted.length)) - 1];
    }
}
