package dev.penstock.prometheus;

import dev.penstock.remotewrite.NativeHistogram;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;

/** Makes the wire's native histogram of the client's: spans and counts of pairs of index and count. */
final class NativeBuckets {

    /**
     * A gap of this many buckets is filled with empty ones: a span of its own takes more room. Source:
     * prometheus/client_golang, prometheus/histogram.go.
     */
    private static final int SHORT_GAP = 2;

    private NativeBuckets() {}

    static NativeHistogram convert(HistogramDataPointSnapshot data, boolean gauge) {
        NativeHistogram.Builder histogram = NativeHistogram.builder(data.getNativeSchema())
                .count(data.getCount(), KnownSeries.plain(data.getSum()))
                .zero(data.getNativeZeroThreshold(), data.getNativeZeroCount());
        NativeHistogramBuckets positive = data.getNativeBucketsForPositiveValues();
        if (positive.size() > 0) {
            histogram.positive(spans(positive), counts(positive));
        }
        NativeHistogramBuckets negative = data.getNativeBucketsForNegativeValues();
        if (negative.size() > 0) {
            histogram.negative(spans(negative), counts(negative));
        }
        if (gauge) {
            histogram.resetHint(NativeHistogram.ResetHint.GAUGE);
        }
        return histogram.build();
    }

    /** Offset and length in turn. Indexes are sorted, and each comes once. */
    private static int[] spans(NativeHistogramBuckets buckets) {
        int number = 1;
        for (int i = 1; i < buckets.size(); i++) {
            number += gap(buckets, i) > SHORT_GAP ? 1 : 0;
        }
        int[] spans = new int[2 * number];
        int at = 0;
        spans[0] = buckets.getBucketIndex(0);
        spans[1] = 1;
        for (int i = 1; i < buckets.size(); i++) {
            int gap = gap(buckets, i);
            if (gap > SHORT_GAP) {
                at += 2;
                spans[at] = gap;
                spans[at + 1] = 1;
            } else {
                spans[at + 1] += gap + 1;
            }
        }
        return spans;
    }

    private static double[] counts(NativeHistogramBuckets buckets) {
        int size = buckets.size();
        for (int i = 1; i < buckets.size(); i++) {
            int gap = gap(buckets, i);
            size += gap > SHORT_GAP ? 0 : gap;
        }
        double[] counts = new double[size];
        int at = 0;
        for (int i = 0; i < buckets.size(); i++) {
            int gap = i == 0 ? 0 : gap(buckets, i);
            at += gap > SHORT_GAP ? 0 : gap;
            counts[at++] = buckets.getCount(i);
        }
        return counts;
    }

    /** How many buckets are left out before one; throws where no span could say it. */
    private static int gap(NativeHistogramBuckets buckets, int i) {
        return Math.subtractExact(Math.subtractExact(buckets.getBucketIndex(i), buckets.getBucketIndex(i - 1)), 1);
    }
}
