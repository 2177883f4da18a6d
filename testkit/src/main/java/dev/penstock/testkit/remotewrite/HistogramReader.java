package dev.penstock.testkit.remotewrite;

import dev.penstock.testkit.RemoteWriteVersion;
import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredHistogram.ResetHint;
import dev.penstock.testkit.StoredHistogram.Side;
import dev.penstock.testkit.StoredHistogram.Span;
import dev.penstock.testkit.wire.HistogramSpan;
import dev.penstock.testkit.wire.NativeHistogram;
import java.util.ArrayList;
import java.util.List;

/** Reads a native histogram, and refuses one that contradicts itself (Prometheus: {@code Histogram.Validate}). */
final class HistogramReader {

    private static final int LOWEST_SCHEMA = -4;
    private static final int HIGHEST_SCHEMA = 8;

    /** How far counts that are floats may be from their sum, as a part of it. */
    private static final double TOLERANCE = 1e-6;

    private final NativeHistogram histogram;
    private final boolean floats;

    private HistogramReader(NativeHistogram histogram) {
        this.histogram = histogram;
        this.floats = histogram.hasCountFloat();
    }

    static StoredHistogram read(NativeHistogram histogram, RemoteWriteVersion version) throws BadPartException {
        UnknownFields.refuse(histogram, "native histogram");
        for (HistogramSpan span : histogram.getPositiveSpansList()) {
            UnknownFields.refuse(span, "span");
        }
        for (HistogramSpan span : histogram.getNegativeSpansList()) {
            UnknownFields.refuse(span, "span");
        }
        if (version == RemoteWriteVersion.V1) {
            refuseNewerThings(histogram);
        }
        return new HistogramReader(histogram).read();
    }

    private static void refuseNewerThings(NativeHistogram histogram) throws BadPartException {
        if (histogram.hasStartTimestamp()) {
            throw new BadPartException(
                    "native histogram has a start_timestamp (field 17), which remote write 1.0" + " does not have");
        }
        if (histogram.getSchema() == StoredHistogram.CUSTOM_BUCKETS) {
            throw new BadPartException(
                    "native histogram with custom buckets (schema -53) cannot be sent by remote" + " write 1.0");
        }
    }

    private StoredHistogram read() throws BadPartException {
        checkKinds();
        Side positive = side(
                "positive",
                histogram.getPositiveSpansList(),
                histogram.getPositiveDeltasList(),
                histogram.getPositiveCountsList());
        Side negative = side(
                "negative",
                histogram.getNegativeSpansList(),
                histogram.getNegativeDeltasList(),
                histogram.getNegativeCountsList());
        if (histogram.getSchema() == StoredHistogram.CUSTOM_BUCKETS) {
            checkCustomBuckets();
        } else {
            checkExponentialBuckets();
        }
        checkCount(positive, negative);
        return new StoredHistogram(
                histogram.getTimestamp(),
                histogram.getStartTimestamp(),
                floats,
                histogram.getSchema(),
                Double.longBitsToDouble(histogram.getZeroThreshold()),
                zeroCount(),
                count(),
                histogram.getSum(),
                positive,
                negative,
                doubles(histogram.getCustomValuesList()),
                ResetHint.values()[histogram.getResetHint()]);
    }

    private void checkKinds() throws BadPartException {
        if (floats ? histogram.hasZeroCountInt() : histogram.hasZeroCountFloat()) {
            throw new BadPartException("native histogram has an " + (floats ? "integer zero_count" : "integer count")
                    + " beside a float " + (floats ? "count" : "zero_count"));
        }
        if (floats && histogram.getPositiveDeltasCount() + histogram.getNegativeDeltasCount() > 0) {
            throw new BadPartException("native histogram with a float count has deltas, which are for integers");
        }
        if (!floats && histogram.getPositiveCountsCount() + histogram.getNegativeCountsCount() > 0) {
            throw new BadPartException("native histogram with an integer count has float bucket counts");
        }
        if (histogram.getResetHint() < 0 || histogram.getResetHint() >= ResetHint.values().length) {
            throw new BadPartException(
                    "native histogram has reset_hint " + histogram.getResetHint() + ", it must be 0" + " to 3");
        }
    }

    private Side side(String name, List<HistogramSpan> wireSpans, List<Long> deltas, List<Long> counts)
            throws BadPartException {
        List<Span> spans = new ArrayList<>(wireSpans.size());
        long buckets = 0;
        for (HistogramSpan span : wireSpans) {
            if (span.getOffset() < 0 && !spans.isEmpty()) {
                throw new BadPartException("native histogram: " + name + " span number " + (spans.size() + 1)
                        + " has the negative offset " + span.getOffset());
            }
            buckets += Integer.toUnsignedLong(span.getLength());
            spans.add(new Span(span.getOffset(), span.getLength()));
        }
        int given = floats ? counts.size() : deltas.size();
        if (buckets != given) {
            throw new BadPartException(
                    "native histogram: " + name + " spans need " + buckets + " buckets, there are " + given);
        }
        List<Double> absolute = floats ? doubles(counts) : absolute(deltas);
        for (int i = 0; i < absolute.size(); i++) {
            double count = absolute.get(i);
            if (count < 0 || Double.isNaN(count)) {
                throw new BadPartException("native histogram: " + name + " bucket number " + (i + 1)
                        + " has an observation count of " + count);
            }
        }
        return new Side(spans, absolute);
    }

