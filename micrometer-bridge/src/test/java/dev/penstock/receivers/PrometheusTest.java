package dev.penstock.receivers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.MetricShipper;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import dev.penstock.remotewrite.GoFloat;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.NativeHistogram;
import dev.penstock.remotewrite.SampleSource;
import dev.penstock.remotewrite.Series;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus makes of what is sent to it. Each test is a job of its own. */
class PrometheusTest {

    private static RealServer prometheus;

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final long now = System.currentTimeMillis();
    private String job = "";
    private MetricShipper shipper;

    @BeforeAll
    static void start(@TempDir Path directory) {
        prometheus = RealServer.prometheus(directory);
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
    }

    @BeforeEach
    void ship(TestInfo test) {
        job = test.getTestMethod().orElseThrow().getName();
        shipper = ship(settings());
    }

    private RemoteWriteSettingsBuilder settings() {
        return RemoteWriteSettings.builder()
                .url(prometheus.writeUrl())
                .job(job)
                .instance("one")
                .sendNativeHistograms(true);
    }

    private MetricShipper ship(RemoteWriteSettingsBuilder settings) {
        return MetricShipper.start("test", settings.build(), (severity, message) -> messages.add(message));
    }

    @AfterEach
    void close() {
        shipper.close();
        Stats stats = shipper.stats();
        assertThat(stats.delivered() + stats.dropped(DropReason.STAGE))
                .as(messages::toString)
                .isEqualTo(stats.accepted());
    }

    private void publish(SampleSource source, long millisAgo) {
        assertThat(shipper.publish(source, now - millisAgo)).isTrue();
    }

    private void flush() {
        assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
    }

    private String of(String name) {
        return name + "{job=\"" + job + "\"}";
    }

    private static MetricFamily counter(String name) {
        return new MetricFamily(name, MetricType.COUNTER, "Help.", "");
    }

    @Test
    void countersHaveRates() {
        for (int i = 0; i <= 10; i++) {
            int value = i * 30;
            publish(
                    table -> table.series(counter("orders_total"), "orders_total", Labels.of("path", "/a\"b\\c\nd é"))
                            .set(value),
                    100_000 - i * 10_000);
        }
        flush();

        assertThat(prometheus.value("rate(" + of("orders_total") + "[90s])")).isCloseTo(3, within(0.01));
        assertThat(prometheus.query(of("orders_total")).keySet().iterator().next())
                .contains("path=/a\"b\\c\nd é", "instance=one", "job=" + job);
        assertThat(prometheus.value(of("up"))).isEqualTo(1);
        assertThat(prometheus.value(of("scrape_samples_scraped"))).isEqualTo(1);
    }

    @Test
    void quantilesComeFromClassicBuckets() {
        MetricFamily family = new MetricFamily("latency_seconds", MetricType.HISTOGRAM, "Help.", "seconds");
        for (int i = 0; i <= 4; i++) {
            int round = i;
            publish(
                    table -> {
                        double[] bounds = {0.1, 0.5, 1, 1e6, Double.POSITIVE_INFINITY};
                        int[] counts = {0, 10, 20, 20, 20};
                        for (int j = 0; j < bounds.length; j++) {
                            table.series(family, "latency_seconds_bucket", Labels.of("le", GoFloat.format(bounds[j])))
                                    .set(round * counts[j]);
                        }
                    },
                    60_000 - i * 15_000);
        }
        flush();

        assertThat(prometheus.value("histogram_quantile(0.5, rate(" + of("latency_seconds_bucket") + "[1m]))"))
                .isCloseTo(0.5, within(1e-9));
    }

    @Test
    void quantilesComeFromNativeHistograms() {
        MetricFamily family = new MetricFamily("native_seconds", MetricType.HISTOGRAM, "Help.", "seconds");
        for (int i = 1; i <= 4; i++) {
            int round = i;
            publish(
                    table -> table.series(family, "native_seconds", Labels.EMPTY)
                            .set(NativeHistogram.builder(0)
                                    .count(20.0 * round, 30.0 * round)
                                    .zero(0.001, 0)
                                    .positive(new int[] {1, 2}, new double[] {10.0 * round, 10.0 * round})
                                    .build()),
                    60_000 - i * 15_000);
        }
        flush();

        // Buckets (1, 2] and (2, 4], with as much in the one as in the other.
        assertThat(prometheus.value("histogram_quantile(0.5, rate(" + of("native_seconds") + "[1m]))"))
                .isCloseTo(2, within(1e-6));
        assertThat(prometheus.value("histogram_count(" + of("native_seconds") + ")"))
                .isEqualTo(80);
    }

    @Test
    void exemplarsAreFound() {
        publish(
                table -> {
                    Series series = table.series(counter("orders_total"), "orders_total", Labels.EMPTY);
                    series.set(1);
                    series.exemplar(0.7, now - 1500, Labels.of("trace_id", "4bf92f3577b34da6"));
                },
                1000);
        flush();

        JsonNode found = prometheus.get("/api/v1/query_exemplars?query=" + RealServer.encoded(of("orders_total"))
                + "&start=" + (now / 1000 - 60) + "&end=" + (now / 1000 + 60));
        assertThat(found).hasSize(1);
        JsonNode exemplar = found.get(0).path("exemplars").get(0);
        assertThat(exemplar.path("labels").path("trace_id").asText()).isEqualTo("4bf92f3577b34da6");
        assertThat(exemplar.path("value").asText()).isEqualTo("0.7");
    }

