package dev.penstock.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RelayTest {

    /** Remembers what it gets. */
    private final class FakeOutlet implements Relay.Outlet<String> {

        private final List<String> events = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean flushed;
        private volatile boolean closed;

        @Override
        public void append(String event) {
            whileAppending.run();
            events.add(event);
        }

        @Override
        public boolean flush(Duration timeout) {
            flushed = true;
            return true;
        }

        @Override
        public void close() {
            whileClosing.run();
            closed = true;
        }

        @Override
        public String problem() {
            return "";
        }
    }

    private final List<FakeOutlet> opened = new CopyOnWriteArrayList<>();
    private final AtomicInteger hurries = new AtomicInteger();
    private final AtomicInteger leftOut = new AtomicInteger();

    /** Runs while an appender takes an event. */
    private volatile Runnable whileAppending = () -> {};

    /** Runs while an appender is closed. */
    private volatile Runnable whileClosing = () -> {};

    /** Runs while an appender is opened. */
    private volatile Runnable whileOpening = () -> {};

    /** Runs while an event is made one that can be kept. */
    private volatile Runnable whileKeeping = () -> {};

    private final Relay<String> relay = new Relay<>(
            this::openOutlet,
            new Relay.Events<>() {
                @Override
                public String kept(String event) {
                    whileKeeping.run();
                    return event;
                }

                @Override
                public boolean mayChange(String kept) {
                    return kept.startsWith("MAP");
                }

                @Override
                public int size(String kept) {
                    if (kept.startsWith("BAD")) {
                        throw new IllegalStateException("its size is unknown");
                    }
                    return kept.length();
                }

                @Override
                public boolean isUrgent(String event) {
                    return event.startsWith("ERROR");
                }
            },
            leftOut::addAndGet);

    private Relay.Outlet<String> openOutlet() {
        whileOpening.run();
        FakeOutlet outlet = new FakeOutlet();
        opened.add(outlet);
        return outlet;
    }

    private void append(String event) {
        relay.append(event);
    }

    private boolean shipLater(Object plan) {
        return relay.shipLater(plan, hurries::incrementAndGet);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread begin(Runnable action) {
        Thread thread = new Thread(action);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void whatComesBeforeItIsOpenedIsShippedFirst() {
        assertThat(shipLater("plan")).isTrue();
        append("one");
        append("two");
        assertThat(opened).isEmpty();

        relay.open();
        append("three");

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).events).containsExactly("one", "two", "three");
        assertThat(hurries).hasValue(0);
    }

    @Test
    void itIsOpenedOnce() throws InterruptedException {
        shipLater("plan");
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> begin(() -> {
                    awaitUninterrupted(go);
                    relay.open();
                    append("opened");
                }))
                .toList();
        go.countDown();
        for (Thread each : threads) {
            each.join();
        }

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).events).hasSize(4);
    }

    @Test
    void nothingIsLeftToWaitForWhenItShips() {
        relay.ship("plan", false);

        assertThat(shipLater("plan")).isFalse();
        assertThat(shipLater("another")).isFalse();
    }

    @Test
    void anUrgentEventIsInAHurry() {
        shipLater("plan");
        append("one");
        assertThat(hurries).hasValue(0);

        append("ERROR two");

        assertThat(hurries).hasValue(1);
    }

    @Test
    void manyEventsAreInAHurry() {
        shipLater("plan");
        for (int i = 1; i < HeldEvents.MANY; i++) {
            append("event");
        }
        assertThat(hurries).hasValue(0);

        append("event");

        assertThat(hurries).hasPositiveValue();
    }

    @Test
    void soAreLongOnes() {
        shipLater("plan");
        append("x".repeat(HeldEvents.MANY_CHARACTERS - 1));
        assertThat(hurries).hasValue(0);

        append("x");

        assertThat(hurries).hasPositiveValue();
    }

    @Test
    void longEventsAreNotKeptWithoutALimit() {
        relay.hold();
        String huge = "x".repeat(HeldEvents.MOST_CHARACTERS / 4);
        for (int i = 0; i < 10; i++) {
            append(huge);
        }

        relay.ship("plan", false);

        assertThat(opened.get(0).events).hasSize(4);
        assertThat(leftOut).hasValue(6);
    }

    @Test
    void whatMayChangeIsNotKept() {
        shipLater("plan");
        append("one");
        append("MAP two");

        assertThat(opened.get(0).events).containsExactly("one", "MAP two");
    }

    /** An argument's toString may take a lock of the application's, whose owner may log. */
    @Test
    void nobodyWaitsForWhoeverPrintsAnEvent() throws InterruptedException {
        shipLater("plan");
        CountDownLatch printing = new CountDownLatch(1);
        CountDownLatch logged = new CountDownLatch(1);
        whileKeeping = () -> {
            if (printing.getCount() > 0) {
                printing.countDown();
                awaitUninterrupted(logged);
            }
        };
        Thread slow = begin(() -> append("slow"));
        printing.await();

        append("quick");
        logged.countDown();
        slow.join();
        relay.open();

        assertThat(opened.get(0).events).containsExactly("quick", "slow");
    }

    @Test
    void nobodyWaitsForAnAppenderThatTakesItsTime() throws InterruptedException {
        shipLater("plan");
        append("one");
        CountDownLatch taking = new CountDownLatch(1);
        CountDownLatch logged = new CountDownLatch(1);
        whileAppending = () -> {
            taking.countDown();
            awaitUninterrupted(logged);
        };
        Thread opener = begin(relay::open);
        taking.await();

        append("two");
        logged.countDown();
        opener.join();
        append("three");

        assertThat(opened.get(0).events).containsExactly("one", "two", "three");
    }

    @Test
    void whoeverWaitsForRoomHearsOfAnyOpening() throws InterruptedException {
        shipLater("plan");
        for (int i = 0; i < HeldEvents.MOST; i++) {
            append("event");
        }
        Thread waiting = begin(() -> append("last"));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        relay.ship("plan", false);
        waiting.join();

        assertThat(opened.get(0).events).hasSize(HeldEvents.MOST + 1);
        assertThat(leftOut).hasValue(0);
    }

    @Test
    void manyEventsThatWaitAlreadyAreNotLeftWaiting() {
        relay.hold();
        for (int i = 0; i < HeldEvents.MANY; i++) {
            append("event");
        }

        assertThat(shipLater("plan")).isFalse();
    }

    @Test
    void anEventThatFindsNoRoomWaitsForTheOpening() {
        AtomicInteger asked = new AtomicInteger();
        relay.shipLater("plan", () -> {
            if (asked.getAndIncrement() == 0) {
                Thread unused = begin(() -> relay.open());
            }
        });
        whileOpening = () -> await().until(() -> asked.get() > HeldEvents.MOST - HeldEvents.MANY + 1);

        List<String> events = IntStream.range(0, 3 * HeldEvents.MOST)
                .mapToObj(Integer::toString)
                .toList();
        events.forEach(this::append);

        assertThat(opened.get(0).events).isEqualTo(events);
        assertThat(leftOut).hasValue(0);
    }

    @Test
    void whoeverOpensDoesNotWaitForItself() {
        shipLater("plan");
        for (int i = 0; i < HeldEvents.MOST; i++) {
            append("event");
        }
        whileOpening = () -> append("opening");

        relay.open();

        assertThat(opened.get(0).events).hasSize(HeldEvents.MOST).doesNotContain("opening");
        assertThat(leftOut).hasValue(1);
    }

    @Test
    void eventsAreNotHeldUpByAnOpeningThatHangs() {
        shipLater("plan");
        CountDownLatch never = new CountDownLatch(1);
        whileOpening = () -> awaitUninterrupted(never);
        Thread opener = begin(relay::open);
        await().until(() -> opener.getState() == Thread.State.WAITING);
        for (int i = 0; i < 2 * HeldEvents.MOST; i++) {
            append("event");
        }
        never.countDown();
        await().until(() -> !opened.isEmpty() && opened.get(0).events.size() == HeldEvents.MOST);

        append("afterwards");
        await().until(() -> opened.get(0).events.contains("afterwards"));
    }

    @Test
    void anOpeningThatFailsShipsNothing() {
        shipLater("plan");
        append("one");
        whileOpening = () -> {
            throw new IllegalStateException("broken");
        };
        assertThatThrownBy(relay::open).hasMessage("broken");
        append("two");
        whileOpening = () -> {};
        relay.open();
        assertThat(opened).isEmpty();

        relay.ship("plan", false);
        append("three");

        assertThat(opened.get(0).events).containsExactly("three");
    }

    @Test
    void whoeverEndsItFirstHasItShipped() {
        List<Runnable> ends = List.of(relay::close, relay::off, relay::sleep);
        for (Runnable end : ends) {
            shipLater("plan");
            append("one");

            end.run();

            FakeOutlet last = opened.get(opened.size() - 1);
            assertThat(last.events).containsExactly("one");
            await().until(() -> last.closed);
            relay.off();
        }
        assertThat(opened).hasSize(ends.size());
    }

    @Test
    void whoeverEndsItWaitsForWhatIsBeingHandedOver() throws InterruptedException {
        shipLater("plan");
        append("one");
        CountDownLatch taking = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        whileAppending = () -> {
            taking.countDown();
            awaitUninterrupted(ending);
        };
        Thread opener = begin(relay::open);
        taking.await();

        Thread closer = begin(relay::close);
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        ending.countDown();
        closer.join();

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).events).containsExactly("one");
        assertThat(opened.get(0).closed).isTrue();
        opener.join();
    }

    /** A thread logs while an appender is opened; what it logged is shipped. */
    private void logWhileOpening(Runnable whatOpens) {
        CountDownLatch logged = new CountDownLatch(1);
        whileOpening = () -> {
            whileOpening = () -> {};
            Thread unused = begin(() -> {
                append("meanwhile");
                logged.countDown();
            });
            awaitUninterrupted(logged);
        };
        whatOpens.run();
    }

    @Test
    void nobodyWaitsForAnAppenderThatIsOpenedAtOnce() {
        relay.hold();
        append("one");

        logWhileOpening(() -> relay.ship("plan", false));

        assertThat(opened.get(0).events).containsExactly("one", "meanwhile");
    }

    @Test
    void norForOneThatIsOpenedAgain() {
        relay.ship("plan", false);
        relay.sleep();

        logWhileOpening(() -> append("one"));

        assertThat(opened.get(0).events).isEmpty();
        assertThat(opened.get(1).events).containsExactly("one", "meanwhile");
    }

    @Test
    void anAppenderIsUsedUntilTheNextOneIsOpen() {
        relay.ship("plan", false);

        logWhileOpening(() -> relay.ship("another", false));
        append("afterwards");

        assertThat(opened.get(0).events).containsExactly("meanwhile");
        assertThat(opened.get(1).events).containsExactly("afterwards");
        await().until(() -> opened.get(0).closed);
    }

    @Test
    void itIsUsedOnWhenTheNextOneCannotBeOpened() {
        relay.ship("plan", false);
        whileOpening = () -> {
            throw new IllegalStateException("broken");
        };

        assertThatThrownBy(() -> relay.ship("another", false)).hasMessage("broken");
        append("afterwards");

        assertThat(opened.get(0).events).containsExactly("afterwards");
        assertThat(opened.get(0).closed).isFalse();
    }

    @Test
    void oneWhoseDirectoryIsWantedIsClosedFirst() {
        relay.ship("plan", false);
        AtomicInteger closed = new AtomicInteger();
        whileOpening = () -> closed.set(opened.get(0).closed ? 1 : 0);

        relay.ship("another", true);
        await().until(() -> opened.size() == 2);
        append("one");

        assertThat(closed).hasValue(1);
        await().untilAsserted(() -> assertThat(opened.get(1).events).containsExactly("one"));
    }

    @Test
    void oneThatIsClosingAlreadyIsWaitedFor() {
        relay.ship("plan", true);
        CountDownLatch closing = new CountDownLatch(1);
        whileClosing = () -> awaitUninterrupted(closing);
        relay.hold();
        List<Boolean> closed = new CopyOnWriteArrayList<>();
        whileOpening = () -> closed.add(opened.get(0).closed);

        relay.ship("another", true);
        append("one");
        closing.countDown();

        await().until(() -> opened.size() == 2 && !opened.get(1).events.isEmpty());
        assertThat(closed).containsExactly(true);
    }

    @Test
    void oneThatIsNotUsedInTheEndIsClosedBeforeTheNextIsOpenedInItsDirectory() throws InterruptedException {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        whileOpening = () -> {
            whileOpening = () -> assertThat(opened.get(0).closed).isTrue();
            Thread another = begin(() -> relay.ship("another", true));
            threads.add(another);
            await().until(() -> another.getState() == Thread.State.TIMED_WAITING);
        };
        whileClosing = () -> await().until(() -> threads.get(0).getState() == Thread.State.TIMED_WAITING);

        relay.ship("plan", true);
        threads.get(0).join();
        append("one");

        assertThat(opened).hasSize(2);
        assertThat(opened.get(1).events).containsExactly("one");
    }

    @Test
    void whatIsKeptWhileAnotherClosesIsMissedAtTheEnd() {
        relay.ship("plan", true);
        CountDownLatch closing = new CountDownLatch(1);
        whileClosing = () -> awaitUninterrupted(closing);
        relay.ship("another", true);
        append("one");

        relay.close();
        closing.countDown();

        assertThat(leftOut).hasValue(1);
        await().until(() -> opened.get(0).closed);
        assertThat(opened).hasSize(1);
    }

    @Test
    void allThatWereReplacedAreWaitedFor() {
        CountDownLatch closing = new CountDownLatch(1);
        whileClosing = () -> {
            whileClosing = () -> {};
            awaitUninterrupted(closing);
        };
        relay.ship("plan", true);
        relay.ship("another", false);
        await().until(() -> opened.get(0).flushed);
        relay.ship("third", false);
        await().until(() -> opened.get(1).closed);

        relay.ship("plan", true);
        append("one");
        assertThat(opened).hasSize(3);
        closing.countDown();

        await().until(() -> opened.size() == 4 && !opened.get(3).events.isEmpty());
        assertThat(opened.get(0).closed).isTrue();
    }

    @Test
    void whatWaitsForRoomIsNotShippedAsAnothers() {
        relay.ship("plan", true);
        CountDownLatch closing = new CountDownLatch(1);
        whileClosing = () -> awaitUninterrupted(closing);
        relay.ship("another", true);
        append("one");

        relay.waitForAnother();
        closing.countDown();
        await().until(() -> opened.get(0).closed);
        relay.off();

        assertThat(opened).hasSize(1);
        assertThat(leftOut).hasValue(1);
    }

    @Test
    void whatWasForAPlanIsMissedWhenTheNextOneShipsNothing() {
        relay.ship("plan", true);
        CountDownLatch closing = new CountDownLatch(1);
        whileClosing = () -> awaitUninterrupted(closing);
        relay.ship("another", true);
        append("one");

        relay.hold();
        append("two");
        relay.off();
        closing.countDown();

        assertThat(leftOut).hasValue(1);
    }

    @Test
    void whoeverWaitsForAnOpeningThatFailsOpensByItsOwnPlan() throws InterruptedException {
        relay.hold();
        append("one");
        List<Thread> threads = new CopyOnWriteArrayList<>();
        whileOpening = () -> {
            whileOpening = () -> {};
            Thread another = begin(() -> relay.ship("another", false));
            threads.add(another);
            await().until(() -> another.getState() == Thread.State.TIMED_WAITING);
            throw new IllegalStateException("broken");
        };

        assertThatThrownBy(() -> relay.ship("plan", false)).hasMessage("broken");
        threads.get(0).join();

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).events).containsExactly("one");
        assertThat(leftOut).hasValue(0);
    }

    @Test
    void anEventThatCannotBeKeptKeepsNobodyFromOpening() {
        relay.ship("plan", false);
        relay.sleep();

        append("BAD");
        append("two");

        assertThat(opened.get(1).events).containsExactly("two");
    }

    /** Longer than events are handed over while others may log. */
    @Test
    void whatAnAppenderLogsAndMayChangeOpensNoSecondOne() {
        relay.hold();
        append("one");
        AtomicInteger times = new AtomicInteger();
        whileAppending = () -> {
            if (times.incrementAndGet() <= 15) {
                append("MAP taken");
            }
        };

        relay.ship("plan", false);

        assertThat(opened).hasSize(1);
        assertThat(opened.get(0).events).hasSize(16);
        assertThat(leftOut).hasValue(0);
    }

    @Test
    void whatCannotBeOpenedAgainIsNotTriedForEveryEvent() {
        relay.ship("plan", false);
        relay.sleep();
        AtomicInteger tries = new AtomicInteger();
        whileOpening = () -> {
            tries.incrementAndGet();
            throw new IllegalStateException("broken");
        };

        append("one");
        append("two");

        assertThat(tries).hasValue(1);
        assertThat(leftOut).hasValue(1);
    }

    @Test
    void whatAnAppenderLogsWhileItIsGivenEventsIsShipped() {
        relay.hold();
        append("one");
        append("two");
        whileAppending = () -> {
            whileAppending = () -> {};
            append("taken");
        };

        relay.ship("plan", false);

        assertThat(opened.get(0).events).containsExactly("one", "two", "taken");
    }

    @Test
    void anAppenderThatLogsForEveryEventIsNotGivenEventsForEver() {
        relay.hold();
        append("one");
        whileAppending = () -> append("taken");

        relay.ship("plan", false);

        assertThat(opened.get(0).events).contains("one", "taken");
        assertThat(leftOut).hasValue(1);
    }

    @Test
    void whatAnOpeningThatHangsHasNotShippedAtTheEndIsSaid() throws InterruptedException {
        shipLater("plan");
        append("one");
        append("two");
        CountDownLatch never = new CountDownLatch(1);
        whileOpening = () -> awaitUninterrupted(never);
        Thread opener = begin(relay::open);
        await().until(() -> opener.getState() == Thread.State.WAITING);

        Thread closer = begin(relay::close);
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        closer.interrupt();
        closer.join();

        assertThat(leftOut).hasValue(2);
        never.countDown();
        opener.join();
        assertThat(opened.get(0).events).isEmpty();
        await().until(() -> opened.get(0).closed);
    }

    @Test
    void whatIsKeptUntilNobodyWantsItIsNotMissed() {
        relay.hold();
        append("one");

        relay.off();
        relay.ship("plan", false);

        assertThat(opened.get(0).events).isEmpty();
        assertThat(leftOut).hasValue(0);
    }

    @Test
    void whatFoundNoRoomBeforeOthersShipIsSaid() {
        relay.hold();
        for (int i = 0; i < HeldEvents.MOST + 3; i++) {
            append("event");
        }
        AtomicInteger shipped = new AtomicInteger();

        relay.replay(event -> shipped.incrementAndGet());

        assertThat(shipped).hasValue(HeldEvents.MOST);
        assertThat(leftOut).hasValue(3);
    }

    @Test
    void nothingIsOpenedForNothing() {
        shipLater("plan");

        relay.close();
        append("one");
        relay.open();

        assertThat(opened).isEmpty();
    }

    @Test
    void whatWasKeptIsForThePlanThatIsMadeInTheEnd() {
        shipLater("plan");
        append("one");

        relay.reconsider();
        relay.open();
        append("two");
        assertThat(opened).isEmpty();
        relay.ship("another", false);

        assertThat(opened.get(0).events).containsExactly("one", "two");
    }

    @Test
    void aPlanThatIsMadeOnTheWayCounts() {
        shipLater("plan");
        append("one");
        Supplier<Boolean> changed = () -> shipLater("another");
        whileOpening = () -> {
            whileOpening = () -> {};
            assertThat(changed.get()).isTrue();
        };

        relay.open();

        assertThat(opened).hasSize(2);
        assertThat(opened.get(0).events).isEmpty();
        await().until(() -> opened.get(0).closed);
        assertThat(opened.get(1).events).containsExactly("one");
    }

    @Test
    void eventsOfManyThreadsComeOnceAndInOrder() throws InterruptedException {
        relay.shipLater("plan", () -> {});
        int each = 5_000;
        List<Thread> threads = IntStream.range(0, 3)
                .mapToObj(thread -> begin(() -> {
                    for (int i = 0; i < each; i++) {
                        append(thread + "-" + i);
                    }
                }))
                .toList();
        relay.open();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(opened).hasSize(1);
        for (int thread = 0; thread < threads.size(); thread++) {
            String prefix = thread + "-";
            assertThat(opened.get(0).events.stream()
                            .filter(event -> event.startsWith(prefix))
                            .toList())
                    .isEqualTo(
                            IntStream.range(0, each).mapToObj(i -> prefix + i).toList());
        }
    }
}