    private void checkExponentialBuckets() throws BadPartException {
        int schema = histogram.getSchema();
        if (schema < LOWEST_SCHEMA || schema > HIGHEST_SCHEMA) {
            throw new BadPartException("native histogram has schema " + schema + ", it must be -4 to 8 for exponential"
                    + " buckets, or -53 for custom ones");
        }
        if (histogram.getCustomValuesCount() > 0) {
            throw new BadPartException("native histogram with exponential schema " + schema + " has custom_values");
        }
        double threshold = Double.longBitsToDouble(histogram.getZeroThreshold());
        if (!(threshold >= 0) || Double.isInfinite(threshold)) {
            throw new BadPartException(
                    "native histogram has a zero_threshold of " + threshold + ", it must be finite" + " and >= 0");
        }
    }

    private void checkCustomBuckets() throws BadPartException {
        List<Double> bounds = doubles(histogram.getCustomValuesList());
        for (int i = 0; i < bounds.size(); i++) {
            double bound = bounds.get(i);
            if (Double.isNaN(bound)) {
                throw custom("bound number " + (i + 1) + " is NaN");
            }
            if (i > 0 && bound <= bounds.get(i - 1)) {
                throw custom("bounds must increase, but " + bound + " follows " + bounds.get(i - 1));
            }
            if (bound == Double.POSITIVE_INFINITY) {
                throw custom("the bound +Inf is implied and must not be sent");
            }
        }
        long reach = 0;
        for (HistogramSpan span : histogram.getPositiveSpansList()) {
            if (span.getOffset() < 0) {
                throw custom("a span has the negative offset " + span.getOffset());
            }
            reach += span.getOffset() + Integer.toUnsignedLong(span.getLength());
        }
        if (reach > bounds.size() + 1) {
            throw custom("spans reach to bucket " + reach + ", but " + bounds.size() + " bounds make "
                    + (bounds.size() + 1) + " buckets");
        }
        if (zeroCount() != 0 || Double.longBitsToDouble(histogram.getZeroThreshold()) != 0) {
            throw custom("zero_count and zero_threshold must be 0");
        }
        if (histogram.getNegativeSpansCount() > 0) {
            throw custom("there must be no negative buckets");
        }
    }

    private void checkCount(Side positive, Side negative) throws BadPartException {
        boolean sumIsNaN = Double.isNaN(Double.longBitsToDouble(histogram.getSum()));
        double count = count();
        double found = zeroCount() + total(positive) + total(negative);
        if (count < 0 || Double.isNaN(count) || zeroCount() < 0 || Double.isNaN(zeroCount())) {
            throw new BadPartException("native histogram has a count of " + count + " and a zero_count of "
                    + zeroCount() + ", both must be >= 0");
        }
        // Observations of NaN are in no bucket, and make the sum NaN.
        double slack = floats ? TOLERANCE * Math.max(count, found) : 0;
        if (sumIsNaN ? found > count + slack : Math.abs(found - count) > slack) {
            throw new BadPartException("native histogram: " + found + " observations found in the buckets, but the"
                    + " count is " + count);
        }
    }

    private double count() {
        return floats ? Double.longBitsToDouble(histogram.getCountFloat()) : unsigned(histogram.getCountInt());
    }

    private double zeroCount() {
        return floats ? Double.longBitsToDouble(histogram.getZeroCountFloat()) : unsigned(histogram.getZeroCountInt());
    }

    private static double total(Side side) {
        return side.counts().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static List<Double> absolute(List<Long> deltas) throws BadPartException {
        List<Double> counts = new ArrayList<>(deltas.size());
        long count = 0;
        for (long delta : deltas) {
            try {
                count = Math.addExact(count, delta);
            } catch (ArithmeticException e) {
                throw new BadPartException("native histogram: bucket deltas overflow");
            }
            counts.add((double) count);
        }
        return counts;
    }

    private static List<Double> doubles(List<Long> bits) {
        return bits.stream().map(Double::longBitsToDouble).toList();
    }

    private static double unsigned(long value) {
        return value >= 0 ? value : value + 0x1p64;
    }

    private static BadPartException custom(String why) {
        return new BadPartException("native histogram with custom buckets: " + why);
    }
}
