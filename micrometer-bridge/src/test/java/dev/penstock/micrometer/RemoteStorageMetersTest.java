package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.MetricShipper;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The names are those of the dashboards and alerts that Prometheus' own users have. */
class RemoteStorageMetersTest {

    private static final String ALL = "{remote_name=\"shop\",url=\"";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PenstockMetrics metrics = new PenstockMetrics();
    private final EmbeddedBackend backend = EmbeddedBackend.start();
    private long now = System.currentTimeMillis();

    @AfterEach
    void close() {
        metrics.close();
        backend.close();
    }

    private MetricShipper ship() {
        return MetricShipper.start(
                "shop",
                RemoteWriteSettings.builder()
                        .url(backend.remoteWriteUrl())
                        .sendScrapeSeries(false)
                        .set("minBackoff", "1ms")
                        .build(),
                (severity, message) -> {});
    }

    private void publish(MetricShipper shipper, int count) {
        now += 1000;
        boolean unused = shipper.publish(
                table -> {
                    for (int i = 0; i < count; i++) {
                        table.series(new MetricFamily("a", MetricType.GAUGE), "a", Labels.of("i", "" + i))
                                .set(1);
                    }
                },
                now);
        assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
    }

    private Map<String, Double> scrape() {
        Map<String, Double> found = new TreeMap<>();
        registry.scrape().lines().filter(each -> !each.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            found.put(
                    line.substring(0, space).replace(ALL + backend.remoteWriteUrl() + "\"", "{"),
                    Double.parseDouble(line.substring(space + 1).replace("+Inf", "Infinity")));
        });
        return found;
    }

    @Test
    void whatWasSentFailedRetriedAndDroppedIsCountedUnderPrometheusNames() {
        metrics.bindTo(registry);
        try (MetricShipper shipper = ship()) {
            backend.metricFaults().next(Fault.status(503)).next(Fault.status(400));
            publish(shipper, 10);
            publish(shipper, 10);

            Map<String, Double> found = scrape();
            assertThat(found)
                    .containsEntry("prometheus_remote_storage_samples_total{}", 30.0)
                    .containsEntry("prometheus_remote_storage_samples_retried_total{}", 10.0)
                    .containsEntry("prometheus_remote_storage_samples_failed_total{}", 10.0)
                    .containsEntry("prometheus_remote_storage_samples_in_total{}", 20.0)
                    .containsEntry("prometheus_remote_storage_samples_pending{}", 0.0)
                    .containsEntry(
                            "prometheus_remote_storage_samples_dropped_total{reason=\"rejected\",remote_name=\"shop\",url=\""
                                    + backend.remoteWriteUrl() + "\"}",
                            10.0)
                    .containsEntry("prometheus_remote_storage_max_samples_per_send{}", 2000.0)
                    .containsEntry("prometheus_remote_storage_sent_batch_duration_seconds_count{}", 3.0)
                    .containsEntry("prometheus_remote_storage_highest_timestamp_in_seconds", now / 1000.0)
                    .containsEntry("prometheus_remote_storage_queue_highest_sent_timestamp_seconds{}", now / 1000.0)
                    .containsKeys(
                            "prometheus_remote_storage_bytes_total{}",
                            "prometheus_remote_storage_metadata_total{}",
                            "prometheus_remote_storage_metadata_bytes_total{}",
                            "prometheus_remote_storage_histograms_total{}",
                            "prometheus_remote_storage_exemplars_total{}",
                            "prometheus_remote_storage_shards{}",
                            "prometheus_remote_storage_queue_highest_timestamp_seconds{}");
            assertThat(found.keySet()).noneMatch(each -> each.startsWith("loki_write"));
        }
    }

    @Test
    void countersGoOnWhenAShipperIsStartedAgain() {
        metrics.bindTo(registry);
        try (MetricShipper shipper = ship()) {
            publish(shipper, 10);
        }
        try (MetricShipper shipper = ship()) {
            publish(shipper, 5);

            // Ten, their stale markers, and five.
            assertThat(scrape()).containsEntry("prometheus_remote_storage_samples_total{}", 25.0);
        }
        metrics.close();
        assertThat(scrape()).isEmpty();
    }
}
