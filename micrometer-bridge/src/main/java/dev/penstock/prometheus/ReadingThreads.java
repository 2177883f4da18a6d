package dev.penstock.prometheus;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read one registry: one that is kept, those that help it in a round, and those that were left behind in
 * calls. Used by the publishing thread, but for {@link #close}.
 */
final class ReadingThreads {

    /**
     * Threads at a time. With so many, collectors that did not return the last time are not called any more until one
     * returns: a leak of threads would harm the application more than a gap in its metrics.
     */
    static final int MOST = 64;

    /** Threads at a time for collectors that returned the last time: these are not to be lost for the others. */
    static final int MOST_FOR_KNOWN = 2 * MOST;

    private final AtomicInteger leftBehind = new AtomicInteger();
    private volatile @Nullable ReadingThread kept;
    private volatile boolean closed;

    /** Whether the last thread is not to be risked for collectors of which nothing is known. */
    boolean areShort() {
        return leftBehind.get() >= MOST - 1;
    }

    /**
     * Hands a round to the thread that is kept.
     *
     * @return false when there is no thread
     */
    boolean begin(ReadingRound round) {
        ReadingThread thread = kept;
        if (thread == null || !thread.isAlive()) {
            thread = start(round, 0, MOST_FOR_KNOWN);
            kept = thread;
            if (thread != null && closed) {
                thread.sendHome();
            }
        } else {
            thread.hand(round);
        }
        return thread != null;
    }

    /**
     * Has one more thread work at a round.
     *
     * @param helpers how many do already, with the first
     * @param most threads at a time
     * @return false when there is no thread
     */
    boolean help(ReadingRound round, int helpers, int most) {
        ReadingThread helper = start(round, helpers, most);
        if (helper != null) {
            helper.sendHome();
        }
        return helper != null;
    }

    private @Nullable ReadingThread start(ReadingRound round, int others, int most) {
        if (leftBehind.get() + others >= most) {
            return null;
        }
        try {
            ReadingThread thread = new ReadingThread(leftBehind::decrementAndGet);
            thread.hand(round);
            thread.start();
            return thread;
        } catch (OutOfMemoryError e) {
            // The process may have no more threads.
            return null;
        }
    }

    /**
     * Gives a call up.
     *
     * @return true when a thread was left behind in it
     */
    boolean leave(Reading reading) {
        // Before: the thread counts itself out as soon as it was left.
        leftBehind.incrementAndGet();
        if (!reading.leave()) {
            leftBehind.decrementAndGet();
            return false;
        }
        if (reading.isOf(kept)) {
            kept = null;
        }
        return true;
    }

    /** The thread that is at work with a round goes on without being kept: another round must not wait for it. */
    void letGo() {
        ReadingThread thread = kept;
        kept = null;
        if (thread != null) {
            thread.sendHome();
        }
    }

    /** Ends the thread that is kept, as soon as its call has returned. By any thread. */
    void close() {
        closed = true;
        ReadingThread thread = kept;
        if (thread != null) {
            thread.sendHome();
        }
    }
}
