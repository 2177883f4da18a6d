package dev.penstock.testkit.store;

import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredHistogram.Bucket;
import dev.penstock.testkit.StoredHistogram.Side;
import dev.penstock.testkit.StoredHistogram.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Works out where the buckets of a native histogram begin and end.
 *
 * <p>A bound is the double nearest to the exact one. Prometheus has a table whose last digit is sometimes another.
 */
public final class BucketBounds {

    /** Enough digits that the double nearest to a bound is the nearest to the exact one. */
    private static final MathContext DIGITS = new MathContext(60);

    private static final int LAST_EXPONENT = 1024;
    private static final ConcurrentHashMap<Integer, double[]> FRACTIONS = new ConcurrentHashMap<>();

    private BucketBounds() {}

    /** The buckets that are not empty, the lowest first. */
    public static List<Bucket> buckets(StoredHistogram histogram) {
        List<Bucket> buckets = new ArrayList<>();
        read(histogram, histogram.negative(), false, buckets);
        Collections.reverse(buckets);
        double threshold = histogram.zeroThreshold();
        if (histogram.zeroCount() > 0) {
            buckets.add(new Bucket(-threshold, threshold, true, true, histogram.zeroCount()));
        }
        read(histogram, histogram.positive(), true, buckets);
        return List.copyOf(buckets);
    }

    private static void read(StoredHistogram histogram, Side side, boolean positive, List<Bucket> into) {
        long index = 0;
        int next = 0;
        for (Span span : side.spans()) {
            index += span.offset();
            for (int i = 0; i < span.length(); i++, index++) {
                double count = side.counts().get(next++);
                if (count != 0) {
                    into.add(bucket(histogram, index, positive, count));
                }
            }
        }
    }

    private static Bucket bucket(StoredHistogram histogram, long index, boolean positive, double count) {
        if (histogram.schema() == StoredHistogram.CUSTOM_BUCKETS) {
            List<Double> bounds = histogram.customValues();
            double lower = index == 0 ? Double.NEGATIVE_INFINITY : bounds.get((int) index - 1);
            double upper = index == bounds.size() ? Double.POSITIVE_INFINITY : bounds.get((int) index);
            return new Bucket(lower, upper, index == 0, true, count);
        }
        // The zero bucket takes its width from the buckets it reaches into, as Prometheus shows it.
        double threshold = histogram.zeroThreshold();
        double far = bound(index, histogram.schema());
        double near = bound(index - 1, histogram.schema());
        if (near > 0 && near < threshold) {
            near = threshold;
        }
        return positive ? new Bucket(near, far, false, true, count) : new Bucket(-far, -near, true, false, count);
    }

    /** The upper bound of the bucket {@code index} above zero: 2 to the power of {@code index / 2^schema}. */
    static double bound(long index, int schema) {
        long exponent;
        double fraction;
        if (schema < 0) {
            exponent = index << -schema;
            fraction = 1;
        } else {
            long steps = 1L << schema;
            exponent = Math.floorDiv(index, steps);
            fraction = fractions(schema)[(int) Math.floorMod(index, steps)];
        }
        if (exponent == LAST_EXPONENT && fraction == 1) {
            return Double.MAX_VALUE; // infinity has a bucket of its own
        }
        return Math.scalb(fraction, (int) Math.max(-4096, Math.min(4096, exponent)));
    }

    private static double[] fractions(int schema) {
        return FRACTIONS.computeIfAbsent(schema, BucketBounds::powersOfTheBase);
    }

    private static double[] powersOfTheBase(int schema) {
        BigDecimal base = BigDecimal.valueOf(2);
        for (int i = 0; i < schema; i++) {
            base = base.sqrt(DIGITS);
        }
        double[] powers = new double[1 << schema];
        BigDecimal power = BigDecimal.ONE;
        for (int i = 0; i < powers.length; i++) {
            powers[i] = power.doubleValue();
            power = power.multiply(base, DIGITS);
        }
        return powers;
    }
}
