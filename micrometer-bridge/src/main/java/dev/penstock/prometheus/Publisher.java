package dev.penstock.prometheus;

import dev.penstock.MetricShipper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Publishes a registry, one time after the other. Thread-safe. */
final class Publisher {

    /** A time that lies this little before the last publish is moved behind it: somebody publishes very often. */
    private static final long CLOSE_MILLIS = 1000;

    private final MetricShipper shipper;
    private final SnapshotSource source;
    private final InstantSource clock;

    /** Whose turn it is to publish; a lock would have to be given back by who took it. */
    private final Semaphore turn = new Semaphore(1);

    private volatile boolean late;

    Publisher(MetricShipper shipper, PrometheusRegistry registry, InstantSource clock) {
        this.shipper = shipper;
        this.clock = clock;
        source = new SnapshotSource(registry);
    }

    /** Publishes for the schedule; left out if somebody is publishing at this moment. */
    void publishOnSchedule(long timestampMillis) {
        if (turn.tryAcquire()) {
            publishInTurn(timestampMillis);
        }
    }

    boolean publishNow() {
        turn.acquireUninterruptibly();
        long now = clock.millis();
        long last = shipper.highestTimestampMillis();
        return publishInTurn(last - now < CLOSE_MILLIS ? Math.max(now, last + 1) : now);
    }

    private boolean publishInTurn(long timestampMillis) {
        try {
            return shipper.publish(table -> source.collect(table, timestampMillis), timestampMillis);
        } finally {
            turn.release();
        }
    }

    /**
     * Publishes the last values, whatever the clock says, on a thread that is left behind if a collector does not return in
     * time. There is never more than one such thread. An interrupt is kept for later.
     *
     * @param limit how long to wait
     * @return false when the time was over first
     */
    boolean publishLast(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean done = acquire(turn, deadline) && awaitLast(deadline);
        late = !done;
        return done;
    }

    private boolean awaitLast(long deadline) {
        Semaphore done = new Semaphore(0);
        Thread thread = new Thread(
                () -> {
                    try {
                        boolean unused = publishInTurn(Math.max(clock.millis(), shipper.highestTimestampMillis() + 1));
                    } finally {
                        done.release();
                    }
                },
                "penstock-publish-last-" + shipper.name());
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (Throwable e) {
            turn.release();
            throw e;
        }
        return acquire(done, deadline);
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

    /** Whether the last values could not be read in time. */
    boolean isLate() {
        return late;
    }
}
