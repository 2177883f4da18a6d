package dev.penstock.delivery;

import dev.penstock.loki.PushRequestFormat;
import dev.penstock.metrics.SelfMetrics;
import dev.penstock.process.Entry;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Thousands of shippers and their one backend in virtual time: what a fleet does to a backend that comes back. The same
 * seed gives the same course.
 *
 * <p>Retries, pacing, batching, merging and accounting are Penstock's own; only the clock, the random source and the
 * backend are played.
 */
final class Fleet {

    private static final long SECOND = 1_000_000_000L;

    private final FleetTimes times;
    private final FleetBackend backend;
    private final FleetCourse course;
    private final List<FleetShipper> shippers = new ArrayList<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long now;

    /** A shipper that has something to do; the number makes the order of those due at once a fixed one. */
    private record Due(long time, int number) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return time != other.time ? Long.compare(time, other.time) : Integer.compare(number, other.number);
        }
    }

    /**
     * A fleet.
     *
     * @param size how many shippers; each makes one request a second when all is well
     * @param linesPerSecond what each logs
     * @param retryAfter what the backend says with 429, null for nothing
     * @param seed of all that is random
     */
    Fleet(FleetTimes times, int size, int linesPerSecond, @Nullable String retryAfter, long seed) {
        this.times = times;
        backend = new FleetBackend(times, size, retryAfter);
        course = new FleetCourse(times, backend);
        FleetShipper.Shared shared = new FleetShipper.Shared(
                ShipperSettings.builder()
                        .url("http://loki:3100/loki/api/v1/push")
                        .build(),
                () -> now,
                new Entry(),
                new PushRequestFormat(),
                new Settled());
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < size; i++) {
            shippers.add(new FleetShipper(shared, SECOND / linesPerSecond, random.split()));
        }
    }

    /** Lets it run until the last line is delivered. */
    FleetCourse run() {
        for (int i = 0; i < shippers.size(); i++) {
            queue.add(new Due(0, i));
        }
        for (long second = SECOND; !queue.isEmpty(); second += SECOND) {
            runUntil(second);
            long logged = 0;
            for (FleetShipper each : shippers) {
                logged += each.loggedBy(Math.min(second, times.ends()));
            }
            course.endSecond(logged);
        }
        shippers.forEach(each -> course.account(each.stats()));
        return course;
    }

    private void runUntil(long end) {
        Due due = queue.peek();
        while (due != null && due.time() < end) {
            queue.poll();
            now = due.time();
            long next = shippers.get(due.number()).work(this, times.ends());
            if (next != Long.MAX_VALUE) {
                queue.add(new Due(next, due.number()));
            }
            due = queue.peek();
        }
    }

    /** A request on its way to the backend. */
    Outcome send(byte[] body) {
        Outcome outcome = backend.answer(body, now);
        course.request(FleetBackend.isStored(outcome));
        return outcome;
    }

    /** Hears from the shippers how long each batch has waited. */
    private final class Settled implements SelfMetrics {

        @Override
        public void request(@Nullable String tenant, int status, long bytes, long nanos) {
            // Counted where it is sent.
        }

        @Override
        public void propagated(@Nullable String tenant, long records, long nanos) {
            course.settled(now, records, nanos);
        }
    }
}
