package dev.penstock.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One series as the embedded backend keeps it.
 *
 * @param tenant whose it is, {@code fake} in a backend without tenants
 * @param labels with {@code __name__}, in the order in which they were sent, which is that of their bytes
 * @param metadata the last that came with the series itself, as it does in 2.0; none in 1.0
 * @param samples in the order of time
 * @param histograms native ones, in the order of time
 * @param exemplars in the order of time
 */
public record StoredSeries(
        String tenant,
        Map<String, String> labels,
        Optional<MetricMetadata> metadata,
        List<StoredSample> samples,
        List<StoredHistogram> histograms,
        List<StoredExemplar> exemplars) {

    /** Copies the lists. */
    public StoredSeries {
        samples = List.copyOf(samples);
        histograms = List.copyOf(histograms);
        exemplars = List.copyOf(exemplars);
    }

    /** The name of the metric. */
    public String name() {
        return labels.getOrDefault("__name__", "");
    }

    /** The newest float sample, a stale marker maybe. */
    public Optional<StoredSample> lastSample() {
        return samples.isEmpty() ? Optional.empty() : Optional.of(samples.get(samples.size() - 1));
    }

    /** The newest histogram, a stale marker maybe. */
    public Optional<StoredHistogram> lastHistogram() {
        return histograms.isEmpty() ? Optional.empty() : Optional.of(histograms.get(histograms.size() - 1));
    }

    /** Whether the last that came was a stale marker. */
    public boolean isStale() {
        long sample = lastSample().map(StoredSample::timestampMillis).orElse(Long.MIN_VALUE);
        long histogram = lastHistogram().map(StoredHistogram::timestampMillis).orElse(Long.MIN_VALUE);
        return sample >= histogram
                ? lastSample().map(StoredSample::isStale).orElse(false)
                : lastHistogram().map(StoredHistogram::isStale).orElse(false);
    }
}
