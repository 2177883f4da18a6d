package dev.penstock.micrometer;

import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts values by bucket, from the beginning and for ever. Thread-safe.
 *
 * <p>A cell for each bound and one for what is beyond: so the count of all is their sum, and a publish never sees a count
 * that its buckets do not add up to.
 */
final class BucketCounts {

    private final double[] bounds;

    /** Whether the configuration itself names infinity, which a snapshot then has, too. */
    private final boolean namesInfinity;

    private final AtomicLongArray cells;

    private BucketCounts(double[] bounds, boolean namesInfinity) {
        this.bounds = bounds;
        this.namesInfinity = namesInfinity;
        cells = new AtomicLongArray(bounds.length + 1);
    }

    /** Null when no buckets are asked for. */
    static @Nullable BucketCounts of(DistributionStatisticConfig config) {
        if (!config.isPublishingHistogram()) {
            return null;
        }
        double[] all = config.getHistogramBuckets(true).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        int finite = 0;
        while (finite < all.length && all[finite] < Double.POSITIVE_INFINITY) {
            finite++;
        }
        double[] bounds = new double[finite];
        System.arraycopy(all, 0, bounds, 0, finite);
        return new BucketCounts(bounds, finite < all.length && all[finite] == Double.POSITIVE_INFINITY);
    }

    /** Ascending, finite, in the unit of what is recorded. */
    double[] bounds() {
        return bounds;
    }

    /** Counts a value and returns the index of its bucket. */
    int record(double value) {
        int low = 0;
        int high = bounds.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bounds[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        cells.getAndIncrement(low);
        return low;
    }

    /** How many values are in one bucket, those below it not counted. */
    long get(int index) {
        return cells.get(index);
    }

    /** How many values there are. */
    long count() {
        long sum = 0;
        for (int i = 0; i < cells.length(); i++) {
            sum += cells.get(i);
        }
        return sum;
    }

    CountAtBucket[] snapshot() {
        CountAtBucket[] counts = new CountAtBucket[bounds.length + (namesInfinity ? 1 : 0)];
        long cumulative = 0;
        for (int i = 0; i < counts.length; i++) {
            cumulative += cells.get(i);
            counts[i] =
                    new CountAtBucket(i < bounds.length ? bounds[i] : Double.POSITIVE_INFINITY, (double) cumulative);
        }
        return counts;
    }
}
