package dev.penstock.remotewrite;

import java.util.Arrays;

/**
 * A native histogram as it stands on the wire: exponential buckets, or custom ones with schema {@link #CUSTOM_BUCKETS}.
 * Immutable.
 *
 * <p>Source: prometheus/prometheus, model/histogram/histogram.go and prompb/io/prometheus/write/v2/types.proto.
 */
public final class NativeHistogram {

    /** The schema of custom buckets, whose bounds are {@link Builder#customValues}. */
    public static final int CUSTOM_BUCKETS = -53;

    private static final double[] NO_VALUES = {};
    private static final Buckets NO_BUCKETS = new Buckets(new int[0], new double[0]);

    /** What is known of a reset of the counts. */
    public enum ResetHint {
        /** Nothing. */
        UNKNOWN,
        /** They were reset since the last sample. */
        RESET,
        /** They were not reset since the last sample. */
        NO_RESET,
        /** They go up and down. */
        GAUGE
    }

    /**
     * The buckets of one side: spans, each an offset and a length, and the count in each bucket.
     *
     * @param spans offset and length in turn; the first offset is the first bucket's index, later ones are gaps
     * @param counts absolute counts, as many as the lengths add up to
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Buckets(int[] spans, double[] counts) {}

    private final int schema;
    private final double zeroThreshold;
    private final double zeroCount;
    private final double count;
    private final double sum;
    private final Buckets positive;
    private final Buckets negative;
    private final double[] customValues;
    private final ResetHint resetHint;
    private final boolean floats;

    private NativeHistogram(Builder from) {
        schema = from.schema;
        zeroThreshold = from.zeroThreshold;
        zeroCount = from.zeroCount;
        count = from.count;
        sum = from.sum;
        positive = from.positive;
        negative = from.negative;
        customValues = from.customValues;
        resetHint = from.resetHint;
        floats = from.floats
                || !isInteger(count)
                || !isInteger(zeroCount)
                || !areIntegers(positive.counts())
                || !areIntegers(negative.counts());
    }

    private static boolean isInteger(double value) {
        return value >= 0 && value < 1L << 53 && value == Math.rint(value);
    }

    private static boolean areIntegers(double[] values) {
        return Arrays.stream(values).allMatch(NativeHistogram::isInteger);
    }

    /**
     * A histogram to be described.
     *
     * @param schema -4 to 8, or {@link #CUSTOM_BUCKETS}
     * @return a new builder; without more it is an empty histogram
     */
    public static Builder builder(int schema) {
        return new Builder(schema);
    }

    /**
     * The resolution.
     *
     * @return -4 to 8, or {@link #CUSTOM_BUCKETS}
     */
    public int schema() {
        return schema;
    }

    double zeroThreshold() {
        return zeroThreshold;
    }

    double zeroCount() {
        return zeroCount;
    }

    double count() {
        return count;
    }

    double sum() {
        return sum;
    }

    Buckets positive() {
        return positive;
    }

    Buckets negative() {
        return negative;
    }

    double[] customValues() {
        return customValues;
    }

    ResetHint resetHint() {
        return resetHint;
    }

    /** Whether counts are sent as floating point numbers; else as integers. */
    boolean isFloat() {
        return floats;
    }

    /** Describes a histogram. Not thread-safe. */
    public static final class Builder {

        private final int schema;
        private double zeroThreshold;
        private double zeroCount;
        private double count;
        private double sum;
        private Buckets positive = NO_BUCKETS;
        private Buckets negative = NO_BUCKETS;
        private double[] customValues = NO_VALUES;
        private ResetHint resetHint = ResetHint.UNKNOWN;
        private boolean floats;

        private Builder(int schema) {
            if (schema != CUSTOM_BUCKETS && (schema < -4 || schema > 8)) {
                throw new IllegalArgumentException("schema " + schema + "; expected -4 to 8, or " + CUSTOM_BUCKETS);
            }
            this.schema = schema;
        }

        /**
         * All observations.
         *
         * @param value how many
         * @param total their sum
         * @return this
         */
        public Builder count(double value, double total) {
            count = value;
            sum = total;
            return this;
        }

        /**
         * The bucket around zero.
         *
         * @param threshold how far it reaches to both sides
         * @param value its count
         * @return this
         */
        public Builder zero(double threshold, double value) {
            zeroThreshold = threshold;
            zeroCount = value;
            return this;
        }

        /**
         * The buckets of positive observations.
         *
         * @param spans offset and length in turn: the first offset is the first bucket's index, later ones are gaps
         * @param counts the count in each bucket, as many as the lengths add up to
         * @return this
         * @throws IllegalArgumentException when they do not fit
         */
        public Builder positive(int[] spans, double[] counts) {
            positive = checked(spans, counts);
            return this;
        }

        /**
         * The buckets of negative observations.
         *
         * @param spans as for {@link #positive}
         * @param counts as for {@link #positive}
         * @return this
         * @throws IllegalArgumentException when they do not fit
         */
        public Builder negative(int[] spans, double[] counts) {
            negative = checked(spans, counts);
            return this;
        }

        /**
         * The upper bounds of custom buckets.
         *
         * @param bounds strictly increasing, without infinity
         * @return this
         */
        public Builder customValues(double... bounds) {
            customValues = bounds.clone();
            return this;
        }

        /**
         * What is known of a reset.
         *
         * @param value the hint; {@link ResetHint#GAUGE} for a gauge histogram
         * @return this
         */
        public Builder resetHint(ResetHint value) {
            resetHint = value;
            return this;
        }

        /**
         * Sends the counts as floating point numbers even if they are whole.
         *
         * @return this
         */
        public Builder floats() {
            floats = true;
            return this;
        }

        /**
         * Puts it together.
         *
         * @return the histogram
         */
        public NativeHistogram build() {
            return new NativeHistogram(this);
        }

        private static Buckets checked(int[] spans, double[] counts) {
            int buckets = 0;
            for (int i = 0; i < spans.length; i += 2) {
                if (i + 1 == spans.length || spans[i + 1] < 0 || (i > 0 && spans[i] < 0)) {
                    throw new IllegalArgumentException("spans are offset and length in turn, none negative but the"
                            + " first offset: " + Arrays.toString(spans));
                }
                buckets += spans[i + 1];
            }
            if (buckets != counts.length) {
                throw new IllegalArgumentException(
                        "spans of " + buckets + " buckets do not fit " + counts.length + " counts");
            }
            return new Buckets(spans.clone(), counts.clone());
        }
    }
}
