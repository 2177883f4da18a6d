package dev.penstock.prometheus;

import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredSample;
import dev.penstock.testkit.StoredSeries;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A writer that pushes to a backend when told to, and what arrived. */
final class Pushed implements AutoCloseable {

    final EmbeddedBackend backend = EmbeddedBackend.start();
    final List<String> warnings = new CopyOnWriteArrayList<>();

    /** Warnings and all else. */
    final List<String> messages = new CopyOnWriteArrayList<>();

    final RemoteWriter writer;

    Pushed(PrometheusRegistry registry, String... namesAndValues) {
        RemoteWriter.Builder builder = RemoteWriter.builder(registry)
                .url(backend.remoteWriteUrl())
                .set("step", "1h")
                .set("job", "")
                .set("instance", "")
                .listener((severity, message) -> {
                    messages.add(message);
                    if (severity == DiagnosticListener.Severity.WARN) {
                        warnings.add(message);
                    }
                });
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        writer = builder.start();
    }

    /** Publishes and waits until it has arrived. */
    Pushed flush() {
        if (!writer.flush(Duration.ofMinutes(2))) {
            throw new AssertionError("not delivered: " + writer.health() + " " + warnings);
        }
        return this;
    }

    /** Float series and their newest values. */
    Map<String, Double> values() {
        Map<String, Double> values = new TreeMap<>();
        for (StoredSeries each : backend.metrics().series()) {
            each.lastSample().ifPresent(sample -> values.put(key(each), sample.value()));
        }
        return values;
    }

    /** Series and their exemplars. */
    Map<String, String> exemplars() {
        Map<String, String> exemplars = new TreeMap<>();
        for (StoredSeries each : backend.metrics().series()) {
            each.exemplars().forEach(exemplar -> {
                String before = exemplars.put(
                        key(each),
                        TextExposition.series("", exemplar.labels()) + " " + exemplar.value() + " @"
                                + exemplar.timestampMillis());
                if (before != null) {
                    throw new AssertionError("two exemplars of " + each);
                }
            });
        }
        return exemplars;
    }

    StoredSeries series(String selector) {
        List<StoredSeries> found = backend.metrics().select(selector);
        if (found.size() != 1) {
            throw new AssertionError(selector + " finds " + found);
        }
        return found.get(0);
    }

    StoredSample sample(String selector) {
        return series(selector).lastSample().orElseThrow();
    }

    static String key(StoredSeries series) {
        Map<String, String> labels = new TreeMap<>(series.labels());
        labels.remove("__name__");
        return TextExposition.series(series.name(), labels);
    }

    @Override
    public void close() {
        writer.close();
        backend.close();
    }
}
