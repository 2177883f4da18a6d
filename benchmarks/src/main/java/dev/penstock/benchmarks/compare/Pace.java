package dev.penstock.benchmarks.compare;

import java.util.concurrent.locks.LockSupport;

/** When the next burst is due: small bursts at even distances, with the thread parked in between. Not thread-safe. */
final class Pace {

    /** Bursts are at least so far apart: parking for less is mostly overshoot. */
    private static final long SHORTEST_NANOS = 500_000;

    private final int burst;
    private final long intervalNanos;
    private long next;
    private int left;

    /** That many events a second; 0 for as fast as it goes. */
    Pace(long perSecond) {
        burst = perSecond == 0 ? Integer.MAX_VALUE : (int) Math.max(1, perSecond * SHORTEST_NANOS / 1_000_000_000L);
        intervalNanos = perSecond == 0 ? 0 : burst * 1_000_000_000L / perSecond;
        next = System.nanoTime();
    }

    /** Events in a burst. */
    int burst() {
        return burst;
    }

    /** Returns when the next event is due. A pace that fell behind catches up. */
    void await() {
        if (intervalNanos == 0 || left-- > 0) {
            return;
        }
        left = burst - 1;
        next += intervalNanos;
        for (long wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }
}
