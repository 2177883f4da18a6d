package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.settings.ApplicationStart;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DelayedOpeningTest {

    private final ApplicationStart start = new ApplicationStart(Duration.ofHours(1));
    private final AtomicReference<Thread> opener = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch afterwards = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    private void open() {
        opener.set(Thread.currentThread());
        opened.countDown();
    }

    private DelayedOpening begun(ApplicationStart awaited) {
        DelayedOpening opening = new DelayedOpening(awaited, this::open, afterwards::countDown, failure::set);
        opening.begin();
        return opening;
    }

    private static void awaitParking() {
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each ->
                        each.getName().equals("penstock-opening") && each.getState() == Thread.State.TIMED_WAITING));
    }

    @Test
    void opensWhenTheStartIsOver() throws InterruptedException {
        DelayedOpening unused = begun(start);
        awaitParking();

        start.end();

        opened.await();
        assertThat(opener.get()).isNotSameAs(Thread.currentThread());
        assertThat(opener.get().isDaemon()).isTrue();
        opener.get().join();
    }

    @Test
    void opensAtOnceWhenItIsOverAlready() throws InterruptedException {
        start.end();

        DelayedOpening unused = begun(start);

        opened.await();
    }

    @Test
    void opensWhenSomebodyIsInAHurry() throws InterruptedException {
        DelayedOpening opening = begun(start);
        awaitParking();

        opening.hurry();
        opening.hurry();

        opened.await();
    }

    @Test
    void opensForWhoeverAsksForAllThatRun() throws InterruptedException {
        DelayedOpening unused = begun(start);
        awaitParking();

        assertThat(RunningShippers.flush(Duration.ofMinutes(2))).isTrue();

        assertThat(opened.getCount()).isZero();
        afterwards.await();
    }

    /** A listener of shippers asks for all of them while each of two threads opens one. */
    @Test
    void whoeverOpensDoesNotWaitForAnotherOpening() throws InterruptedException {
        CountDownLatch both = new CountDownLatch(2);
        Runnable asking = () -> {
            both.countDown();
            try {
                both.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            assertThat(RunningShippers.all()).isEmpty();
        };
        Object one = new Object();
        Object another = new Object();
        for (Object lock : new Object[] {one, another}) {
            DelayedOpening opening = new DelayedOpening(
                    start,
                    () -> {
                        synchronized (lock) {
                            asking.run();
                        }
                    },
                    opened::countDown,
                    failure::set);
            opening.begin();
        }

        start.end();

        opened.await();
        await().until(() -> both.getCount() == 0);
        assertThat(failure).hasValue(null);
    }

    @Test
    void opensWhenTheStartTakesTooLong() throws InterruptedException {
        AtomicLong clock = new AtomicLong();
        ApplicationStart passing = new ApplicationStart(Duration.ofMillis(50), clock::get);
        DelayedOpening unused = begun(passing);

        clock.set(Duration.ofMillis(50).toNanos());

        opened.await();
    }

    @Test
    void anOpeningThatFailsEndsTheThreadAlone() throws InterruptedException {
        start.end();
        IllegalStateException broken = new IllegalStateException("broken");
        DelayedOpening opening = new DelayedOpening(
                start,
                () -> {
                    open();
                    throw broken;
                },
                afterwards::countDown,
                failure::set);
        opening.begin();

        opened.await();
        opener.get().join();
        assertThat(failure).hasValue(broken);
    }
}
