package dev.penstock.samples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.spring.LokiConnectionDetails;
import dev.penstock.spring.RemoteWriteConnectionDetails;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.LokiAssertions;
import dev.penstock.testkit.MetricAssertions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

/**
 * What the shop ships. Tests ship nothing by themselves; the beans below make this one do it, to a backend of its own, whatever
 * URLs are in application.yml.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"penstock.remote-write.step=1s", "management.tracing.export.otlp.enabled=false"})
@DirtiesContext // The other test starts the shop anew, with another log file: this one has to be closed by then.
class ShopShipsTest {

    /** Never stopped: it has to be there until Spring has closed the application. Its threads are daemons. */
    private static final EmbeddedBackend BACKEND = EmbeddedBackend.start();

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @TestConfiguration
    static class Backend {

        @Bean
        LokiConnectionDetails loki() {
            return BACKEND::lokiPushUrl;
        }

        @Bean
        RemoteWriteConnectionDetails prometheus() {
            return BACKEND::remoteWriteUrl;
        }
    }

    @Test
    void anOrderIsLogged() throws Exception {
        assertThat(buy("cup").statusCode()).isEqualTo(201);

        LokiAssertions.assertThat(BACKEND).within(PATIENCE).stream("service_name", "shop", "level", "INFO")
                .withMetadata("article", "cup")
                .hasEntry(entry -> entry.line().endsWith("of cup")
                        && entry.structuredMetadata().containsKey("trace_id"));
    }

    @Test
    void anOrderIsCounted() throws Exception {
        assertThat(buy("kettle").statusCode()).isEqualTo(201);

        MetricAssertions.assertThat(BACKEND)
                .within(PATIENCE)
                .hasValue("shop_orders_total{job=\"shop\", article=\"kettle\"}", 1)
                .hasNoViolations();
    }

    @Test
    void theFirstLineOfTheStartIsLogged() {
        LokiAssertions.assertThat(BACKEND).within(PATIENCE).hasLineContaining("Starting ");
    }

    private HttpResponse<String> buy(String article) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"article\": \"" + article + "\", \"quantity\": 1}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
