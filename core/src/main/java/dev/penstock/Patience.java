package dev.penstock;

import java.util.concurrent.locks.LockSupport;

/** The wait of one caller for room, in pauses that grow. */
final class Patience {

    private static final long FIRST_PAUSE_NANOS = 20_000;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000;

    private final long deadline;
    private long pause = FIRST_PAUSE_NANOS;

    Patience(long nanos) {
        deadline = System.nanoTime() + nanos;
    }

    /** Makes a pause; false at once when the time is over, or the thread is interrupted, which it then still is. */
    boolean waitALittle() {
        // A parked thread that is interrupted does not park again: it stops waiting, and keeps its interrupt.
        if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
            return false;
        }
        LockSupport.parkNanos(this, pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        return true;
    }
}
