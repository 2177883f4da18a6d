package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrameworkHookTest {

    private static final StackTraceElement RUN_HOOKS =
            new StackTraceElement("java.lang.ApplicationShutdownHooks", "runHooks", null, 1);
    private static final StackTraceElement JOIN = new StackTraceElement("java.lang.Thread", "join", null, 1);
    private static final StackTraceElement START = new StackTraceElement("java.lang.Thread", "start", null, 1);

    private final CountDownLatch end = new CountDownLatch(1);

    private Thread hook() {
        Thread hook = new Thread(
                () -> {
                    try {
                        assertThat(end.await(1, TimeUnit.MINUTES)).isTrue();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                },
                "SpringApplicationShutdownHook");
        hook.start();
        return hook;
    }

    @Test
    void theHookIsWaitedFor() {
        Thread hook = hook();
        AtomicInteger looks = new AtomicInteger();

        new FrameworkHook(() -> hook, () -> false).await(() -> {
            if (looks.incrementAndGet() == 5) {
                end.countDown();
            }
            return false;
        });

        assertThat(hook.isAlive()).isFalse();
    }

    @Test
    void whoIsClosedByItWaitsNoLonger() {
        Thread hook = hook();
        AtomicInteger looks = new AtomicInteger();

        new FrameworkHook(() -> hook, () -> false).await(() -> looks.incrementAndGet() == 3);

        assertThat(hook.isAlive()).isTrue();
        end.countDown();
    }

    @Test
    void aHookThatIsYetToComeIsWaitedForToo() {
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger searches = new AtomicInteger();

        new FrameworkHook(
                        () -> {
                            searches.incrementAndGet();
                            assertThat(looks).hasValue(4);
                            return null;
                        },
                        () -> looks.incrementAndGet() < 4)
                .await(() -> false);

        assertThat(searches).hasValue(1);
    }

    @Test
    void itIsKnownByItsName() {
        Thread spring = new Thread(() -> {}, "SpringApplicationShutdownHook");
        Thread context = new Thread(() -> {}, "SpringContextShutdownHook");
        Thread other = new Thread(() -> {}, "pool-1-thread-1");

        assertThat(LiveThreads.frameworkHook(Set.of(other, spring))).isSameAs(spring);
        assertThat(LiveThreads.frameworkHook(Set.of(other, context))).isSameAs(context);
        assertThat(LiveThreads.frameworkHook(Set.of(other))).isNull();
    }

    @Test
    void hooksAreStartingUntilTheJvmWaitsForThem() {
        Thread main = new Thread(() -> {}, "main");

        assertThat(LiveThreads.hooksAreStarting(Map.of(main, new StackTraceElement[] {START, RUN_HOOKS})))
                .isTrue();
        assertThat(LiveThreads.hooksAreStarting(Map.of(main, new StackTraceElement[] {JOIN, RUN_HOOKS})))
                .isFalse();
        assertThat(LiveThreads.hooksAreStarting(Map.of(main, new StackTraceElement[] {START})))
                .isFalse();
    }
}
