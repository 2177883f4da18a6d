package dev.penstock;

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

    private final Thread hook;

    private ExitHook(Thread hook) {
        this.hook = hook;
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

    private static ExitHook registered(Running shipper) {
        Thread hook = new Thread(shipper::flushAtExit, THREAD);
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already: whoever starts an appender now will stop it too, or lose the last lines.
        }
        return new ExitHook(hook);
    }

    /** Takes it back; does nothing when the JVM is ending already. */
    public void unregister() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs or has run.
        }
    }
}
