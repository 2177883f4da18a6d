package dev.penstock.micrometer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One pass of a reading thread over functions. The publishing thread looks on, and may leave the reading thread behind
 * while that is in a call; whichever of the two moves the position first has decided.
 */
final class ReadingRound {

    /** Not begun. */
    private static final int WAITING = -1;

    /** The publishing thread has gone on without this one. */
    private static final int LEFT = -2;

    private final CalledSeries[] meters;
    private final int from;
    private final long publish;
    private final Thread publisher;

    /** Whether only functions are called that returned the last time. */
    private final boolean onlyKnown;

    // Of the reading thread; the publishing thread reads it after it has seen that the round is over, or left it.
    private boolean skipped;

    /** Twice the index, plus one while the function is called. */
    private final AtomicInteger position = new AtomicInteger(WAITING);

    ReadingRound(CalledSeries[] meters, int from, long publish, Thread publisher, boolean onlyKnown) {
        this.meters = meters;
        this.from = from;
        this.publish = publish;
        this.publisher = publisher;
        this.onlyKnown = onlyKnown;
    }

    /**
     * Reads, on the reading thread.
     *
     * @return false when this thread was left behind, and must not read any more
     */
    boolean run() {
        if (!position.compareAndSet(WAITING, 2 * from)) {
            return true;
        }
        for (int i = from; i < meters.length; i++) {
            CalledSeries meter = meters[i];
            boolean aside = meter.isAside();
            if (!aside && (!onlyKnown || meter.isKnownToReturn())) {
                // Whether this thread is in a call is for the other one to see; nobody else writes until it does.
                position.lazySet(2 * i + 1);
                meter.read(publish);
                if (!position.compareAndSet(2 * i + 1, 2 * i + 2)) {
                    meter.returned();
                    return false;
                }
            } else {
                skipped |= !aside;
                position.lazySet(2 * i + 2);
            }
        }
        LockSupport.unpark(publisher);
        return true;
    }

    int position() {
        return position.get();
    }

    boolean isOver() {
        return position.get() == 2 * meters.length;
    }

    /** Leaves the thread behind if it is still where it was seen. By the publishing thread. */
    boolean leave(int seen) {
        if (seen == WAITING) {
            return position.compareAndSet(WAITING, LEFT);
        }
        if (!isCall(seen)) {
            return false;
        }
        CalledSeries meter = meters[seen / 2];
        meter.setAside(publish);
        if (position.compareAndSet(seen, LEFT)) {
            return true;
        }
        meter.notAside();
        return false;
    }

    static boolean isCall(int position) {
        return position >= 0 && position % 2 == 1;
    }

    static boolean isWaiting(int position) {
        return position == WAITING;
    }

    /** Whether functions were not called for fear that they do not return. By the publishing thread, after the round. */
    boolean hasSkipped() {
        return skipped;
    }

    /**
     * What comes after the call that was left; null when that is nothing.
     *
     * @param onlyKnownFromHere whether only functions shall be called that returned the last time
     */
    @Nullable ReadingRound rest(int seen, boolean onlyKnownFromHere) {
        int next = seen / 2 + 1;
        return next < meters.length ? new ReadingRound(meters, next, publish, publisher, onlyKnownFromHere) : null;
    }
}
