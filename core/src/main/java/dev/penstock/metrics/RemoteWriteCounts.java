package dev.penstock.metrics;

/**
 * What a shipper of metrics has counted about its requests: {@code prometheus_remote_storage_*}. Source:
 * prometheus/prometheus, storage/remote/queue_manager.go.
 *
 * @param samples float samples sent, repetitions included
 * @param histograms native histograms sent, repetitions included
 * @param exemplars exemplars sent, repetitions included
 * @param metadata metric families told of in requests of their own, as 1.0 does
 * @param samplesFailed float samples that were refused for good
 * @param histogramsFailed native histograms that were refused for good
 * @param exemplarsFailed exemplars that were refused for good
 * @param metadataFailed metric families that could not be told of
 * @param samplesRetried float samples that were to be sent again
 * @param histogramsRetried native histograms that were to be sent again
 * @param exemplarsRetried exemplars that were to be sent again
 * @param bytes compressed bytes of requests with samples, repetitions included
 * @param metadataBytes compressed bytes of requests without
 * @param highestSentMillis the latest timestamp that was acknowledged, 0 for none; milliseconds since the epoch
 */
public record RemoteWriteCounts(
        long samples,
        long histograms,
        long exemplars,
        long metadata,
        long samplesFailed,
        long histogramsFailed,
        long exemplarsFailed,
        long metadataFailed,
        long samplesRetried,
        long histogramsRetried,
        long exemplarsRetried,
        long bytes,
        long metadataBytes,
        long highestSentMillis) {}
