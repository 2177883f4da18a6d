package dev.penstock.logback;

import dev.penstock.Shipper;

/**
 * Ships what is left when the JVM ends without anybody stopping Logback.
 *
 * <p>The shipper stays open, for other hooks may log until the very end; from here on each event is sent at once.
 */
final class ExitHook {

    private final Thread hook;

    private ExitHook(Thread hook) {
        this.hook = hook;
    }

    static ExitHook register(Shipper<?> shipper) {
        Thread hook = new Thread(shipper::flushAtExit, "penstock-exit");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already: whoever starts Logback now will stop it too, or lose the last lines.
        }
        return new ExitHook(hook);
    }

    void unregister() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs or has run.
        }
    }
}
