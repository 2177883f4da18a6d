package dev.penstock.remotewrite;

/** Writes the histogram message of 2.0. Source: prometheus/prometheus, prompb/io/prometheus/write/v2/types.proto. */
final class HistogramMessage {

    private HistogramMessage() {}

    static void write(Bytes out, NativeHistogram histogram, long timestamp, long start) {
        if (histogram.isFloat()) {
            out.fixed64(WriteProto.HISTOGRAM_COUNT_FLOAT, Double.doubleToRawLongBits(histogram.count()));
        } else {
            out.varint(WriteProto.HISTOGRAM_COUNT_INT, (long) histogram.count());
        }
        out.fixed64(WriteProto.HISTOGRAM_SUM, Double.doubleToRawLongBits(histogram.sum()));
        out.varint(WriteProto.HISTOGRAM_SCHEMA, Bytes.zigzag(histogram.schema()));
        out.fixed64(WriteProto.HISTOGRAM_ZERO_THRESHOLD, Double.doubleToRawLongBits(histogram.zeroThreshold()));
        if (histogram.isFloat()) {
            out.fixed64(WriteProto.HISTOGRAM_ZERO_COUNT_FLOAT, Double.doubleToRawLongBits(histogram.zeroCount()));
        } else {
            out.varint(WriteProto.HISTOGRAM_ZERO_COUNT_INT, (long) histogram.zeroCount());
        }
        spans(out, WriteProto.HISTOGRAM_NEGATIVE_SPANS, histogram.negative().spans());
        counts(out, WriteProto.HISTOGRAM_NEGATIVE_DELTAS, histogram.negative().counts(), histogram.isFloat());
        spans(out, WriteProto.HISTOGRAM_POSITIVE_SPANS, histogram.positive().spans());
        counts(out, WriteProto.HISTOGRAM_POSITIVE_DELTAS, histogram.positive().counts(), histogram.isFloat());
        out.varint(WriteProto.HISTOGRAM_RESET_HINT, histogram.resetHint().ordinal());
        out.varint(WriteProto.HISTOGRAM_TIMESTAMP, timestamp);
        doubles(out, WriteProto.HISTOGRAM_CUSTOM_VALUES, histogram.customValues());
        if (start != 0) {
            out.varint(WriteProto.HISTOGRAM_START, start);
        }
    }

    /** The end of a series of histograms. Source: prometheus/prometheus, scrape/scrape.go: the marker is the sum. */
    static void writeStale(Bytes out, long timestamp) {
        out.varint(WriteProto.HISTOGRAM_COUNT_INT, 0);
        out.fixed64(WriteProto.HISTOGRAM_SUM, WriteProto.STALE);
        out.varint(WriteProto.HISTOGRAM_ZERO_COUNT_INT, 0);
        out.varint(WriteProto.HISTOGRAM_TIMESTAMP, timestamp);
    }

    private static void spans(Bytes out, int field, int[] spans) {
        for (int i = 0; i < spans.length; i += 2) {
            long offset = Bytes.zigzag(spans[i]) & 0xffffffffL;
            out.ensure(20);
            out.put(Bytes.tag(field, Bytes.DELIMITED));
            out.put(2 + Bytes.sizeOf(offset) + Bytes.sizeOf(spans[i + 1]));
            out.varint(WriteProto.SPAN_OFFSET, offset);
            out.varint(WriteProto.SPAN_LENGTH, spans[i + 1]);
        }
    }

    /** Deltas of whole counts, or, in the field behind, floating point counts. */
    private static void counts(Bytes out, int deltasField, double[] counts, boolean floats) {
        if (counts.length == 0) {
            return;
        }
        if (floats) {
            doubles(out, deltasField + 1, counts);
            return;
        }
        int size = 0;
        long previous = 0;
        for (double each : counts) {
            size += Bytes.sizeOf(Bytes.zigzag((long) each - previous));
            previous = (long) each;
        }
        out.ensure(10 + size);
        out.putVarint(Bytes.tag(deltasField, Bytes.DELIMITED));
        out.putVarint(size);
        previous = 0;
        for (double each : counts) {
            out.putVarint(Bytes.zigzag((long) each - previous));
            previous = (long) each;
        }
    }

    private static void doubles(Bytes out, int field, double[] values) {
        if (values.length == 0) {
            return;
        }
        out.ensure(10 + 8 * values.length);
        out.putVarint(Bytes.tag(field, Bytes.DELIMITED));
        out.putVarint(8L * values.length);
        for (double each : values) {
            out.putFixed64(Double.doubleToRawLongBits(each));
        }
    }
}
