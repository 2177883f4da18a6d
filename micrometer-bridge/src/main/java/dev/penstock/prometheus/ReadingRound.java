package dev.penstock.prometheus;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The calls of one publish, in an order, made by one reading thread, or by several if a call takes long. The publishing
 * thread is woken when all are done.
 */
final class ReadingRound {

    final List<Reading> readings;
    private final Thread publisher;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    /** A round that the current thread waits for. */
    ReadingRound(List<Reading> readings) {
        this.readings = readings;
        publisher = Thread.currentThread();
    }

    /**
     * Makes calls until there are none left, on a reading thread.
     *
     * @return false when the thread was left behind in a call
     */
    boolean run() {
        int index = next.getAndIncrement();
        while (index < readings.size()) {
            Reading reading = readings.get(index);
            if (!reading.run()) {
                return false;
            }
            if (reading.isDone() && done.incrementAndGet() == readings.size()) {
                LockSupport.unpark(publisher);
            }
            index = next.getAndIncrement();
        }
        return true;
    }

    /** How many calls threads have come to. */
    int begun() {
        return Math.min(next.get(), readings.size());
    }

    /** False while the first thread has not been given the processor. */
    boolean hasBegun() {
        return next.get() > 0;
    }

    int done() {
        return done.get();
    }

    boolean isOver() {
        return done.get() == readings.size();
    }

    /** Whether there are calls that no thread has come to. */
    boolean hasWaiting() {
        return next.get() < readings.size();
    }
}
