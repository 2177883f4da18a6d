package dev.penstock.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.queue.EventQueue.Offer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EventQueueModelTest {

    /** A deque is the model; a step above 0 offers so many events, one below polls as many. */
    @Property
    void behavesLikeABoundedDequeOverManyLaps(
            @ForAll @IntRange(min = 1, max = 9) int capacity,
            @ForAll @Size(max = 60) List<@IntRange(min = -6, max = 6) Integer> steps) {
        EventQueue<Integer> queue = new EventQueue<>(capacity);
        int slots = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        Deque<Integer> model = new ArrayDeque<>();
        int next = 0;
        long taken = 0;
        long polled = 0;
        for (int step : steps) {
            for (int i = 0; i < step; i++) {
                boolean room = model.size() < slots;
                assertThat(queue.offer(next, 3 * next, next % 3 == 0)).isEqualTo(room ? Offer.TAKEN : Offer.FULL);
                if (room) {
                    model.add(next);
                    taken++;
                }
                next++;
            }
            for (int i = 0; i > step; i--) {
                Integer expected = model.poll();
                assertThat(queue.poll()).isEqualTo(expected);
                if (expected != null) {
                    assertThat(queue.polledSize()).isEqualTo(3 * expected);
                    polled++;
                }
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.hasEvents()).isEqualTo(!model.isEmpty());
            assertThat(queue.nextIndex()).isEqualTo(taken);
            assertThat(queue.polledIndex()).isEqualTo(polled);
        }
    }
}
