package dev.penstock.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health and the endpoint over HTTP, in servlet and reactive applications. */
class ActuatorTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static EmbeddedBackend backend;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void startBackend() {
        backend = EmbeddedBackend.start();
    }

    /** The same one for all: what ships logs may outlive the application, and would miss its backend. */
    @BeforeEach
    void mendBackend() {
        backend.restart();
        backend.clear();
    }

    @AfterAll
    static void stopBackend() {
        backend.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void endpointTellsOfEachShipper(WebApplicationType type) {
        try (ConfigurableApplicationContext app = run(type)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(json(get(app, "penstock")).<List<Integer>>read(
                                    "$.shippers[?(@.kind == 'metrics')].ledger.delivered"))
                            .singleElement()
                            .matches(delivered -> delivered > 0));

            DocumentContext report = json(get(app, "penstock"));
            Map<String, Object> metrics = report.<List<Map<String, Object>>>read("$.shippers[?(@.kind == 'metrics')]")
                    .get(0);
            assertThat(metrics)
                    .containsEntry("url", backend.remoteWriteUrl())
                    .containsEntry("tenant", "team")
                    .containsEntry("status", "UP")
                    .containsEntry("reason", "")
                    .containsKeys("name", "ledger", "sentBytes", "retries", "buffer", "lastSuccess")
                    .doesNotContainKeys("lastFailure", "queue", "streams");
            Map<String, Object> ledger = report.<List<Map<String, Object>>>read(
                            "$.shippers[?(@.kind == 'metrics')].ledger")
                    .get(0);
            assertThat(ledger).containsOnlyKeys("accepted", "delivered", "pending", "dropped");
            assertThat(report.<List<Map<String, Object>>>read("$.shippers[?(@.kind == 'metrics')].ledger.dropped")
                            .get(0))
                    .containsEntry("queue_full", 0)
                    .containsEntry("shutdown", 0)
                    .hasSize(10);
            assertThat(report.jsonString()).doesNotContain("s3cret");
        }
    }

    @Test
    void endpointTellsOfStreams() {
        try (ConfigurableApplicationContext app = run(WebApplicationType.SERVLET)) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(json(get(app, "penstock")).<List<String>>read(
                                    "$.shippers[?(@.kind == 'logs')].streams.largest[*].labels"))
                            .anySatisfy(labels -> assertThat(labels).contains("service_name=\"shop\"")));

            Map<String, Object> logs = json(get(app, "penstock"))
                    .<List<Map<String, Object>>>read("$.shippers[?(@.kind == 'logs')]")
                    .get(0);
            assertThat(logs)
                    .containsEntry("url", backend.lokiPushUrl())
                    .containsEntry("status", "UP")
                    .containsKeys("queue", "buffer", "streams", "truncatedLines", "lastSuccess");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void checkIsAnsweredWithItsReport(WebApplicationType type) {
        try (ConfigurableApplicationContext app = run(type)) {
            for (String path : List.of("penstock", "penstock/check")) {
                HttpResponse<String> response = post(app, path);

                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                DocumentContext report = json(response);
                assertThat(report.<Boolean>read("$.passed")).as(response.body()).isTrue();
                assertThat(report.<List<String>>read("$.backends[?(@.backend == 'remote write')].steps[*].name"))
                        .containsExactly(
                                "dns", "connect", "tls", "auth", "tenant", "path", "accepted", "queryable");
                assertThat(report.<List<String>>read("$.backends[?(@.backend == 'remote write')].steps[7].status"))
                        .containsExactly("passed");
                assertThat(report.<List<String>>read("$.backends[*].backend"))
                        .containsExactlyInAnyOrder("Loki", "remote write");
                assertThat(report.<String>read("$.text"))
                        .contains(backend.remoteWriteUrl(), backend.lokiPushUrl(), "queryable");
                assertThat(response.body()).doesNotContain("s3cret");
            }
        }
    }

    @Test
    void theCheckBlocksNoEventLoop() {
        try (ConfigurableApplicationContext app = run(Watched.class, WebApplicationType.REACTIVE)) {
            assertThat(post(app, "penstock/check").statusCode()).isEqualTo(200);

            assertThat(app.getBean(Watched.class).checkedBy.get()).startsWith("boundedElastic");
        }
    }

    @Test
    void failedCheckSaysWhichStepAndWhatToDo() {
        try (ConfigurableApplicationContext app = run(WebApplicationType.SERVLET)) {
            backend.stop();
            DocumentContext report = json(post(app, "penstock/check"));

            assertThat(report.<Boolean>read("$.passed")).isFalse();
            assertThat(report.<List<String>>read(
                            "$.backends[?(@.backend == 'remote write')].steps[?(@.status == 'failed')].name"))
                    .containsExactly("connect");
            assertThat(report.<List<String>>read(
                            "$.backends[?(@.backend == 'remote write')].steps[?(@.status == 'failed')].remedy"))
                    .allSatisfy(remedy -> assertThat(remedy).isNotBlank());
        }
    }

    @Test
    void thereIsNoOtherOperation() {
        try (ConfigurableApplicationContext app = run(WebApplicationType.SERVLET)) {
            assertThat(post(app, "penstock/restart").statusCode()).isEqualTo(400);
        }
    }

    @Test
    void isNotExposedUnlessAsked() {
        try (ConfigurableApplicationContext app =
                run(WebApplicationType.SERVLET, "--management.endpoints.web.exposure.include=health")) {
            assertThat(get(app, "penstock").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void isOffWithAllTheRest() {
        try (ConfigurableApplicationContext app = run(WebApplicationType.SERVLET, "--penstock.enabled=false")) {
            assertThat(get(app, "penstock").statusCode()).isEqualTo(404);
            assertThat(get(app, "health/penstock").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVLET", "REACTIVE"})
    void healthIsUpWhileRecordsAreDelivered(WebApplicationType type) {
        try (ConfigurableApplicationContext app = run(type)) {
            HttpResponse<String> health = get(app, "health/penstock");

            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(json(health).<String>read("$.status")).isEqualTo("UP");
            assertThat(json(health).<List<String>>read("$.details.shippers[*].url"))
                    .contains(backend.remoteWriteUrl());
        }
    }

    @Test
    void degradedIsToldAndLeavesTheApplicationInService() {
        try (ConfigurableApplicationContext app = run(WebApplicationType.SERVLET)) {
            backend.stop();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(json(get(app, "health")).<String>read("$.status"))
                                    .isEqualTo("DEGRADED"));

            assertThat(get(app, "health").statusCode()).isEqualTo(200);
            assertThat(json(get(app, "health")).<String>read("$.components.penstock.details.reason"))
                    .isNotBlank();
            assertThat(get(app, "health/readiness").statusCode()).isEqualTo(200);
            assertThat(json(get(app, "health/readiness")).<String>read("$.status"))
                    .isEqualTo("UP");
            // Logs may have been the first to notice.
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(json(get(app, "penstock"))
                                    .<List<Map<String, Object>>>read(
                                            "$.shippers[?(@.kind == 'metrics')].lastFailure"))
                            .hasSize(1)
                            .allSatisfy(each -> assertThat(each).containsKeys("at", "message", "remedy")));

            backend.restart();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(json(get(app, "health"))
                                    .<String>read("$.components.penstock.details.shippers.metrics.status"))
                            .isEqualTo("UP"));
        }
    }

    /** What the shipper of metrics logs about itself is a line like any other to the shipper of logs. */
    @Test
    void failureToShipMetricsCostsNoLogLine() {
        try (ConfigurableApplicationContext app = run(WebApplicationType.SERVLET)) {
            backend.metricFaults().next(3, Fault.status(503));
            await().atMost(SOON)
                    .until(() -> backend.loki().entries().stream()
                            .anyMatch(each -> each.line().contains("503") && each.line().startsWith("metrics: ")));

            assertThat(json(get(app, "penstock")).<List<Integer>>read(
                            "$.shippers[?(@.url == '" + backend.lokiPushUrl() + "')].ledger.dropped.internal_error"))
                    .containsOnly(0);
        }
    }

    @Test
    void degradedIsDownWhereThatIsAsked() {
        try (ConfigurableApplicationContext app =
                run(WebApplicationType.SERVLET, "--penstock.health.degraded-is-down=true")) {
            backend.stop();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(get(app, "health").statusCode()).isEqualTo(503));
        }
    }

    @Test
    void wrongCredentialsAreDown() {
        try (ConfigurableApplicationContext app = run(WebApplicationType.SERVLET)) {
            backend.metricFaults().always(Fault.status(401));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(json(get(app, "health/penstock")).<String>read("$.status"))
                            .isEqualTo("DOWN"));

            assertThat(get(app, "health").statusCode()).isEqualTo(503);
            assertThat(get(app, "health/liveness").statusCode()).isEqualTo(200);
            assertThat(get(app, "health").body()).doesNotContain("s3cret");
        }
    }

    @Test
    void anOrderOfTheApplicationsOwnIsLeftAsItIs() {
        try (ConfigurableApplicationContext app =
                run(WebApplicationType.SERVLET, "--management.endpoint.health.status.order=up,down,degraded")) {
            backend.stop();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(json(get(app, "health/penstock")).<String>read("$.status"))
                            .isEqualTo("DEGRADED"));

            assertThat(json(get(app, "health")).<String>read("$.status")).isEqualTo("UP");
        }
    }

    private ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
        return run(App.class, type, arguments);
    }

    private ConfigurableApplicationContext run(Class<?> application, WebApplicationType type, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--spring.main.banner-mode=off",
                "--server.port=0",
                "--management.otlp.metrics.export.enabled=false",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.health.probes.enabled=true",
                "--penstock.loki.url=" + backend.url(),
                "--penstock.loki.batch-wait=100ms",
                "--penstock.loki.drain-timeout=1s",
                "--penstock.loki.min-backoff=100ms",
                "--penstock.loki.max-backoff=200ms",
                "--penstock.remote-write.url=" + backend.url(),
                "--penstock.remote-write.tenant-id=team",
                "--penstock.remote-write.basic-auth.username=me",
                "--penstock.remote-write.basic-auth.password=s3cret",
                "--penstock.remote-write.max-backoff=200ms",
                "--penstock.remote-write.min-backoff=100ms",
                "--penstock.remote-write.drain-timeout=1s",
                "--penstock.remote-write.step=200ms"));
        for (String each : arguments) {
            all.removeIf(other -> other.startsWith(each.substring(0, each.indexOf('=') + 1)));
        }
        all.addAll(Arrays.asList(arguments));
        return new SpringApplicationBuilder(application).web(type).run(all.toArray(String[]::new));
    }

    private HttpResponse<String> get(ConfigurableApplicationContext app, String path) {
        return send(HttpRequest.newBuilder(uri(app, path)).build());
    }

    private HttpResponse<String> post(ConfigurableApplicationContext app, String path) {
        return send(HttpRequest.newBuilder(uri(app, path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static URI uri(ConfigurableApplicationContext app, String path) {
        return URI.create(
                "http://localhost:" + app.getEnvironment().getProperty("local.server.port") + "/actuator/" + path);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static DocumentContext json(HttpResponse<String> response) {
        return JsonPath.parse(response.body());
    }

    @Configuration
    @EnableAutoConfiguration
    static class App {}

    /** Remembers the thread that checks. */
    @Configuration
    @EnableAutoConfiguration
    static class Watched {

        private final AtomicReference<String> checkedBy = new AtomicReference<>("");

        @Bean
        PenstockEndpoint penstockEndpoint() {
            return new PenstockEndpoint(List::of, () -> {
                checkedBy.set(Thread.currentThread().getName());
                return List.of();
            });
        }
    }
}
