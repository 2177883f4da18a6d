package dev.penstock.micrometer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Has the application's functions called on a thread of its own, and leaves that thread behind when a function does not
 * return: another one goes on with the rest. Used by the publishing thread.
 *
 * <p>A call may take a tenth of a step, but no more than five seconds, and all of them together half a step, but no more than
 * ten seconds: each call gets at most a quarter of what is left of that, so that many functions that hang hold up a publish
 * hardly longer than a few.
 */
final class FunctionReader {

    /**
     * Threads at a time, the last of which is for functions that returned the last time: others are not called any more
     * until one returns. A leak of threads would harm the application more than a gap in its metrics.
     */
    static final int LEFT_BEHIND = 64;

    /**
     * Threads at a time if also functions that returned the last time do not any more: those that still do shall not be
     * lost for them.
     */
    static final int MOST = 2 * LEFT_BEHIND;

    private static final long SHORTEST_CALL = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_CALL = TimeUnit.SECONDS.toNanos(5);

    /** Source: prometheus/prometheus, the default of {@code scrape_timeout}. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    /** Less when the registry is being closed. */
    private volatile long patience;

    private final long longestCall;
    private final AtomicInteger leftBehind = new AtomicInteger();
    private @Nullable ReadingThread thread;
    private @Nullable ReadingRound round;
    private boolean complete;
    private long begunAt;

    /** A reader for a registry that publishes every so many nanoseconds. */
    FunctionReader(long stepNanos) {
        patience = Math.min(Math.max(stepNanos / 2, SHORTEST_CALL), LONGEST);
        longestCall = Math.min(Math.max(stepNanos / 10, SHORTEST_CALL), LONGEST_CALL);
    }

    /** Waits no longer than this from now on, also in a publish that is under way. By any thread. */
    void hurry(long nanos) {
        patience = Math.min(patience, nanos);
    }

    /** Begins to read, and returns at once. */
    void begin(CalledSeries[] meters, long publish) {
        begunAt = System.nanoTime();
        complete = true;
        round = null;
        if (meters.length > 0) {
            hand(new ReadingRound(meters, 0, publish, Thread.currentThread(), isShortOfThreads()));
        }
    }

    private void hand(ReadingRound next) {
        ReadingThread current = thread;
        if (current == null || !current.isAlive()) {
            current = startThread();
        }
        thread = current;
        if (current == null) {
            round = null;
            complete = false;
        } else {
            round = next;
            current.hand(next);
        }
    }

    private boolean isShortOfThreads() {
        return leftBehind.get() >= LEFT_BEHIND - 1;
    }

    private @Nullable ReadingThread startThread() {
        if (leftBehind.get() >= MOST) {
            return null;
        }
        try {
            ReadingThread started = new ReadingThread(leftBehind);
            started.start();
            return started;
        } catch (OutOfMemoryError e) {
            // The process may have no more threads; then this publish is without functions.
            return null;
        }
    }

    /**
     * Waits until all is read that can be.
     *
     * @return false when there was no thread for some of it, or none to be risked
     */
    boolean await() {
        boolean interrupted = false;
        ReadingRound current = round;
        while (current != null) {
            interrupted |= await(current);
            current = round;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return complete;
    }

    /**
     * Waits until a round is over or left.
     *
     * @return whether this thread was interrupted; it waits all the same, for the time is short
     */
    private boolean await(ReadingRound current) {
        boolean interrupted = false;
        int position = current.position();
        long since = System.nanoTime();
        while (!current.isOver() && isAtWork()) {
            long now = System.nanoTime();
            long left = patience - (now - begunAt);
            long limit = Math.max(Math.min(longestCall, left / 4), SHORTEST_CALL);
            int reached = current.position();
            if (reached != position) {
                position = reached;
                since = now;
            }
            if (now - since < limit) {
                LockSupport.parkNanos(this, limit - (now - since));
                interrupted |= Thread.interrupted();
            } else if (ReadingRound.isWaiting(position) && left > 0) {
                // The thread has not been given the processor yet.
                since = now;
            } else if (leave(current, position)) {
                return interrupted;
            } else {
                since = now;
            }
        }
        complete &= current.isOver() && !current.hasSkipped();
        round = null;
        return interrupted;
    }

    /** A thread ends only when it was left, or by an error that no function may throw. */
    private boolean isAtWork() {
        ReadingThread current = thread;
        return current != null && current.isAlive();
    }

    private boolean leave(ReadingRound current, int position) {
        if (!current.leave(position)) {
            return false;
        }
        round = null;
        if (ReadingRound.isWaiting(position)) {
            complete = false;
            return true;
        }
        leftBehind.incrementAndGet();
        thread = null;
        complete &= !current.hasSkipped();
        ReadingRound rest = current.rest(position, isShortOfThreads());
        if (rest != null) {
            hand(rest);
        }
        return true;
    }

    /** Ends the thread, as soon as its call has returned. */
    void close() {
        ReadingThread current = thread;
        thread = null;
        if (current != null) {
            current.sendHome();
        }
    }
}
