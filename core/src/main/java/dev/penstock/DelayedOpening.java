package dev.penstock;

import dev.penstock.settings.ApplicationStart;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens what ships when the application has started, or as soon as somebody is in a hurry, on a thread of its own: the classes
 * that shipping needs are loaded, and first run, after the start instead of in it. At the end of the JVM it opens it too, and
 * ships until then; and so does whoever asks {@link RunningShippers} for all that run. Thread-safe.
 */
public final class DelayedOpening {

    /** Set while a thread opens: who hears of a new shipper then, and asks for all, must not wait for another opening. */
    private static final ThreadLocal<Boolean> IS_OPENING = new ThreadLocal<>();

    private final ApplicationStart start;
    private final Runnable opening;
    private final Runnable afterwards;
    private final Consumer<Throwable> failed;
    private final Thread thread = new Thread(this::run, "penstock-opening");
    private @Nullable ExitHook hook;
    private volatile boolean hurried;

    /**
     * Does nothing before {@link #begin}.
     *
     * @param start is waited for
     * @param opening starts a shipper, unless that is done or not wished any more; may be called by two threads at once, and
     *     returns when it is done
     * @param afterwards runs once on the thread of its own, when it is opened; may take its time
     * @param failed gets what the two throw
     */
    public DelayedOpening(ApplicationStart start, Runnable opening, Runnable afterwards, Consumer<Throwable> failed) {
        this.start = start;
        this.opening = opening;
        this.afterwards = afterwards;
        this.failed = failed;
        thread.setDaemon(true);
    }

    /** Waits, on a daemon thread. To be called once. */
    public void begin() {
        RunningShippers.waiting(this);
        hook = ExitHook.register(this::open);
        thread.start();
    }

    /** Does not wait any longer; the caller does not wait for the opening. */
    public void hurry() {
        if (!hurried) {
            hurried = true;
            LockSupport.unpark(thread);
        }
    }

    /** Opens it on this thread, if that is still to be done; returns when it is done, whoever does it, unless it is opening. */
    void openNow() {
        hurry();
        open();
    }

    private void run() {
        await();
        open();
        RunningShippers.waitsNoMore(this);
        Objects.requireNonNull(hook).unregister();
        run(afterwards);
    }

    private void open() {
        if (IS_OPENING.get() != null) {
            return;
        }
        IS_OPENING.set(true);
        try {
            run(opening);
        } finally {
            IS_OPENING.remove();
        }
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            failed.accept(e);
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
