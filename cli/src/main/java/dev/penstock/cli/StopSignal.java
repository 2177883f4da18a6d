package dev.penstock.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Says when to stop: at SIGINT and SIGTERM. The JVM's own handling would end it with 130 or 143, whatever the command has
 * achieved by then. Thread-safe.
 */
final class StopSignal {

    /**
     * Signals that come so soon after the first are the same wish: {@code timeout} sends one to the process and one to its
     * group.
     */
    private static final long SAME_WISH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CountDownLatch asked = new CountDownLatch(1);
    private long askedAt;

    /** One that nobody but {@link #stop} gives. */
    StopSignal() {}

    /** That of this process. */
    static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        stop.handle("INT");
        stop.handle("TERM");
        return stop;
    }

    private void handle(String name) {
        try {
            SignalHandler unused = Signal.handle(new Signal(name), this::came);
        } catch (IllegalArgumentException e) {
            // There is no such signal here, or -Xrs leaves signals to the system: the exit hook ships what is left.
            asked.getCount();
        }
    }

    private synchronized void came(Signal signal) {
        long now = System.nanoTime();
        if (asked.getCount() == 0 && now - askedAt > SAME_WISH_NANOS) {
            // Who asks once more later on does not want to wait.
            SignalHandler ours = Signal.handle(signal, SignalHandler.SIG_DFL);
            assert ours != null;
            Signal.raise(signal);
        }
        if (asked.getCount() > 0) {
            askedAt = now;
            stop();
        }
    }

    void stop() {
        asked.countDown();
    }

    void await() throws InterruptedException {
        asked.await();
    }
}
