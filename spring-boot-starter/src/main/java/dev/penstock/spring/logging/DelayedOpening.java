package dev.penstock.spring.logging;

import dev.penstock.ExitHook;
import dev.penstock.settings.ApplicationStart;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Opens an appender when the application has started, or as soon as somebody is in a hurry, on a thread of its own: the classes
 * that shipping needs are loaded, and first run, after the start instead of in it. At the end of the JVM it opens it too.
 * Thread-safe.
 */
final class DelayedOpening {

    private final ApplicationStart start;
    private final Runnable opening;
    private final Thread thread = new Thread(this::run, "penstock-opening");
    private @Nullable ExitHook hook;
    private volatile boolean hurried;

    /**
     * Does nothing before {@link #begin}.
     *
     * @param start is waited for
     * @param opening opens the appender, unless that is done or not wished any more
     */
    DelayedOpening(ApplicationStart start, Runnable opening) {
        this.start = start;
        this.opening = opening;
        thread.setDaemon(true);
    }

    /** To be called once. */
    void begin() {
        hook = ExitHook.register(opening);
        thread.start();
    }

    /** Does not wait any longer; the caller does not wait for the opening. */
    void hurry() {
        if (!hurried) {
            hurried = true;
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        try {
            await();
            opening.run();
        } catch (Throwable e) {
            LogShipping.sayBug("when it began to ship logs", e);
        } finally {
            Objects.requireNonNull(hook).unregister();
        }
    }

    private void await() {
        Runnable hurry = this::hurry;
        start.listen(hurry);
        try {
            for (long left = start.nanosLeft(); left > 0 && !hurried; left = start.nanosLeft()) {
                LockSupport.parkNanos(this, left);
            }
        } finally {
            start.unlisten(hurry);
        }
    }
}
