package dev.penstock.testkit.store;

import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.StoredExemplar;
import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSample;
import java.util.List;
import java.util.Optional;

/**
 * What one request has for one series, well-formed, but maybe too late.
 *
 * @param labels of the series
 * @param samples in the order of the request
 * @param histograms in the order of the request
 * @param exemplars in the order of the request
 * @param metadata if it came with the series
 */
public record WrittenSeries(
        Labels labels,
        List<StoredSample> samples,
        List<StoredHistogram> histograms,
        List<StoredExemplar> exemplars,
        Optional<MetricMetadata> metadata) {}
