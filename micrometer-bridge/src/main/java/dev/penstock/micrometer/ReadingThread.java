package dev.penstock.micrometer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads one round after the other, until it is left behind or sent home. Between rounds it sleeps. */
final class ReadingThread extends Thread {

    private final AtomicReference<@Nullable ReadingRound> next = new AtomicReference<>();

    /** Threads of the same reader that were left behind and whose calls have not returned. */
    private final AtomicInteger leftBehind;

    private volatile boolean home;

    ReadingThread(AtomicInteger leftBehind) {
        super("penstock-metrics-reader");
        this.leftBehind = leftBehind;
        // It may be in a call that never returns, and must not keep the JVM from ending.
        setDaemon(true);
    }

    void hand(ReadingRound round) {
        next.set(round);
        LockSupport.unpark(this);
    }

    void sendHome() {
        home = true;
        LockSupport.unpark(this);
    }

    @Override
    public void run() {
        while (true) {
            ReadingRound round = next.getAndSet(null);
            if (round != null) {
                if (!round.run()) {
                    leftBehind.decrementAndGet();
                    return;
                }
            } else if (home) {
                return;
            } else {
                LockSupport.park(this);
                // A function may have interrupted this thread: it would not sleep any more.
                Thread.interrupted();
            }
        }
    }
}
