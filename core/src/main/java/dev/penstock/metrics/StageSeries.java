package dev.penstock.metrics;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One series of a {@link StageMetric}: what was measured for one set of labels. Thread-safe; the locks of different series
 * do not meet.
 *
 * <p>Whatever changes it says whether it has: not once the series has ended, then {@link StageMetrics#series} gives
 * another one.
 */
public final class StageSeries {

    /** Nobody reads it: then there is no last reading to wait for. */
    private static final long UNREAD_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Nobody tells when a histogram was read; most read once a minute or more often. */
    private static final long HISTOGRAM_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final StageMetric metric;
    private final Map<String, String> labels;
    private final StageMetrics owner;
    private final double[] bounds;

    /** Of a histogram: how many values each bucket has, and their sum. */
    private final long[] counts;

    private final double[] sums;
    private double value;
    private long updatedAt;
    private boolean unread = true;
    private boolean ended;

    StageSeries(StageMetric metric, Map<String, String> labels, StageMetrics owner, long now) {
        this.metric = metric;
        this.labels = labels;
        this.owner = owner;
        updatedAt = now;
        boolean histogram = metric.kind() == StageMetric.Kind.HISTOGRAM;
        bounds = metric.buckets().stream().mapToDouble(Double::doubleValue).toArray();
        counts = new long[histogram ? bounds.length + 1 : 0];
        sums = new double[counts.length];
    }

    /**
     * The metric it is of.
     *
     * @return as it was given first
     */
    public StageMetric metric() {
        return metric;
    }

    /**
     * Its labels.
     *
     * @return by name, sorted
     */
    public Map<String, String> labels() {
        return labels;
    }

    /**
     * Adds to a counter or a gauge.
     *
     * @param amount what is no number, infinite, or negative for a counter, changes nothing: a counter that falls, or is no
     *     number, would be of no use ever after
     * @return false when the series has ended
     */
    public synchronized boolean add(double amount) {
        if (ended) {
            return false;
        }
        boolean counter = metric.kind() == StageMetric.Kind.COUNTER;
        if (Double.isFinite(amount) && !(counter && amount < 0)) {
            value += amount;
            updated();
        }
        return true;
    }

    /**
     * Sets a gauge.
     *
     * @param to any value
     * @return false when the series has ended
     */
    public synchronized boolean set(double to) {
        if (ended) {
            return false;
        }
        value = to;
        updated();
        return true;
    }

    /**
     * Puts a value into a histogram.
     *
     * @param observed what is negative, infinite or no number is left out: Micrometer knows no such values
     * @return false when the series has ended
     */
    public synchronized boolean observe(double observed) {
        if (ended) {
            return false;
        }
        if (observed >= 0 && observed < Double.POSITIVE_INFINITY) {
            int bucket = bucket(observed);
            counts[bucket]++;
            sums[bucket] += observed;
            updated();
            owner.tellObserved(this, observed);
        }
        return true;
    }

    private int bucket(double observed) {
        int at = Arrays.binarySearch(bounds, observed);
        return at >= 0 ? at : -at - 1;
    }

    private void updated() {
        updatedAt = owner.now();
        unread = true;
    }

    /**
     * Reads a counter or a gauge for publication, which a series that ends waits for.
     *
     * @return its value
     */
    public synchronized double read() {
        unread = false;
        return value;
    }

    /**
     * How many values a histogram has.
     *
     * @return 0 for other kinds
     */
    public synchronized long count() {
        long count = 0;
        for (long each : counts) {
            count += each;
        }
        return count;
    }

    /**
     * The sum of a histogram's values.
     *
     * @return 0 for other kinds
     */
    public synchronized double sum() {
        double sum = 0;
        for (double each : sums) {
            sum += each;
        }
        return sum;
    }

    /**
     * Tells all that a histogram has: for each bucket that has any, how many values and what they are in the mean. That many
     * values of that size make the same histogram. Nothing is observed meanwhile.
     *
     * @param first run before, at the same instant
     * @param out takes mean and count
     */
    public synchronized void replay(Runnable first, BiConsumer<Double, Long> out) {
        first.run();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                // A mean may be rounded across the bound of its bucket.
                double least = i == 0 ? 0 : Math.nextUp(bounds[i - 1]);
                double most = i == bounds.length ? Double.MAX_VALUE : bounds[i];
                out.accept(Math.min(most, Math.max(least, sums[i] / counts[i])), counts[i]);
            }
        }
    }

    /** Ends it when it is idle and its last value was read; true when it has ended. */
    synchronized boolean endWhenIdle(long now) {
        if (ended) {
            return true;
        }
        long idle = now - updatedAt;
        long wait = metric.maxIdle().toNanos();
        if (metric.kind() == StageMetric.Kind.HISTOGRAM) {
            wait = Math.max(wait, HISTOGRAM_NANOS);
        } else if (unread) {
            wait = Math.max(wait, UNREAD_NANOS);
        }
        ended = idle >= wait;
        return ended;
    }
}
