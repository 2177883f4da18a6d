package dev.penstock.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.queue.EventQueue.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventQueueDiscardTest {

    private static final int PRODUCERS = 4;
    private static final int EVENTS = 3_000;

    private record Event(int producer, int number) {}

    @Test
    void theOldestIsDiscardedAndItsBytesAreTold() {
        EventQueue<String> queue = new EventQueue<>(2, true);
        queue.offer("a", 10, false);
        queue.offer("b", 20, true);
        List<String> discarded = new ArrayList<>();

        assertThat(queue.discardOldest(discarded::add)).isEqualTo(10);
        assertThat(queue.discardOldest(discarded::add)).isEqualTo(20);
        assertThat(queue.discardOldest(discarded::add)).isEqualTo(-1);

        assertThat(discarded).containsExactly("a", "b");
        assertThat(queue.hasEvents()).isFalse();
        assertThat(queue.polledIndex()).isEqualTo(2);
    }

    @Test
    void discardingDoesNotChangeWhatIsKnownOfTheEventPolledLast() {
        EventQueue<String> queue = new EventQueue<>(4, true);
        queue.offer("a", 10, true);
        queue.offer("b", 20, false);
        queue.poll();

        assertThat(queue.discardOldest(each -> {})).isEqualTo(20);

        assertThat(queue.polledSize()).isEqualTo(10);
        assertThat(queue.polledUrgent()).isTrue();
    }

    @Test
    void aQueueThatIsNotLossyDiscardsNothing() {
        EventQueue<String> queue = new EventQueue<>(2);
        queue.offer("a", 10, false);

        assertThat(queue.discardOldest(each -> {})).isEqualTo(-1);
        assertThat(queue.poll()).isEqualTo("a");
    }

    @RepeatedTest(50)
    void producersThatDiscardAndOneConsumerLoseAndDoubleNothing() throws InterruptedException {
        EventQueue<Event> queue = new EventQueue<>(16, true);
        ConcurrentLinkedQueue<Event> discarded = new ConcurrentLinkedQueue<>();
        AtomicLong discardedBytes = new AtomicLong();
        List<Thread> producers = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            producers.add(new Thread(() -> produce(queue, producer, discarded, discardedBytes)));
        }
        List<Event> polled = new ArrayList<>();
        long[] polledBytes = {0};
        Thread consumer = new Thread(() -> {
            while (!queue.isExhausted()) {
                Event event = queue.poll();
                if (event == null) {
                    Thread.onSpinWait();
                } else {
                    polled.add(event);
                    polledBytes[0] += queue.polledSize();
                }
            }
        });
        producers.forEach(Thread::start);
        consumer.start();
        for (Thread producer : producers) {
            producer.join();
        }
        queue.close();
        consumer.join();

        List<Event> all = new ArrayList<>(polled);
        all.addAll(discarded);
        all.sort(Comparator.comparingInt(Event::producer).thenComparingInt(Event::number));
        assertThat(all).hasSize(PRODUCERS * EVENTS).doesNotHaveDuplicates();
        assertThat(polledBytes[0] + discardedBytes.get())
                .isEqualTo(all.stream().mapToLong(Event::number).sum());
        for (int p = 0; p < PRODUCERS; p++) {
            int producer = p;
            assertThat(polled.stream()
                            .filter(each -> each.producer() == producer)
                            .map(Event::number))
                    .isSorted();
        }
    }

    private static void produce(
            EventQueue<Event> queue, int producer, ConcurrentLinkedQueue<Event> discarded, AtomicLong bytes) {
        for (int i = 0; i < EVENTS; i++) {
            Event event = new Event(producer, i);
            while (queue.offer(event, i, i % 5 == 0) == Offer.FULL) {
                int freed = queue.discardOldest(discarded::add);
                if (freed >= 0) {
                    bytes.addAndGet(freed);
                }
            }
        }
    }
}
