package dev.penstock.samples.shop.embedded;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import dev.penstock.testkit.StoredExemplar;
import dev.penstock.testkit.StoredSeries;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What has arrived, looked for the way one does in Grafana. */
final class Arrivals {

    private final EmbeddedBackend backend;

    Arrivals(EmbeddedBackend backend) {
        this.backend = backend;
    }

    /** A bucket of a histogram, and one of the requests that were counted in it. */
    record Example(StoredSeries bucket, StoredExemplar exemplar) {

        String traceId() {
            return exemplar.labels().getOrDefault("trace_id", "");
        }
    }

    long entries() {
        return backend.loki().count();
    }

    long samples() {
        return backend.metrics().sampleCount();
    }

    List<String> violations() {
        return backend.metrics().violations();
    }

    /** How many entries each stream has, by its labels. */
    Map<Map<String, String>, Long> streams() {
        return backend.loki().entries().stream()
                .collect(Collectors.groupingBy(
                        StoredEntry::labels,
                        () -> new TreeMap<>(Comparator.comparing(Map::toString)),
                        Collectors.counting()));
    }

    /** A payment that failed, with its stack trace. */
    Optional<StoredEntry> failedPayment() {
        return backend.loki().entries().stream()
                .filter(entry -> entry.line().contains("SocketTimeoutException"))
                .findFirst();
    }

    /** All that was logged in one trace, in the order of time. */
    List<StoredEntry> trace(String traceId) {
        return backend.loki().entries().stream()
                .filter(entry -> traceId.equals(entry.structuredMetadata().get("trace_id")))
                .sorted(Comparator.comparing(StoredEntry::timestamp))
                .toList();
    }

    /** An example of the requests that were answered with this status. */
    Optional<Example> example(int status) {
        return backend.metrics().select("http_server_requests_seconds_bucket{status=\"" + status + "\"}").stream()
                .flatMap(series -> series.exemplars().stream().map(exemplar -> new Example(series, exemplar)))
                .filter(example -> !example.traceId().isEmpty())
                .findFirst();
    }
}
