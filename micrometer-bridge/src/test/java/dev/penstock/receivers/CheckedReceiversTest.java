package dev.penstock.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.check.BackendCheck;
import dev.penstock.check.CheckReport;
import dev.penstock.check.Step;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.ShipperSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check finds out about real receivers. */
class CheckedReceiversTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static CheckReport check(String url) {
        return BackendCheck.remoteWrite(RemoteWriteSettings.builder()
                        .url(url)
                        .job("checked")
                        .instance("one")
                        .build())
                .run(TIMEOUT);
    }

    private static Step step(CheckReport report, String name) {
        return report.steps().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void prometheusTakesTheSampleShowsItAndForgetsIt(@TempDir Path directory) {
        try (RealServer server = RealServer.prometheus(directory)) {
            CheckReport report = check(server.writeUrl());

            assertThat(step(report, "queryable").status()).as(report.toString()).isEqualTo(Step.Status.PASSED);
            assertThat(server.range("penstock_check{job=\"checked\"}")).hasSize(1);
            assertThat(server.query("penstock_check")).isEmpty();
        }
    }

    @Test
    void aPrometheusWithoutReceiverIsToldHowToBeOne(@TempDir Path directory) {
        try (RealServer server = RealServer.prometheusWithoutReceiver(directory)) {
            Step path = step(check(server.writeUrl()), "path");

            assertThat(path.status()).isEqualTo(Step.Status.FAILED);
            assertThat(path.remedy()).contains("--web.enable-remote-write-receiver");
        }
    }

    @Test
    void aPrometheusInThePlaceOfLokiIsKnown(@TempDir Path directory) {
        try (RealServer server = RealServer.prometheus(directory)) {
            String url = server.writeUrl().replace("/api/v1/write", "");
            CheckReport report = BackendCheck.loki(
                            ShipperSettings.builder().url(url).build())
                    .run(TIMEOUT);

            assertThat(step(report, "path").remedy()).contains("/api/v1/write is one, but for metrics");
        }
    }

    @Test
    void victoriaMetricsShowsTheSampleThoughItIsYoung(@TempDir Path directory) {
        try (RealServer server = RealServer.victoriaMetrics(directory)) {
            CheckReport report = check(server.writeUrl());

            assertThat(step(report, "queryable").status()).as(report.toString()).isEqualTo(Step.Status.PASSED);
        }
    }
}
