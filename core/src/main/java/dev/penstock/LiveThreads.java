package dev.penstock;

import java.util.Map;

/** Who may still log while the JVM ends. */
final class LiveThreads {

    private static final String SHUTDOWN = "java.lang.Shutdown";
    private static final String HOOKS = "java.lang.ApplicationShutdownHooks";

    private LiveThreads() {}

    /**
     * Whether somebody is there who may log: a thread of the application's, above all another shutdown hook. Daemon threads
     * do not count, for some are always there.
     */
    static boolean mayLog() {
        try {
            return mayLog(Thread.getAllStackTraces(), Thread.currentThread());
        } catch (RuntimeException | Error e) {
            // A security manager refuses it, or there is no memory: nobody knows, and waiting in vain is the lesser
            // evil.
            return true;
        }
    }

    static boolean mayLog(Map<Thread, StackTraceElement[]> stacks, Thread self) {
        for (Map.Entry<Thread, StackTraceElement[]> each : stacks.entrySet()) {
            Thread thread = each.getKey();
            if (thread != self
                    && !thread.isDaemon()
                    && !thread.getName().equals(ExitHook.THREAD)
                    && !isEndingTheJvm(thread, each.getValue())) {
                return true;
            }
        }
        return false;
    }

    /** Whether a thread only waits for the hooks, or for the thread that does; while it starts hooks some are yet to come. */
    private static boolean isEndingTheJvm(Thread thread, StackTraceElement[] stack) {
        boolean ends = thread.getName().equals("DestroyJavaVM");
        boolean runsHooks = false;
        boolean joins = false;
        for (StackTraceElement each : stack) {
            String name = each.getClassName();
            runsHooks |= name.equals(HOOKS);
            ends |= name.equals(SHUTDOWN) || runsHooks;
            joins |= name.equals("java.lang.Thread") && each.getMethodName().equals("join");
        }
        return ends && (!runsHooks || joins);
    }
}
