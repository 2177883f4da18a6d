package dev.penstock.remotewrite;

/**
 * The messages of both versions. Sources of the numbers: prometheus/prometheus, prompb/io/prometheus/write/v2/types.proto,
 * prompb/remote.proto and prompb/types.proto.
 */
final class WriteProto {

    static final int V2_REQUEST_SYMBOLS = 4;
    static final int V2_REQUEST_SERIES = 5;
    static final int V2_SERIES_LABELS = 1;
    static final int V2_SERIES_SAMPLES = 2;
    static final int V2_SERIES_HISTOGRAMS = 3;
    static final int V2_SERIES_EXEMPLARS = 4;
    static final int V2_SERIES_METADATA = 5;
    static final int V2_METADATA_TYPE = 1;
    static final int V2_METADATA_HELP = 3;
    static final int V2_METADATA_UNIT = 4;

    static final int V1_REQUEST_SERIES = 1;
    static final int V1_REQUEST_METADATA = 3;
    static final int V1_SERIES_LABELS = 1;
    static final int V1_SERIES_SAMPLES = 2;
    static final int V1_SERIES_EXEMPLARS = 3;
    static final int V1_SERIES_HISTOGRAMS = 4;
    static final int V1_METADATA_TYPE = 1;
    static final int V1_METADATA_FAMILY = 2;
    static final int V1_METADATA_HELP = 4;
    static final int V1_METADATA_UNIT = 5;

    static final int LABEL_NAME = 1;
    static final int LABEL_VALUE = 2;

    static final int SAMPLE_VALUE = 1;
    static final int SAMPLE_TIMESTAMP = 2;

    /** Not in 1.0. In the sample since 2.0-rc.4; drafts had it in the series. */
    static final int SAMPLE_START = 3;

    /** References in 2.0, labels in 1.0. */
    static final int EXEMPLAR_LABELS = 1;

    static final int EXEMPLAR_VALUE = 2;
    static final int EXEMPLAR_TIMESTAMP = 3;

    static final int HISTOGRAM_COUNT_INT = 1;
    static final int HISTOGRAM_COUNT_FLOAT = 2;
    static final int HISTOGRAM_SUM = 3;
    static final int HISTOGRAM_SCHEMA = 4;
    static final int HISTOGRAM_ZERO_THRESHOLD = 5;
    static final int HISTOGRAM_ZERO_COUNT_INT = 6;
    static final int HISTOGRAM_ZERO_COUNT_FLOAT = 7;
    static final int HISTOGRAM_NEGATIVE_SPANS = 8;
    static final int HISTOGRAM_NEGATIVE_DELTAS = 9;
    static final int HISTOGRAM_NEGATIVE_COUNTS = 10;
    static final int HISTOGRAM_POSITIVE_SPANS = 11;
    static final int HISTOGRAM_POSITIVE_DELTAS = 12;
    static final int HISTOGRAM_POSITIVE_COUNTS = 13;
    static final int HISTOGRAM_RESET_HINT = 14;
    static final int HISTOGRAM_TIMESTAMP = 15;
    static final int HISTOGRAM_CUSTOM_VALUES = 16;

    /** Not in 1.0. */
    static final int HISTOGRAM_START = 17;

    static final int SPAN_OFFSET = 1;
    static final int SPAN_LENGTH = 2;

    /**
     * The value that ends a series: a signalling NaN, which only raw bits keep as it is. Source: prometheus/prometheus,
     * model/value/value.go.
     */
    static final long STALE = 0x7ff0000000000002L;

    private WriteProto() {}
}
