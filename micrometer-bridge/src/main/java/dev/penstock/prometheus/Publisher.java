package dev.penstock.prometheus;

import dev.penstock.MetricShipper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Publishes a registry, one time after the other. Thread-safe. */
final class Publisher {

    /** A time that lies this little before the last publish is moved behind it: somebody publishes very often. */
    private static final long CLOSE_MILLIS = 1000;

    /** Source: prometheus/prometheus, the default of {@code scrape_timeout}. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    /** Below this, a pause of the collector of garbage would look like a collector of metrics that blocks. */
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);

    private final MetricShipper shipper;
    private final RegistryReader reader;
    private final SnapshotSource source;
    private final InstantSource clock;
    private final long limit;
    private final Patience patience = new Patience();

    /** Whose turn it is to publish; a lock would have to be given back by who took it. */
    private final Semaphore turn = new Semaphore(1);

    private volatile boolean late;

    /**
     * A publisher.
     *
     * @param step the time between two publishes: the registry gets half of it
     * @param recoveries told when what blocked has returned
     */
    Publisher(
            MetricShipper shipper,
            PrometheusRegistry registry,
            Duration step,
            InstantSource clock,
            Consumer<String> recoveries) {
        this.shipper = shipper;
        this.clock = clock;
        limit = Math.max(
                SHORTEST, step.compareTo(Duration.ofMinutes(1)) < 0 ? Math.min(step.toNanos() / 2, LONGEST) : LONGEST);
        reader = new RegistryReader(registry, patience, recoveries);
        source = new SnapshotSource(reader);
    }

    /** Publishes for the schedule; left out if somebody is publishing at this moment. */
    void publishOnSchedule(long timestampMillis) {
        if (turn.tryAcquire()) {
            publishInTurn(timestampMillis, limit);
        }
    }

    boolean publishNow() {
        turn.acquireUninterruptibly();
        long now = clock.millis();
        long last = shipper.highestTimestampMillis();
        return publishInTurn(last - now < CLOSE_MILLIS ? Math.max(now, last + 1) : now, limit);
    }

    private boolean publishInTurn(long timestampMillis, long limitNanos) {
        try {
            return shipper.publish(table -> source.collect(table, timestampMillis, limitNanos), timestampMillis);
        } finally {
            turn.release();
        }
    }

    /**
     * Publishes the last values, whatever the clock says. A publish that is under way has to end sooner for it. An interrupt
     * is kept for later.
     *
     * @param longest how long to wait for the registry
     * @return false when the time was over first
     */
    boolean publishLast(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        boolean inTurn = turn.tryAcquire();
        if (!inTurn) {
            patience.hurry(longest.toNanos() / 2);
            try {
                inTurn = acquire(turn, deadline);
            } finally {
                patience.relax();
            }
        }
        if (inTurn) {
            long now = Math.max(clock.millis(), shipper.highestTimestampMillis() + 1);
            boolean unused = publishInTurn(now, Math.max(0, deadline - System.nanoTime()));
        }
        late = !inTurn || !reader.isComplete();
        return inTurn;
    }

    private static boolean acquire(Semaphore semaphore, long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return semaphore.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the thread that waits for the next publish. */
    void close() {
        reader.close();
    }

    /** Whether the last values, or some of them, could not be read in time. */
    boolean isLate() {
        return late;
    }
}
