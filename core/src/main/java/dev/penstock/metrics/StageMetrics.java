package dev.penstock.metrics;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What pipelines of this JVM count: {@code stage.metrics}. Values are held here, whoever publishes them and whenever;
 * pipelines that count under the same name with the same labels share a series. Thread-safe.
 *
 * <p>There are at most {@link #MOST_SERIES}. What would need one more is counted in a series of the same metric with the one
 * label {@link #OVERFLOW}: sums stay right, though nobody can tell any longer what they are made of.
 */
public final class StageMetrics {

    /** The most series of all metrics together. */
    public static final int MOST_SERIES = 10_000;

    /** The label, with the value {@code true}, of the series that stands for those that found no room. */
    public static final String OVERFLOW = "penstock_overflow";

    private static final Map<String, String> OVERFLOWING = Map.of(OVERFLOW, "true");

    /** The shortest and the longest time between two looks for idle series. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final StageMetrics SHARED = new StageMetrics(
            System::nanoTime,
            (task, delay) -> CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS)
                    .execute(task));

    private final LongSupplier nanoClock;
    private final Later later;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Guards what follows. Who reads a series does not take it. */
    private final Object lock = new Object();

    private final Map<Key, StageSeries> series = new HashMap<>();
    private final Set<Name> overflowed = new HashSet<>();
    private boolean looking;
    private long lookedAt;

    private record Name(StageMetric.Kind kind, String name) {}

    private record Key(StageMetric.Kind kind, String name, Map<String, String> labels) {}

    /** Does something once, after a time. */
    @FunctionalInterface
    public interface Later {

        /**
         * Plans a task.
         *
         * @param task to be run
         * @param delay in how long
         */
        void run(Runnable task, Duration delay);
    }

    /** Hears of series that come and go, one call after the other, and of each value of a histogram. Must not throw. */
    public interface Listener {

        /**
         * There is a series that was not there.
         *
         * @param added the series
         */
        void added(StageSeries added);

        /**
         * A series was idle for long, and is no more.
         *
         * @param ended the series
         */
        void removed(StageSeries ended);

        /**
         * A histogram got a value. Never during {@link StageSeries#replay} of the same series.
         *
         * @param histogram the series
         * @param value the value
         */
        void observed(StageSeries histogram, double value);

        /**
         * The series of a metric found no room for the first time.
         *
         * @param metric the metric
         */
        void overflowed(StageMetric metric);
    }

    /**
     * Metrics of their own.
     *
     * @param nanoClock measures the time between two moments
     * @param later runs the looks for idle series
     */
    public StageMetrics(LongSupplier nanoClock, Later later) {
        this.nanoClock = nanoClock;
        this.later = later;
        lookedAt = nanoClock.getAsLong() - SHORTEST.toNanos();
    }

    /**
     * Those of this JVM.
     *
     * @return always the same
     */
    public static StageMetrics shared() {
        return SHARED;
    }

    /**
     * Finds or makes a series.
     *
     * @param metric the metric; what it is beyond kind and name is as the first one who asked has it
     * @param labels the labels by name
     * @return the series; where there is no room, the one that stands for all of those
     */
    public StageSeries series(StageMetric metric, Map<String, String> labels) {
        Key key = new Key(metric.kind(), metric.name(), Collections.unmodifiableMap(new TreeMap<>(labels)));
        synchronized (lock) {
            StageSeries known = series.get(key);
            if (known != null) {
                return known;
            }
            return hasRoom() ? add(metric, key) : overflow(metric);
        }
    }

    /** Looks for idle series where there is none, but not for each entry: there are many. */
    private boolean hasRoom() {
        if (series.size() >= MOST_SERIES && now() - lookedAt >= SHORTEST.toNanos()) {
            removeIdle();
        }
        return series.size() < MOST_SERIES;
    }

    private StageSeries overflow(StageMetric metric) {
        Key key = new Key(metric.kind(), metric.name(), OVERFLOWING);
        StageSeries known = series.get(key);
        StageSeries shared = known == null ? add(metric, key) : known;
        if (overflowed.add(new Name(metric.kind(), metric.name()))) {
            listeners.forEach(each -> each.overflowed(metric));
        }
        return shared;
    }

    private StageSeries add(StageMetric metric, Key key) {
        StageSeries added = new StageSeries(metric, key.labels(), this, now());
        series.put(key, added);
        for (Listener each : listeners) {
            each.added(added);
        }
        lookLater();
        return added;
    }

    /**
     * Tells a listener of all series there are and all that come and go.
     *
     * @param listener called by the threads that count, under a lock that readers of series do not take
     * @return ends it
     */
    public AutoCloseable listen(Listener listener) {
        synchronized (lock) {
            listeners.add(listener);
            series.values().forEach(listener::added);
            lookLater();
        }
        return () -> listeners.remove(listener);
    }

    /**
     * How many series there are.
     *
     * @return 0 to about {@link #MOST_SERIES}
     */
    public int size() {
        synchronized (lock) {
            return series.size();
        }
    }

    /** While nobody publishes them, series just stay: what was counted is not to be lost, and no task is to be left. */
    private void lookLater() {
        if (!looking && !listeners.isEmpty() && !series.isEmpty()) {
            looking = true;
            later.run(this::look, pause());
        }
    }

    private Duration pause() {
        Duration pause = LONGEST;
        for (StageSeries each : series.values()) {
            Duration idle = each.metric().maxIdle();
            pause = pause.compareTo(idle) <= 0 ? pause : idle;
        }
        return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    }

    private void look() {
        synchronized (lock) {
            looking = false;
            removeIdle();
            lookLater();
        }
    }

    private void removeIdle() {
        long now = now();
        lookedAt = now;
        series.values().removeIf(each -> {
            boolean ended = each.endWhenIdle(now);
            if (ended) {
                listeners.forEach(listener -> listener.removed(each));
            }
            return ended;
        });
    }

    void tellObserved(StageSeries histogram, double value) {
        for (Listener each : listeners) {
            each.observed(histogram, value);
        }
    }

    long now() {
        return nanoClock.getAsLong();
    }
}
