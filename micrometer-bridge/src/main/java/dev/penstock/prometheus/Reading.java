package dev.penstock.prometheus;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One call of the application's: of a collector, or of the scrape of a whole registry. A reading thread makes it; the
 * publishing thread looks on and may leave it. Whichever of the two moves the state first has decided.
 */
final class Reading {

    private static final int WAITING = 0;
    private static final int CALLED = 1;
    private static final int DONE = 2;

    /** The publishing thread has gone on without it. */
    private static final int LEFT = 3;

    /** Left, and the call is over. */
    private static final int RETURNED = 4;

    final Object source;
    private final AtomicInteger state = new AtomicInteger(WAITING);
    private volatile String name;
    private volatile @Nullable Thread thread;

    // Of the reading thread; the publishing thread reads them after it has seen that the call is done.
    private Iterable<MetricSnapshot> snapshots = List.of();
    private @Nullable Throwable failure;

    Reading(Object source) {
        this.source = source;
        name = source.getClass().getName();
    }

    /**
     * Makes the call, if nobody has given it up, on the reading thread.
     *
     * @return false when it was left meanwhile
     */
    boolean run() {
        thread = Thread.currentThread();
        if (!state.compareAndSet(WAITING, CALLED)) {
            return true;
        }
        try {
            // Also to ask for the name is to call the application.
            name = nameOf(source);
            snapshots = call();
        } catch (Throwable e) {
            failure = e;
        }
        if (state.compareAndSet(CALLED, DONE)) {
            return true;
        }
        state.set(RETURNED);
        return false;
    }

    private Iterable<MetricSnapshot> call() {
        if (source instanceof PrometheusRegistry registry) {
            return Objects.requireNonNull(registry.scrape(), "scrape()");
        } else if (source instanceof Collector collector) {
            MetricSnapshot snapshot = collector.collect();
            return snapshot == null ? List.of() : List.of(snapshot);
        }
        return source instanceof MultiCollector collector
                ? Objects.requireNonNull(collector.collect(), "collect()")
                : List.of();
    }

    /** Its metric's name, if it says one, else its class. */
    @SuppressWarnings("deprecation") // What came after it does not exist in older versions of the client.
    private static String nameOf(Object source) {
        String type = source.getClass().getName();
        try {
            return source instanceof Collector single
                    ? Objects.requireNonNullElse(single.getPrometheusName(), type)
                    : type;
        } catch (Throwable e) {
            return type;
        }
    }

    /**
     * Gives it up, whether it has begun or not. By the publishing thread.
     *
     * @return true when a thread is in the call and was left behind
     */
    boolean leave() {
        return !state.compareAndSet(WAITING, LEFT) && state.compareAndSet(CALLED, LEFT);
    }

    boolean isDone() {
        return state.get() == DONE;
    }

    /** Whether a call that was left is over. */
    boolean hasReturned() {
        return state.get() == RETURNED;
    }

    boolean isOf(@Nullable Thread other) {
        return thread == other;
    }

    String name() {
        return name;
    }

    Iterable<MetricSnapshot> snapshots() {
        return snapshots;
    }

    @Nullable Throwable failure() {
        return failure;
    }
}
