package dev.penstock.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue by value: whoever offers may change the event at once, whoever polls has it to himself until he polls again. */
class EventQueueCopierTest {

    /** A mutable event. */
    private static final class Cell {
        long first;
        long second;
        boolean held;

        Cell with(long value) {
            first = value;
            second = -value;
            held = true;
            return this;
        }
    }

    private static class Cells implements EventCopier<Object> {
        final AtomicInteger made = new AtomicInteger();
        final AtomicInteger forgotten = new AtomicInteger();

        @Override
        public Object blank() {
            made.incrementAndGet();
            return new Cell();
        }

        @Override
        public boolean mustCopy(Object event) {
            return event instanceof Cell;
        }

        @Override
        public void copy(Object event, Object into) {
            Cell from = (Cell) event;
            Cell to = (Cell) into;
            to.first = from.first;
            Thread.onSpinWait();
            to.second = from.second;
            to.held = true;
        }

        @Override
        public void forget(Object copy) {
            forgotten.incrementAndGet();
            ((Cell) copy).held = false;
        }

        @Override
        public int keptBytes() {
            return 32;
        }
    }

    private final Cells cells = new Cells();
    private final EventQueue<Object> queue = new EventQueue<>(4, false, cells);
    private final Cell reused = new Cell();

    private void offer(long value) {
        assertThat(queue.offer(reused.with(value), 1, false)).isEqualTo(EventQueue.Offer.TAKEN);
    }

    private Cell poll() {
        return (Cell) queue.poll();
    }

    @Test
    void whatIsPolledIsWhatWasOffered() {
        for (int i = 0; i < 4; i++) {
            offer(i);
        }
        reused.with(99);
        for (int i = 0; i < 4; i++) {
            assertThat(poll().first).isEqualTo(i);
        }
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aPolledCopyStaysAsItIsUntilTheNextPollThoughItsSlotIsUsedAgain() {
        offer(1);
        Cell polled = poll();
        for (int i = 2; i <= 5; i++) {
            offer(i);
        }

        assertThat(polled.first).isEqualTo(1);
        assertThat(polled.held).isTrue();
        assertThat(poll().first).isEqualTo(2);
    }

    @Test
    void asManyCopiesGoRoundAsEventsAreQueuedAndOneForTheConsumer() {
        for (int i = 0; i < 100; i++) {
            offer(i);
            offer(-i);
            assertThat(poll().first).isEqualTo(i);
            assertThat(poll().first).isEqualTo(-i);
        }

        assertThat(cells.made).hasValue(3);
    }

    @Test
    void aCopyIsForgottenWhenTheConsumerAsksForTheNextEvenIfThereIsNone() {
        offer(1);
        Cell polled = poll();
        assertThat(cells.forgotten).hasValue(0);
        assertThat(queue.poll()).isNull();

        assertThat(polled.held).isFalse();
        assertThat(queue.poll()).isNull();
        assertThat(cells.forgotten).hasValue(1);
    }

    @Test
    void whatNeedNoCopyIsQueuedItself() {
        offer(1);
        queue.offer("immutable", 1, false);
        offer(2);

        assertThat(poll().first).isEqualTo(1);
        assertThat(queue.poll()).isEqualTo("immutable");
        assertThat(poll().first).isEqualTo(2);
    }

    @Test
    void anEventThatCannotBeCopiedLeavesItsReasonInItsSlot() {
        Error[] failure = {null};
        EventQueue<Object> failing = new EventQueue<>(2, false, new Cells() {
            @Override
            public void copy(Object event, Object into) {
                if (failure[0] != null) {
                    throw failure[0];
                }
                super.copy(event, into);
            }
        });
        for (int lap = 0; lap < 3; lap++) {
            failure[0] = new StackOverflowError();
            assertThat(failing.offer(reused.with(1), 7, true)).isEqualTo(EventQueue.Offer.TAKEN);
            failure[0] = null;
            failing.offer(reused.with(2), 8, false);

            Object first = failing.poll();
            assertThat(first).isInstanceOf(Uncopied.class);
            assertThatThrownBy(((Uncopied) first)::rethrow).isInstanceOf(StackOverflowError.class);
            assertThat(failing.polledSize()).isEqualTo(7);
            assertThat(failing.polledUrgent()).isTrue();
            assertThat(((Cell) failing.poll()).first).isEqualTo(2);
        }
    }

    @Test
    void aCallerWhoseStackIsUsedUpNeverLeavesASlotEmpty() {
        for (int round = 0; round < 200; round++) {
            EventQueue<Object> deep = new EventQueue<>(4096, false, new Cells());
            long claimed = overflow(deep, 0);
            for (long i = 0; i < claimed; i++) {
                assertThat(deep.poll()).isNotNull();
            }
            assertThat(deep.poll()).isNull();
        }
    }

    /** Offers one event at each of the last frames of the stack. */
    @SuppressWarnings("InfiniteRecursion")
    private long overflow(EventQueue<Object> deep, int depth) {
        try {
            overflow(deep, depth + 1);
        } catch (StackOverflowError e) {
            // From here on upwards there is a little more stack each time.
        }
        if (deep.nextIndex() < 64) {
            deep.offer(reused, 1, false);
        }
        return deep.nextIndex();
    }

    @Test
    void aCopyThatCannotBeForgottenIsNotUsedAgain() {
        EventQueue<Object> stubborn = new EventQueue<>(1, false, new Cells() {
            @Override
            public void forget(Object copy) {
                throw new IllegalStateException("stuck");
            }
        });
        stubborn.offer(reused.with(1), 1, false);
        Object polled = stubborn.poll();
        assertThatThrownBy(stubborn::poll).hasMessage("stuck");

        stubborn.offer(reused.with(2), 1, false);
        assertThat(stubborn.poll()).isNotSameAs(polled);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noEventIsTornOrSeenTwiceUnderContention(boolean lossy) throws InterruptedException {
        EventQueue<Object> shared = new EventQueue<>(8, lossy, new Cells());
        int producers = 3;
        int each = 100_000;
        AtomicLong discarded = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int p = 0; p < producers; p++) {
            long base = (long) p * each;
            threads.add(new Thread(() -> {
                Cell own = new Cell();
                for (int i = 1; i <= each; i++) {
                    while (shared.offer(own.with(base + i), 1, false) == EventQueue.Offer.FULL) {
                        if (lossy && shared.discardOldest(event -> {}) >= 0) {
                            discarded.incrementAndGet();
                        }
                        Thread.onSpinWait();
                    }
                    own.with(-7);
                }
            }));
        }
        threads.forEach(Thread::start);
        boolean[] seen = new boolean[producers * each + 1];
        long polled = 0;
        while (polled + discarded.get() < (long) producers * each) {
            Cell cell = (Cell) shared.poll();
            if (cell == null) {
                Thread.onSpinWait();
                continue;
            }
            long first = cell.first;
            Thread.onSpinWait();
            assertThat(cell.second).isEqualTo(-first);
            assertThat(cell.first).isEqualTo(first).isPositive();
            assertThat(seen[(int) first]).isFalse();
            seen[(int) first] = true;
            polled++;
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(shared.poll()).isNull();
    }
}
