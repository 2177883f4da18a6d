package dev.penstock.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.config.Finding.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Configurations as agents have them. */
class RealisticConfigsTest {

    private static AlloyConfig load(String name, Map<String, String> environment) throws IOException {
        try (InputStream in = Objects.requireNonNull(RealisticConfigsTest.class.getResourceAsStream(name))) {
            return AlloyConfig.parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), environment::get);
        }
    }

    private static LogsRoute logs(AlloyConfig config) {
        assertThat(config.isUsable()).as(config.report().toString()).isTrue();
        return Objects.requireNonNull(config.logs());
    }

    private static Object[] subjects(AlloyConfig config, Outcome outcome) {
        return config.report().of(outcome).stream()
                .map(Finding::subject)
                .distinct()
                .toArray();
    }

    @Test
    void ofKubernetes() throws IOException {
        AlloyConfig config = load("kubernetes.alloy", Map.of("GRAFANA_TOKEN", "s3cret"));

        assertThat(logs(config)).hasToString("loki.process.pods → loki.relabel.drop → loki.write.cloud");
        assertThat(config.pipeline().size()).isEqualTo(7);
        assertThat(logs(config).settings())
                .containsEntry("url", "https://logs-prod-012.grafana.net/loki/api/v1/push")
                .containsEntry("basicAuth.password", "s3cret")
                .containsEntry("externalLabels", "cluster = prod\n");
        MetricsRoute metrics = Objects.requireNonNull(config.metrics());
        assertThat(metrics).hasToString("prometheus.relabel.pods → prometheus.remote_write.mimir");
        assertThat(metrics.settings())
                .containsEntry("tenantId", "team-a")
                .containsEntry("step", "30000000000ns")
                .containsEntry("maxSamplesPerSend", "1000");
        assertThat(subjects(config, Outcome.REPLACED))
                .containsExactly(
                        "discovery.kubernetes.pods",
                        "discovery.relabel.pods",
                        "loki.source.kubernetes.pods",
                        "loki.source.kubernetes_events.events",
                        "prometheus.exporter.self.agent",
                        "prometheus.scrape.pods");
        assertThat(subjects(config, Outcome.NOT_TAKEN_OVER))
                .containsExactly(
                        "logging",
                        "loki.process.events",
                        "loki.write.cloud",
                        "loki.write.local",
                        "prometheus.remote_write.mimir",
                        "otelcol.receiver.otlp.default",
                        "otelcol.exporter.otlp.tempo");
        assertThat(config.report().toString())
                .contains("its labels (namespace, container)")
                .doesNotContain("s3cret");
    }

    @Test
    void ofDockerCompose() throws IOException {
        AlloyConfig config = load("compose.alloy", Map.of("DEPLOY_ENV", "test"));

        assertThat(logs(config)).hasToString("loki.process.containers → loki.write.default");
        assertThat(logs(config).settings())
                .containsEntry("url", "http://loki:3100/loki/api/v1/push")
                .containsEntry("tenantId", "shop")
                .containsEntry("batchSize", "524288");
        assertThat(logs(config).externalLabels()).containsEntry("env", "test").containsKey("host");
        assertThat(config.pipeline().size()).isEqualTo(2);
        assertThat(config.metrics()).isNull();
        assertThat(subjects(config, Outcome.REPLACED)).contains("loki.source.docker.containers", "loki.relabel.names");
        assertThat(config.report().toString()).contains("its labels (job=\"docker\")");
    }

    @Test
    void ofWindows() throws IOException {
        AlloyConfig config = load("windows.alloy", Map.of());

        assertThat(logs(config)).hasToString("loki.process.app → loki.write.cloud");
        assertThat(logs(config).settings()).containsEntry("basicAuth.passwordFile", "C:\\ProgramData\\shop\\token");
        assertThat(Objects.requireNonNull(config.metrics()).writeRules().rules())
                .hasSize(1);
        assertThat(subjects(config, Outcome.TAKEN_OVER))
                .containsExactly(
                        "loki.process.app", "local.file.token", "loki.write.cloud", "prometheus.remote_write.cloud");
        assertThat(config.report().of(Outcome.WARNING).toString()).contains("57:18", "there is no file");
    }

    @Test
    void aFileOfThousandsOfLinesIsReadInNoTime() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            text.append("loki.process \"p").append(i).append("\" {\n");
            text.append("  stage.json {\n    expressions = { a = \"b.c\", level = \"\" }\n  }\n");
            text.append("  stage.labels {\n    values = { level = \"\" }\n  }\n");
            text.append("  forward_to = [")
                    .append(i == 399 ? "loki.write.w" : "loki.process.p" + (i + 1))
                    .append(".receiver]\n}\n");
        }
        text.append("loki.write \"w\" {\n  endpoint { url = \"http://loki\" }\n}\n");

        AlloyConfig config = AlloyConfig.parse(text.toString());

        assertThat(logs(config).components()).hasSize(401);
        assertThat(config.pipeline().size()).isEqualTo(800);
    }

    @Test
    void aMeshOfComponentsIsReadToItsEnd() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append("loki.process \"p").append(i).append("\" {\n  forward_to = [");
            for (int j = i + 1; j < 30; j++) {
                text.append("loki.process.p").append(j).append(".receiver, ");
            }
            text.append("loki.write.w.receiver]\n}\n");
        }
        text.append("loki.write \"w\" {\n  endpoint { url = \"http://loki\" }\n}\n");

        assertThat(AlloyConfig.parse(text.toString()).isUsable()).isTrue();
    }
}
