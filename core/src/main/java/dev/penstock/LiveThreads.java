package dev.penstock;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may still log while the JVM ends. */
final class LiveThreads {

    private static final String SHUTDOWN = "java.lang.Shutdown";
    private static final String HOOKS = "java.lang.ApplicationShutdownHooks";

    /**
     * The hooks by which a framework ends the application, and which the JVM alone starts. Source: spring-projects/spring-boot,
     * SpringApplicationShutdownHook; spring-projects/spring-framework, ConfigurableApplicationContext.
     */
    private static final Set<String> FRAMEWORK_HOOKS =
            Set.of("SpringApplicationShutdownHook", "SpringContextShutdownHook");

    private LiveThreads() {}

    /** The framework's hook while it runs; null when there is none, or when nobody may know. */
    static @Nullable Thread frameworkHook() {
        try {
            return frameworkHook(Thread.getAllStackTraces().keySet());
        } catch (RuntimeException | Error e) {
            return null;
        }
    }

    static @Nullable Thread frameworkHook(Set<Thread> threads) {
        for (Thread each : threads) {
            if (!each.isDaemon() && FRAMEWORK_HOOKS.contains(each.getName()) && each != Thread.currentThread()) {
                return each;
            }
        }
        return null;
    }

    /** Whether the JVM has not started all of its hooks yet. */
    static boolean hooksAreStarting() {
        try {
            return hooksAreStarting(Thread.getAllStackTraces());
        } catch (RuntimeException | Error e) {
            return false;
        }
    }

    static boolean hooksAreStarting(Map<Thread, StackTraceElement[]> stacks) {
        for (StackTraceElement[] stack : stacks.values()) {
            if (isIn(stack, HOOKS, "runHooks") && !isIn(stack, Thread.class.getName(), "join")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIn(StackTraceElement[] stack, String type, String method) {
        for (StackTraceElement each : stack) {
            if (each.getClassName().equals(type) && each.getMethodName().equals(method)) {
                return true;
            }
        }
        return false;
    }

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
