package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveThreadsTest {

    private static final StackTraceElement EXIT = new StackTraceElement("java.lang.Shutdown", "exit", null, 1);
    private static final StackTraceElement RUN_HOOKS =
            new StackTraceElement("java.lang.ApplicationShutdownHooks", "runHooks", null, 1);
    private static final StackTraceElement START = new StackTraceElement("java.lang.Thread", "start", null, 1);
    private static final StackTraceElement JOIN = new StackTraceElement("java.lang.Thread", "join", null, 1);
    private static final StackTraceElement WORK = new StackTraceElement("shop.Order", "pay", null, 1);

    /** Never started: only their names and kinds count. */
    private static Thread thread(String name) {
        Thread thread = new Thread(() -> {}, name);
        thread.setDaemon(false);
        return thread;
    }

    private static boolean mayLog(Thread thread, StackTraceElement... stack) {
        Thread self = thread(ExitHook.THREAD);
        return LiveThreads.mayLog(Map.of(self, new StackTraceElement[] {WORK}, thread, stack), self);
    }

    @Test
    void aThreadOfTheApplicationsMayLog() {
        assertThat(mayLog(thread("Thread-0"), WORK)).isTrue();
        assertThat(mayLog(thread("main"))).isTrue();
    }

    @Test
    void daemonsDoNotCount() {
        Thread daemon = thread("Finalizer");
        daemon.setDaemon(true);

        assertThat(mayLog(daemon, WORK)).isFalse();
    }

    @Test
    void hooksOfOurOwnDoNotWaitForEachOther() {
        assertThat(mayLog(thread(ExitHook.THREAD), WORK)).isFalse();
    }

    @Test
    void whoOnlyWaitsForTheHooksDoesNotCount() {
        assertThat(mayLog(thread("main"), JOIN, RUN_HOOKS, EXIT)).isFalse();
        assertThat(mayLog(thread("another"), EXIT, WORK)).isFalse();
        assertThat(mayLog(thread("DestroyJavaVM"))).isFalse();
    }

    @Test
    void whileHooksAreBeingStartedOthersAreYetToCome() {
        assertThat(mayLog(thread("DestroyJavaVM"), START, RUN_HOOKS, EXIT)).isTrue();
    }
}
