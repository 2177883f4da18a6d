package dev.penstock;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Ships what is left when the JVM ends without anybody stopping the logging framework: what appenders register when they
 * start.
 *
 * <p>Where a framework's hook ends the application, as Spring's does, this one waits for it first, without a limit, for the
 * JVM waits for it too. The shipper stays open, for other hooks may log until the very end; from here on each event is sent
 * at once. The JVM halts as soon as all hooks have ended, so this one stays while others may still log, for at most
 * {@code drain_timeout} after the framework's hook. Thread-safe.
 */
public final class ExitHook {

    /** By which hooks know each other, also those of another class loader. */
    static final String THREAD = "penstock-exit";

    /** Of shippers that were started when the JVM was ending already, and are not closed. */
    private static final Queue<ExitHook> LATE = new ConcurrentLinkedQueue<>();

    private final Thread hook;

    private ExitHook(Runnable action) {
        hook = new Thread(action, THREAD);
    }

    /**
     * Registers a hook of the JVM's.
     *
     * @param shipper ships until the end
     * @return to be unregistered when the shipper is closed
     */
    public static ExitHook register(Shipper<?> shipper) {
        return registered(shipper);
    }

    /**
     * Registers a hook of the JVM's, which publishes once more, ends the series and closes the shipper.
     *
     * @param shipper ships until the end
     * @return to be unregistered when the shipper is closed
     */
    public static ExitHook register(MetricShipper shipper) {
        return registered(shipper);
    }

    /**
     * Registers a hook of the JVM's for a shipper that is yet to be started: it has it started, and then ships until the end.
     *
     * @param starting starts the shipper, unless that was done before; fails at most with an unchecked exception
     * @return to be unregistered when the shipper is started
     */
    public static ExitHook register(Runnable starting) {
        ExitHook hook = new ExitHook(() -> {
            try {
                starting.run();
            } finally {
                runLate();
            }
        });
        boolean unused = hook.add();
        return hook;
    }

    private static ExitHook registered(Running shipper) {
        ExitHook hook = new ExitHook(shipper::flushAtExit);
        if (!hook.add()) {
            // Whoever starts an appender now will stop it too, or has a hook that waits for it, or loses the last
            // lines.
            LATE.add(hook);
        }
        return hook;
    }

    /** False when the JVM is ending already. */
    private boolean add() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void runLate() {
        List<Thread> running = new ArrayList<>();
        for (ExitHook late = LATE.poll(); late != null; late = LATE.poll()) {
            late.hook.start();
            running.add(late.hook);
        }
        try {
            for (Thread each : running) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes it back; does nothing when the JVM is ending already and it runs or has run. */
    public void unregister() {
        boolean unused = LATE.remove(this);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending.
        }
    }
}
