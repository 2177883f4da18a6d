package dev.penstock.prometheus;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;

/**
 * The name that a metric has in the client's text format, where names are escaped with underscores. Source:
 * prometheus/client_java, PrometheusTextFormatWriter.
 */
final class ExposedNames {

    private ExposedNames() {}

    static String of(MetricSnapshot snapshot) {
        MetricMetadata metadata = snapshot.getMetadata();
        if (snapshot instanceof CounterSnapshot) {
            return withSuffix(metadata, "_total");
        }
        if (snapshot instanceof InfoSnapshot) {
            return withSuffix(metadata, "_info");
        }
        return snapshot instanceof GaugeSnapshot ? ofGauge(metadata) : metadata.getPrometheusName();
    }

    private static String withSuffix(MetricMetadata metadata, String suffix) {
        String given = given(metadata);
        return given.endsWith(suffix) ? given : metadata.getPrometheusName() + suffix;
    }

    /** As it was given, unit included, when it has the suffix already. */
    private static String given(MetricMetadata metadata) {
        try {
            return metadata.getExpositionBasePrometheusName();
        } catch (NoSuchMethodError e) {
            // Before 1.6 the client knew the name without its suffix only.
            return metadata.getPrometheusName();
        }
    }

    /** The client takes two suffixes off gauges, if they were given with a dot. */
    private static String ofGauge(MetricMetadata metadata) {
        String original;
        try {
            original = metadata.getOriginalName();
        } catch (NoSuchMethodError e) {
            return metadata.getPrometheusName();
        }
        for (String suffix : new String[] {".created", ".total"}) {
            if (original.endsWith(suffix)) {
                return PrometheusNaming.prometheusName(original.substring(0, original.length() - suffix.length()));
            }
        }
        return metadata.getPrometheusName();
    }
}