    @Test
    void whatIsClosedVanishesAtOnce() {
        publish(
                table -> table.series(counter("orders_total"), "orders_total", Labels.EMPTY)
                        .set(1),
                1000);
        flush();
        assertThat(prometheus.value(of("orders_total"))).isEqualTo(1);

        shipper.close();

        assertThat(prometheus.query(of("orders_total"))).isEmpty();
        assertThat(prometheus.query(of("up"))).isEmpty();
        assertThat(prometheus.query(of("orders_total"), Instant.ofEpochMilli(now - 500)))
                .hasSize(1);
    }

    @Test
    void aNativeHistogramThatIsClosedVanishesToo() {
        publish(
                table -> table.series(new MetricFamily("n", MetricType.HISTOGRAM), "n", Labels.EMPTY)
                        .set(NativeHistogram.builder(0).count(1, 1).zero(1, 1).build()),
                1000);
        flush();
        assertThat(prometheus.value("histogram_count(" + of("n") + ")")).isEqualTo(1);

        shipper.close();

        assertThat(prometheus.query("histogram_count(" + of("n") + ")")).isEmpty();
    }

    @Test
    void tenThousandSeriesArrive() {
        publish(
                table -> {
                    for (int i = 0; i < 10_000; i++) {
                        table.series(counter("many_total"), "many_total", Labels.of("number", Integer.toString(i)))
                                .set(i);
                    }
                },
                1000);
        flush();

        assertThat(prometheus.value("count(" + of("many_total") + ")")).isEqualTo(10_000);
        assertThat(prometheus.value("sum(" + of("many_total") + ")")).isEqualTo(49_995_000);
    }

    @Test
    void rulesChangeWhatIsStored() {
        shipper.close();
        shipper = ship(settings().writeRelabelRules("""
                        rule {
                          source_labels = ["__name__"]
                          regex         = "secret.*"
                          action        = "drop"
                        }
                        rule {
                          source_labels = ["job", "instance"]
                          regex         = "(.*);(.*)"
                          target_label  = "team"
                          replacement   = "${1}-$2"
                        }
                        """));
        publish(
                table -> {
                    table.series(counter("orders_total"), "orders_total", Labels.EMPTY)
                            .set(1);
                    table.series(counter("secret_total"), "secret_total", Labels.EMPTY)
                            .set(1);
                },
                1000);
        flush();

        assertThat(prometheus.query("{job=\"" + job + "\",team=\"" + job + "-one\",__name__=\"orders_total\"}"))
                .hasSize(1);
        assertThat(prometheus.query(of("secret_total"))).isEmpty();
        assertThat(shipper.stats().dropped(DropReason.STAGE)).isEqualTo(1);
    }

    @Test
    void birthIsSeenByIncreaseWhereZerosAreSent() {
        shipper.close();
        shipper = ship(settings().sendStartZeros(true));
        long birth = now - 40_000;
        for (int i = 0; i < 2; i++) {
            publish(
                    table -> {
                        Series series = table.series(counter("orders_total"), "orders_total", Labels.EMPTY);
                        series.startedAt(birth);
                        series.set(30);
                    },
                    30_000 - i * 15_000L);
        }
        flush();

        assertThat(prometheus.range(of("orders_total"))).containsExactly(0.0, 30.0, 30.0);
        assertThat(prometheus.value("increase(" + of("orders_total") + "[1m])")).isGreaterThan(29);
    }

    /** Each line of a scrape is a selector, too. */
    @Test
    void whatMicrometerShowsToAScrapeIsFoundBySelectorsOfTheSameText() {
        Map<String, String> config = Map.of(
                "penstock.metrics.url",
                prometheus.writeUrl(),
                "penstock.metrics.job",
                job,
                "penstock.metrics.instance",
                "registry");
        PrometheusMeterRegistry scraped = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RemoteWriteMeterRegistry pushed = new RemoteWriteMeterRegistry(config::get, Clock.SYSTEM);
        CompositeMeterRegistry both = new CompositeMeterRegistry(Clock.SYSTEM, List.of(scraped, pushed));
        both.counter("orders", "shop", "e\"u\\\n").increment(3);
        both.gauge("pool.size", 7);
        Timer timer = Timer.builder("http.server.requests")
                .tag("uri", "/a")
                .publishPercentileHistogram()
                .serviceLevelObjectives(Duration.ofMillis(100))
                .register(both);
        for (int i = 1; i < 50; i++) {
            timer.record(Duration.ofMillis(i * i));
        }
        assertThat(pushed.shipper().flush(Duration.ofMinutes(2))).isTrue();

        List<String> lines =
                scraped.scrape().lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(lines).hasSizeGreaterThan(60);
        for (String line : lines) {
            int space = line.lastIndexOf(' ');
            String selector = line.substring(0, space);
            String own = "instance=\"registry\",job=\"" + job + "\"}";
            String sent = selector.endsWith("}")
                    ? selector.substring(0, selector.length() - 1) + "," + own
                    : selector + "{" + own;
            assertThat(prometheus.value(sent)).as(sent).isEqualTo(Double.parseDouble(line.substring(space + 1)));
        }
        both.close();
        pushed.close();
    }

    @Test
    void metadataIsTaken() {
        publish(
                table -> table.series(counter("orders_total"), "orders_total", Labels.EMPTY)
                        .set(1),
                1000);
        flush();

        // No version shows metadata that was written to it; that it was refused would be counted.
        assertThat(shipper.counts().metadataFailed()).isZero();
    }
}
