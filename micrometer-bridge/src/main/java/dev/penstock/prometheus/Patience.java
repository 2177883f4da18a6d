package dev.penstock.prometheus;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How long a publish waits for what it reads. It may be shortened while it is at it. */
final class Patience {

    private volatile boolean hurried;
    private volatile long hurriedAt;
    private volatile long hurriedTo;
    private volatile @Nullable Thread waiting;

    // Of the publishing thread.
    private long begun;
    private long limit;

    /** Begins a publish, on its thread. */
    void begin(long limitNanos) {
        begun = System.nanoTime();
        limit = limitNanos;
        waiting = Thread.currentThread();
    }

    void end() {
        waiting = null;
    }

    long limit() {
        return limit;
    }

    /** Nanoseconds until the end. */
    long left() {
        long now = System.nanoTime();
        long left = begun + limit - now;
        return hurried ? Math.min(left, hurriedTo - now) : left;
    }

    /** Nanoseconds until the middle: what has not come until then will hardly come. */
    long leftOfHalf() {
        long now = System.nanoTime();
        long left = begun + limit / 2 - now;
        return hurried ? Math.min(left, hurriedAt + (hurriedTo - hurriedAt) / 2 - now) : left;
    }

    /** Waits no longer than this until {@link #relax}. By any thread. */
    void hurry(long nanos) {
        long now = System.nanoTime();
        hurriedAt = now;
        hurriedTo = now + nanos;
        hurried = true;
        LockSupport.unpark(waiting);
    }

    void relax() {
        hurried = false;
    }
}
