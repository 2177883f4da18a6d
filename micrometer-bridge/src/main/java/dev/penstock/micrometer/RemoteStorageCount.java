package dev.penstock.micrometer;

import dev.penstock.metrics.MeasuredRemoteWrite;
import dev.penstock.metrics.RemoteWriteCounts;
import java.util.function.ToLongFunction;

/**
 * What a shipper of metrics counts, as it is called after {@code prometheus_remote_storage_}.
 *
 * <p>One class with a switch, for as many lambdas would be as many classes that the JVM makes at the application's start.
 */
enum RemoteStorageCount implements ToLongFunction<MeasuredRemoteWrite> {
    SAMPLES("samples", "Samples sent, repetitions included."),
    HISTOGRAMS("histograms", "Native histograms sent, repetitions included."),
    EXEMPLARS("exemplars", "Exemplars sent, repetitions included."),
    METADATA("metadata", "Metadata entries sent in requests of their own."),
    SAMPLES_FAILED("samples.failed", "Samples refused for good."),
    HISTOGRAMS_FAILED("histograms.failed", "Native histograms refused for good."),
    EXEMPLARS_FAILED("exemplars.failed", "Exemplars refused for good."),
    METADATA_FAILED("metadata.failed", "Metadata entries that could not be sent."),
    SAMPLES_RETRIED("samples.retried", "Samples that were to be sent again."),
    HISTOGRAMS_RETRIED("histograms.retried", "Native histograms to be sent again."),
    EXEMPLARS_RETRIED("exemplars.retried", "Exemplars that were to be sent again."),
    BYTES("bytes", "Compressed bytes of requests with samples."),
    METADATA_BYTES("metadata.bytes", "Compressed bytes of requests with metadata alone."),
    SAMPLES_IN("samples.in", "Samples that came in.");

    private final String metric;
    private final String description;

    RemoteStorageCount(String metric, String description) {
        this.metric = metric;
        this.description = description;
    }

    String metric() {
        return metric;
    }

    String description() {
        return description;
    }

    @Override
    public long applyAsLong(MeasuredRemoteWrite shipper) {
        RemoteWriteCounts counts = shipper.counts();
        return switch (this) {
            case SAMPLES -> counts.samples();
            case HISTOGRAMS -> counts.histograms();
            case EXEMPLARS -> counts.exemplars();
            case METADATA -> counts.metadata();
            case SAMPLES_FAILED -> counts.samplesFailed();
            case HISTOGRAMS_FAILED -> counts.histogramsFailed();
            case EXEMPLARS_FAILED -> counts.exemplarsFailed();
            case METADATA_FAILED -> counts.metadataFailed();
            case SAMPLES_RETRIED -> counts.samplesRetried();
            case HISTOGRAMS_RETRIED -> counts.histogramsRetried();
            case EXEMPLARS_RETRIED -> counts.exemplarsRetried();
            case BYTES -> counts.bytes();
            case METADATA_BYTES -> counts.metadataBytes();
            case SAMPLES_IN -> shipper.stats().accepted();
        };
    }
}
