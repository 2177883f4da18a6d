package dev.penstock;

import java.time.Duration;

/** Instants on {@link System#nanoTime}. */
final class Deadlines {

    private Deadlines() {}

    /** The end of a time from now on. */
    static long after(Duration timeout) {
        // Half of what a long holds, so that adding it to the clock does not overflow.
        Duration most = Duration.ofNanos(Long.MAX_VALUE / 2);
        return System.nanoTime() + (timeout.compareTo(most) > 0 ? most : timeout).toNanos();
    }
}
