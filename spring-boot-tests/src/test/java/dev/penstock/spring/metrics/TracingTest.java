package dev.penstock.spring.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import dev.penstock.testkit.StoredExemplar;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** From a metric's exemplar to the trace to its log lines: all three carry the same ids. */
class TracingTest {

    private static final Logger LOG = LoggerFactory.getLogger(TracingTest.class);

    private EmbeddedBackend backend;

    @BeforeEach
    void startBackend() {
        backend = EmbeddedBackend.start();
    }

    @AfterEach
    void stopBackend() {
        backend.close();
    }

    @Test
    void hasTheBridgeThatIsMeant() {
        try (ConfigurableApplicationContext app = run()) {
            assertThat(app.getBean(Tracer.class).getClass().getSimpleName())
                    .startsWithIgnoringCase(System.getProperty("expected.tracing", "otel"));
        }
    }

    @Test
    void exemplarsAndLogLinesOfARequestHaveTheSameIds() throws Exception {
        try (ConfigurableApplicationContext app = run()) {
            HttpResponse<String> response = get(app);
            String trace = response.body();
            assertThat(trace).matches("[0-9a-f]{32}");

            Map<String, String> line = await().atMost(Duration.ofSeconds(20))
                    .until(() -> line("bought in " + trace), Optional::isPresent)
                    .orElseThrow();
            assertThat(line).containsEntry("trace_id", trace);
            assertThat(line.get("span_id")).matches("[0-9a-f]{16}");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(exemplars("http_server_requests_seconds_bucket"))
                            .anySatisfy(each -> assertThat(each)
                                    .containsEntry("trace_id", trace)
                                    .containsEntry("span_id", line.get("span_id"))));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(exemplars("orders_total"))
                            .anySatisfy(each -> assertThat(each).containsEntry("trace_id", trace)));
        }
    }

    @Test
    void aTraceThatIsNotKeptIsNoExample() throws Exception {
        try (ConfigurableApplicationContext app = run("--management.tracing.sampling.probability=0.0")) {
            String trace = get(app).body();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !backend.metrics().select("orders_total").isEmpty());

            assertThat(exemplars("orders_total")).isEmpty();
            // Its lines still belong together.
            Map<String, String> line = await().atMost(Duration.ofSeconds(20))
                    .until(() -> line("bought in " + trace), Optional::isPresent)
                    .orElseThrow();
            assertThat(line).containsEntry("trace_id", trace);
        }
    }

    private List<Map<String, String>> exemplars(String name) {
        return backend.metrics().select(name).stream()
                .flatMap(each -> each.exemplars().stream())
                .map(StoredExemplar::labels)
                .toList();
    }

    private Optional<Map<String, String>> line(String text) {
        return backend.loki().entries().stream()
                .filter(each -> each.line().contains(text))
                .map(StoredEntry::structuredMetadata)
                .findFirst();
    }

    private ConfigurableApplicationContext run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.application.name=shop",
                "--spring.main.banner-mode=off",
                "--server.port=0",
                "--management.otlp.metrics.export.enabled=false",
                "--management.tracing.sampling.probability=1.0",
                "--management.metrics.distribution.percentiles-histogram.http.server.requests=true",
                "--penstock.loki.url=" + backend.url(),
                "--penstock.loki.batch-wait=100ms",
                "--penstock.remote-write.url=" + backend.url(),
                "--penstock.remote-write.step=200ms"));
        for (String each : arguments) {
            all.removeIf(other -> other.startsWith(each.substring(0, each.indexOf('=') + 1)));
        }
        all.addAll(Arrays.asList(arguments));
        return new SpringApplicationBuilder(Shop.class)
                .web(WebApplicationType.SERVLET)
                .run(all.toArray(String[]::new));
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext app) throws Exception {
        URI uri = URI.create("http://localhost:" + app.getEnvironment().getProperty("local.server.port") + "/buy");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Configuration
    @EnableAutoConfiguration
    static class Shop {

        @Bean
        Till till(Tracer tracer, MeterRegistry registry) {
            return new Till(tracer, registry);
        }
    }

    /** Tells the trace it worked in. */
    @RestController
    static class Till {

        private final Tracer tracer;
        private final MeterRegistry registry;

        Till(Tracer tracer, MeterRegistry registry) {
            this.tracer = tracer;
            this.registry = registry;
        }

        @GetMapping("/buy")
        String buy() {
            String trace = tracer.currentTraceContext().context().traceId();
            LOG.info("bought in {}", trace);
            registry.counter("orders").increment();
            return trace;
        }
    }
}
