package dev.penstock.testkit.remotewrite;

import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.store.WrittenSeries;
import java.util.List;
import java.util.Map;

/**
 * A request, taken apart.
 *
 * @param series those that are well-formed, each once
 * @param metadata by the name of the family
 * @param violations what is wrong with the rest
 */
record DecodedRequest(List<WrittenSeries> series, Map<String, MetricMetadata> metadata, List<Violation> violations) {}
