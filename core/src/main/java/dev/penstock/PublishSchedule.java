package dev.penstock;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;

/**
 * Publishes every step, aligned to the wall clock, at an offset of its own within the step: so not all processes publish in
 * the same second. Source: prometheus/prometheus, scrape/target.go. Thread-safe.
 *
 * <p>A step that was missed, because the machine slept or a publish took longer, is left out. A clock that was set is
 * followed from the next step on.
 */
public final class PublishSchedule implements AutoCloseable {

    /** A publish that is late by no more than this part of the step has the time it should have had. */
    private static final int TOLERANCE = 100;

    private final long step;
    private final long offset;
    private final InstantSource clock;
    private final LongConsumer publish;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private boolean closed;

    PublishSchedule(Duration step, double place, InstantSource clock, LongConsumer publish) {
        this.step = Math.max(1, step.toMillis());
        offset = (long) (this.step * place);
        this.clock = clock;
        this.publish = publish;
    }

    /**
     * Starts a daemon thread that publishes.
     *
     * @param name put into the thread's name
     * @param step the time between two publishes, at least 1 ms
     * @param place where in the step, from 0 (inclusive) to 1
     * @param clock the wall clock
     * @param publish publishes; gets the time of the samples in milliseconds since the epoch. What it throws ends nothing
     * @return the schedule, to be closed
     */
    public static PublishSchedule start(
            String name, Duration step, double place, InstantSource clock, LongConsumer publish) {
        return start(
                work -> {
                    Thread thread = new Thread(work, "penstock-publish-" + name);
                    thread.setDaemon(true);
                    return thread;
                },
                step,
                place,
                clock,
                publish);
    }

    /**
     * Starts a thread that publishes, as {@link #start(String, Duration, double, InstantSource, LongConsumer)} does.
     *
     * @param threads makes the thread
     * @param step the time between two publishes, at least 1 ms
     * @param place where in the step, from 0 (inclusive) to 1
     * @param clock the wall clock
     * @param publish publishes; gets the time of the samples in milliseconds since the epoch. What it throws ends nothing
     * @return the schedule, to be closed
     */
    public static PublishSchedule start(
            ThreadFactory threads, Duration step, double place, InstantSource clock, LongConsumer publish) {
        PublishSchedule schedule = new PublishSchedule(step, place, clock, publish);
        Thread thread = threads.newThread(schedule::run);
        thread.start();
        return schedule;
    }

    /**
     * The first instant after another at which to publish.
     *
     * @param now milliseconds since the epoch
     * @return later than now, by at most a step
     */
    long next(long now) {
        return now - Math.floorMod(now - offset, step) + step;
    }

    /** The next instant, even if the timer woke a little before the last one; but a clock that was set back is followed. */
    long nextAfter(long previous, long now) {
        return next(previous > now && previous - now < step ? previous : now);
    }

    /** The time of samples that were to be published at one instant, and are at another. */
    long timestamp(long planned, long now) {
        return now >= planned && now - planned <= step / TOLERANCE ? planned : now;
    }

    private void run() {
        long planned = Long.MIN_VALUE;
        while (true) {
            planned = nextAfter(planned, clock.millis());
            if (!sleepUntil(planned)) {
                return;
            }
            try {
                publish.accept(timestamp(planned, clock.millis()));
            } catch (Throwable e) {
                // Who publishes says what is to be said. The next step may do better.
                Thread.onSpinWait();
            }
        }
    }

    /** False when it was closed meanwhile. */
    private boolean sleepUntil(long planned) {
        lock.lock();
        try {
            long left = planned - clock.millis();
            // Never longer than a step, even if the clock is set back meanwhile.
            long nanos = TimeUnit.MILLISECONDS.toNanos(Math.min(left, step));
            while (!closed && nanos > 0) {
                try {
                    nanos = ended.awaitNanos(nanos);
                } catch (InterruptedException e) {
                    // Nobody but close() ends this thread.
                }
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Publishes no more; a publish that has begun goes on. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
