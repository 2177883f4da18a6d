package dev.penstock.prometheus;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Makes the calls of rounds. Between rounds it sleeps; it ends when it was left behind in a call, or is sent home. */
final class ReadingThread extends Thread {

    private final AtomicReference<@Nullable ReadingRound> next = new AtomicReference<>();
    private final Runnable whenReturned;
    private volatile boolean home;

    /**
     * A thread to be started.
     *
     * @param whenReturned run by it when a call in which it was left behind has returned
     */
    ReadingThread(Runnable whenReturned) {
        super("penstock-registry-reader");
        this.whenReturned = whenReturned;
        // It may be in a call that never returns, and must not keep the JVM from ending.
        setDaemon(true);
    }

    void hand(ReadingRound round) {
        next.set(round);
        LockSupport.unpark(this);
    }

    /** Has it end as soon as it has nothing to do. */
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
                    whenReturned.run();
                    return;
                }
            } else if (home) {
                return;
            } else {
                LockSupport.park(this);
                // A collector may have interrupted this thread: it would not sleep any more.
                Thread.interrupted();
            }
        }
    }
}
