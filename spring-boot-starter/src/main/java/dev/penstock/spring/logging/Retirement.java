package dev.penstock.spring.logging;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Closes appenders that were replaced, each on a daemon thread, so that nobody waits for them. Not thread-safe. */
final class Retirement {

    /** How long one may deliver what it holds, before it is stopped and waits its own time. */
    private static final Duration DELIVERY = Duration.ofSeconds(5);

    private @Nullable Thread last;

    /** What takes its time. */
    interface Action {

        void run() throws InterruptedException;
    }

    /** Closes one. */
    void begin(Relay.Outlet<?> outlet) {
        Thread earlier = underWay();
        // Its exit hook is there until it is stopped: should the JVM end meanwhile, that one waits for what is held.
        last = inBackground(() -> {
            try {
                boolean unused = outlet.flush(DELIVERY);
            } finally {
                outlet.close();
            }
            if (earlier != null) {
                earlier.join();
            }
        });
    }

    /** A thread that ends when all are closed; null when they are. */
    @Nullable Thread underWay() {
        return last != null && last.isAlive() ? last : null;
    }

    static Thread inBackground(Action action) {
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (Throwable e) {
                        LogShipping.sayBug("when an appender was replaced", e);
                    }
                },
                "penstock-retired");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
