package dev.penstock.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.penstock.queue.EventQueue.Offer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventQueueTest {

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "4,4", "5,8", "1000,1024", "1024,1024", "1025,2048"})
    void capacityIsRoundedUpToAPowerOfTwo(int wanted, int slots) {
        EventQueue<Integer> queue = new EventQueue<>(wanted);

        for (int i = 0; i < slots; i++) {
            assertThat(queue.offer(i, 0, false)).isEqualTo(Offer.TAKEN);
        }

        assertThat(queue.offer(slots, 0, false)).isEqualTo(Offer.FULL);
        assertThat(queue.size()).isEqualTo(slots);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 30) + 1, Integer.MAX_VALUE})
    void capacityOutOfRangeIsRefused(int capacity) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EventQueue<>(capacity));
    }

    @Test
    void aSlotIsFreeAgainOnceItsEventIsPolled() {
        EventQueue<String> queue = new EventQueue<>(2);
        queue.offer("a", 1, false);
        queue.offer("b", 2, false);
        assertThat(queue.offer("c", 3, false)).isEqualTo(Offer.FULL);

        assertThat(queue.poll()).isEqualTo("a");

        assertThat(queue.offer("d", 4, false)).isEqualTo(Offer.TAKEN);
        assertThat(queue.offer("e", 5, false)).isEqualTo(Offer.FULL);
        assertThat(queue.poll()).isEqualTo("b");
        assertThat(queue.poll()).isEqualTo("d");
        assertThat(queue.polledSize()).isEqualTo(4);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void itTellsWhetherAnUrgentEventWaits() {
        EventQueue<String> queue = new EventQueue<>(4);
        queue.offer("a", 1, false);
        assertThat(queue.holdsUrgent()).isFalse();
        queue.offer("b", 0, true);
        queue.offer("c", 1, false);
        assertThat(queue.holdsUrgent()).isTrue();
        queue.poll();
        assertThat(queue.holdsUrgent()).isTrue();
        queue.poll();
        assertThat(queue.holdsUrgent()).isFalse();
        queue.close();
        assertThat(queue.holdsUrgent()).isFalse();
    }

    @Test
    void aClosedQueueRefusesAndStillHandsOutWhatItHolds() {
        EventQueue<String> queue = new EventQueue<>(4);
        queue.offer("a", 7, false);
        assertThat(queue.isExhausted()).isFalse();

        queue.close();
        queue.close();

        assertThat(queue.offer("b", 1, true)).isEqualTo(Offer.CLOSED);
        assertThat(queue.isExhausted()).isFalse();
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.nextIndex()).isEqualTo(1);
        assertThat(queue.poll()).isEqualTo("a");
        assertThat(queue.polledSize()).isEqualTo(7);
        assertThat(queue.isExhausted()).isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.hasEvents()).isFalse();
    }

    @Test
    void aFullQueueThatIsClosedSaysClosed() {
        EventQueue<String> queue = new EventQueue<>(1);
        queue.offer("a", 1, false);

        queue.close();

        assertThat(queue.offer("b", 1, false)).isEqualTo(Offer.CLOSED);
    }

    @RepeatedTest(50)
    void severalProducersLoseNothingDoubleNothingAndKeepTheirOrder() throws InterruptedException {
        int producers = 4;
        int each = 500;
        EventQueue<int[]> queue = new EventQueue<>(64);
        CountDownLatch done = new CountDownLatch(producers);
        for (int p = 0; p < producers; p++) {
            int producer = p;
            start(() -> {
                for (int i = 0; i < each; i++) {
                    while (queue.offer(new int[] {producer, i}, producer * each + i, false) == Offer.FULL) {
                        Thread.onSpinWait();
                    }
                }
                done.countDown();
            });
        }
        start(() -> {
            awaitLatch(done);
            queue.close();
        });

        int[] seen = new int[producers];
        drain(queue, 1, event -> {
            assertThat(event[1]).isEqualTo(seen[event[0]]++);
            assertThat(queue.polledSize()).isEqualTo(event[0] * each + event[1]);
        });

        assertThat(seen).containsOnly(each);
        done.await();
    }

    @RepeatedTest(50)
    void anOfferThatRacesWithCloseIsEitherTakenAndSeenOrClosed() throws InterruptedException {
        int producers = 3;
        EventQueue<Integer> queue = new EventQueue<>(1 << 16);
        AtomicLong taken = new AtomicLong();
        CountDownLatch started = new CountDownLatch(producers);
        CountDownLatch done = new CountDownLatch(producers);
        for (int p = 0; p < producers; p++) {
            start(() -> {
                started.countDown();
                Offer offer = queue.offer(1, 1, false);
                while (offer != Offer.CLOSED) {
                    if (offer == Offer.TAKEN) {
                        taken.incrementAndGet();
                    }
                    offer = queue.offer(1, 1, false);
                }
                done.countDown();
            });
        }
        start(() -> {
            awaitLatch(started);
            queue.close();
        });
        AtomicInteger polled = new AtomicInteger();
        drain(queue, 1024, event -> polled.incrementAndGet());

        done.await();
        assertThat(polled.get()).isEqualTo(taken.get());
        assertThat(queue.isExhausted()).isTrue();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aSleeperThatWaitsForOneEventIsWokenByTheNextOffer() throws InterruptedException {
        EventQueue<String> queue = new EventQueue<>(8);
        Sleeper sleeper = new Sleeper(queue, 1);

        queue.offer("a", 1, false);

        sleeper.awaitWoken();
    }

    @ParameterizedTest
    @CsvSource({"2,8", "5,8", "8,8", "100,8", "1,1", "1024,4"})
    void aSleeperThatWaitsForManyIsWokenByTheLastOfThem(int threshold, int capacity) throws InterruptedException {
        EventQueue<String> queue = new EventQueue<>(capacity);
        for (int i = 0; i < 3 * capacity + 1; i++) { // somewhere within a lap
            queue.offer("before", 1, false);
            queue.poll();
        }
        Sleeper sleeper = new Sleeper(queue, threshold);

        int needed = Math.min(threshold, capacity);
        for (int i = 1; i < needed; i++) {
            queue.offer("a", 1, false);
        }
        sleeper.assertAsleep();
        queue.offer("last", 1, false);

        sleeper.awaitWoken();
        assertThat(sleeper.sizeWhenWoken).isEqualTo(needed);
    }

    @Test
    void aSleeperThatWaitsForManyIsWokenByAnUrgentOne() throws InterruptedException {
        EventQueue<String> queue = new EventQueue<>(1024);
        Sleeper sleeper = new Sleeper(queue, 1024);
        queue.offer("a", 1, false);
        sleeper.assertAsleep();

        queue.offer("urgent", 1, true);

        sleeper.awaitWoken();
        assertThat(sleeper.sizeWhenWoken).isEqualTo(2);
    }

    @Test
    void closingWakesTheSleeper() throws InterruptedException {
        EventQueue<String> queue = new EventQueue<>(8);
        Sleeper sleeper = new Sleeper(queue, 8);

        queue.close();

        sleeper.awaitWoken();
    }

    @Test
    void wakeWakesTheSleeper() throws InterruptedException {
        EventQueue<String> queue = new EventQueue<>(8);
        Sleeper sleeper = new Sleeper(queue, 8);

        queue.wake();

        sleeper.awaitWoken();
    }

    @Test
    void whatHappensBetweenAnnouncingSleepAndSleepingPreventsIt() {
        EventQueue<String> queue = new EventQueue<>(8);

        queue.prepareToSleep(1);
        queue.offer("a", 1, false);
        queue.sleep(Long.MAX_VALUE);

        assertThat(queue.poll()).isEqualTo("a");
    }

    @Test
    void sleepingForNoTimeReturnsAtOnce() {
        EventQueue<String> queue = new EventQueue<>(8);

        queue.prepareToSleep(1);
        queue.sleep(0);
        queue.prepareToSleep(1);
        queue.sleep(-1);

        assertThat(queue.hasEvents()).isFalse();
    }

    @Test
    void wakingOneThatNeverSleptDoesNothing() {
        EventQueue<String> queue = new EventQueue<>(8);

        queue.wake();
        queue.offer("a", 1, true);

        assertThat(queue.poll()).isEqualTo("a");
    }

    /** Each event is offered only after the one before was taken: a single wake-up lost hangs the test. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void noWakeUpIsLost(int capacity) throws InterruptedException {
        int rounds = 20_000;
        EventQueue<Integer> queue = new EventQueue<>(capacity);
        AtomicInteger polled = new AtomicInteger();
        Thread consumer = start(() -> drain(queue, 1, event -> polled.incrementAndGet()));

        for (int i = 0; i < rounds; i++) {
            assertThat(queue.offer(i, 1, false)).isEqualTo(Offer.TAKEN);
            while (polled.get() <= i) {
                Thread.onSpinWait();
            }
        }

        queue.close();
        consumer.join();
        assertThat(polled).hasValue(rounds);
    }

    /** As above, while the consumer waits for more than ever come and only urgency wakes it. */
    @Test
    void noUrgentWakeUpIsLost() throws InterruptedException {
        int rounds = 20_000;
        EventQueue<Integer> queue = new EventQueue<>(1024);
        AtomicInteger polled = new AtomicInteger();
        Thread consumer = start(() -> drain(queue, 1024, event -> polled.incrementAndGet()));

        for (int i = 0; i < rounds; i++) {
            queue.offer(i, 1, i % 2 == 1);
            while (i % 2 == 1 && polled.get() <= i) {
                Thread.onSpinWait();
            }
        }

        queue.close();
        consumer.join();
        assertThat(polled).hasValue(rounds);
    }

    /** The consumer's protocol, as the shipping thread follows it. */
    private static <E> void drain(EventQueue<E> queue, int threshold, Consumer<E> sink) {
        while (!queue.isExhausted()) {
            E event = queue.poll();
            if (event != null) {
                sink.accept(event);
                continue;
            }
            queue.prepareToSleep(threshold);
            if (queue.hasEvents() || queue.isExhausted()) {
                queue.stayAwake();
                Thread.onSpinWait();
            } else {
                queue.sleep(Long.MAX_VALUE);
            }
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A consumer that has gone to sleep. */
    private static final class Sleeper {

        private final EventQueue<?> queue;
        private final Thread thread;
        volatile long sizeWhenWoken = -1;

        Sleeper(EventQueue<?> queue, int threshold) {
            this.queue = queue;
            thread = start(() -> {
                queue.prepareToSleep(threshold);
                queue.sleep(Long.MAX_VALUE);
                sizeWhenWoken = queue.size();
            });
            await().until(() -> LockSupport.getBlocker(thread) == queue);
        }

        void assertAsleep() {
            assertThat(LockSupport.getBlocker(thread)).isSameAs(queue);
        }

        void awaitWoken() throws InterruptedException {
            thread.join();
            assertThat(sizeWhenWoken).isNotNegative();
        }
    }
}
