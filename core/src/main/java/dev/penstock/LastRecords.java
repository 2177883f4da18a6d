package dev.penstock;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/** Flushes at the end of a JVM, and stays to flush again while others may still log. */
final class LastRecords {

    /** Between two looks. Nanoseconds. */
    static final long PAUSE_NANOS = 10_000_000;

    /**
     * So many looks in a row that find nothing new, a quarter of a second, end the wait. Looks rather than time: where the
     * machine is so busy that a hook which logs does not get on, this thread does not either.
     */
    static final int QUIET_LOOKS = 25;

    private final BooleanSupplier others;
    private final LongSupplier accepted;
    private final LongPredicate flush;
    private final LongSupplier nanoClock;
    private final Runnable pause;

    /**
     * @param others whether anybody is there who may log
     * @param accepted how many records were accepted so far
     * @param flush delivers all that was accepted before the call until a deadline; false when that came first
     * @param nanoClock what the deadline is on
     * @param pause takes {@link #PAUSE_NANOS}
     */
    LastRecords(
            BooleanSupplier others,
            LongSupplier accepted,
            LongPredicate flush,
            LongSupplier nanoClock,
            Runnable pause) {
        this.others = others;
        this.accepted = accepted;
        this.flush = flush;
        this.nanoClock = nanoClock;
        this.pause = pause;
    }

    static void pause() {
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /**
     * Returns when nobody is there who may log, or those who are have been quiet for a while, or at the deadline.
     *
     * @return false when a flush did not come to its end
     */
    boolean flushUntil(long deadline) {
        long flushed = accepted.getAsLong();
        if (!flush.test(deadline)) {
            return false;
        }
        int quiet = 0;
        while (true) {
            // Before it is looked at what came: what somebody logged who is gone by now has come then.
            boolean moreMayCome = quiet < QUIET_LOOKS && nanoClock.getAsLong() - deadline < 0 && others.getAsBoolean();
            long now = accepted.getAsLong();
            if (now != flushed && nanoClock.getAsLong() - deadline < 0) {
                flushed = now;
                quiet = 0;
                if (!flush.test(deadline)) {
                    return false;
                }
            } else if (moreMayCome) {
                quiet++;
                pause.run();
            } else {
                return true;
            }
        }
    }
}
