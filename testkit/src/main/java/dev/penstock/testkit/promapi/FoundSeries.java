package dev.penstock.testkit.promapi;

import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSample;
import dev.penstock.testkit.store.Labels;
import java.util.List;

/**
 * A series as a query sees it.
 *
 * @param labels of the series
 * @param samples float samples, no stale markers
 * @param histograms native ones, no stale markers
 */
record FoundSeries(Labels labels, List<StoredSample> samples, List<StoredHistogram> histograms) {}
