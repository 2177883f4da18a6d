package dev.penstock.cli;

import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Says when to stop: at SIGINT and SIGTERM. The JVM's own handling would end it with 130 or 143, whatever the command has
 * achieved by then. Thread-safe.
 */
final class StopSignal {

    private final CountDownLatch asked = new CountDownLatch(1);

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
            SignalHandler unused = Signal.handle(new Signal(name), signal -> {
                // Who asks a second time does not want to wait.
                SignalHandler ours = Signal.handle(signal, SignalHandler.SIG_DFL);
                assert ours != null;
                stop();
            });
        } catch (IllegalArgumentException e) {
            // There is no such signal here, or -Xrs leaves signals to the system: the exit hook ships what is left.
            asked.getCount();
        }
    }

    void stop() {
        asked.countDown();
    }

    void await() throws InterruptedException {
        asked.await();
    }
}
