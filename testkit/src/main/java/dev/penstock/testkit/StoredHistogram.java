package dev.penstock.testkit;

import dev.penstock.testkit.store.BucketBounds;
import java.util.List;

/**
 * One sample of a native histogram as the embedded backend keeps it.
 *
 * @param timestampMillis milliseconds since the epoch
 * @param startTimestampMillis when counting began, in milliseconds since the epoch; 0 is unknown
 * @param floatCounts whether the counts came as floats and not as integers
 * @param schema -4 to 8 for exponential buckets, -53 for custom ones
 * @param zeroThreshold the width of the zero bucket
 * @param zeroCount observations in the zero bucket
 * @param count all observations
 * @param sumBits the sum of the observations, bit by bit
 * @param positive the buckets above zero
 * @param negative the buckets below zero
 * @param customValues the upper bounds of custom buckets
 * @param resetHint whether the counts started anew
 */
public record StoredHistogram(
        long timestampMillis,
        long startTimestampMillis,
        boolean floatCounts,
        int schema,
        double zeroThreshold,
        double zeroCount,
        double count,
        long sumBits,
        Side positive,
        Side negative,
        List<Double> customValues,
        ResetHint resetHint) {

    /** The schema of custom buckets. */
    public static final int CUSTOM_BUCKETS = -53;

    /** Copies the bounds. */
    public StoredHistogram {
        customValues = List.copyOf(customValues);
    }

    /** The sum of the observations. */
    public double sum() {
        return Double.longBitsToDouble(sumBits);
    }

    /** Whether it says that its series has ended. */
    public boolean isStale() {
        return sumBits == StoredSample.STALE_MARKER;
    }

    /** The buckets that are not empty, the lowest first. */
    public List<Bucket> buckets() {
        return BucketBounds.buckets(this);
    }

    /** What is known about a reset of the counts. */
    public enum ResetHint {
        /** Nothing. */
        UNKNOWN,
        /** They started anew. */
        RESET,
        /** They did not. */
        NO_RESET,
        /** They may go down at any time. */
        GAUGE
    }

    /**
     * A run of buckets.
     *
     * @param offset the index of the first bucket of the first span; for the others the gap before them
     * @param length how many buckets
     */
    public record Span(int offset, int length) {}

    /**
     * The buckets on one side of zero.
     *
     * @param spans where they are
     * @param counts what is in them, absolute whatever the wire had
     */
    public record Side(List<Span> spans, List<Double> counts) {

        /** No buckets. */
        public static final Side EMPTY = new Side(List.of(), List.of());

        /** Copies the lists. */
        public Side {
            spans = List.copyOf(spans);
            counts = List.copyOf(counts);
        }
    }

    /**
     * One bucket with its bounds.
     *
     * @param lower its lower bound
     * @param upper its upper bound
     * @param lowerInclusive whether the lower bound belongs to it
     * @param upperInclusive whether the upper bound belongs to it
     * @param count its observations
     */
    public record Bucket(double lower, double upper, boolean lowerInclusive, boolean upperInclusive, double count) {}
}
