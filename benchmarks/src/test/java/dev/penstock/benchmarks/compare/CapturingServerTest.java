package dev.penstock.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapturingServerTest {

    private final BodyStore store = new BodyStore(5);
    private final CapturingServer server = new CapturingServer(store);

    @BeforeEach
    void start() throws IOException {
        server.up();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        store.close();
    }

    @Test
    void bodiesAreKeptInOrderBeyondTheBoundOfMemoryToo() throws Exception {
        assertThat(post("/loki/api/v1/push", false, "one")).isEqualTo(204);
        assertThat(post("/v1/logs", false, "two")).isEqualTo(200);
        assertThat(post("/loki/api/v1/push?x", true, "three")).isEqualTo(204);
        assertThat(kept()).containsExactly("/loki/api/v1/push one", "/v1/logs two", "/loki/api/v1/push three");
        store.clear();
        assertThat(kept()).isEmpty();
    }

    @Test
    void whoIsDownRefusesConnectionsUntilItIsUpAgain() throws Exception {
        post("/loki/api/v1/push", false, "one");
        server.down();
        assertThatThrownBy(() -> post("/loki/api/v1/push", false, "two")).isInstanceOf(ConnectException.class);
        server.up();
        assertThat(post("/loki/api/v1/push", false, "three")).isEqualTo(204);
        assertThat(kept()).containsExactly("/loki/api/v1/push one", "/loki/api/v1/push three");
    }

    private int post(String path, boolean chunked, String text) throws IOException, InterruptedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // A client of its own each time: one that has a connection may only notice its end when it uses it.
        return HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                                .POST(
                                        chunked
                                                ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))
                                                : BodyPublishers.ofByteArray(bytes))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private List<String> kept() throws IOException {
        List<String> kept = new ArrayList<>();
        store.readAll((body, bytes) -> kept.add(body.path() + " " + new String(bytes, StandardCharsets.UTF_8)));
        return kept;
    }
}
