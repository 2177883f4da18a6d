package dev.penstock.receivers;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real server as a child process on a free port, which answers PromQL. Where it is not installed, tests are skipped; but
 * not in CI, where that is a failure.
 */
final class RealServer implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final String url;

    private RealServer(List<String> command, Path directory, int port, String readyPath) {
        url = "http://127.0.0.1:" + port;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("server.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> isReady(readyPath));
    }

    private boolean isReady(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    }

    /** The Prometheus that the environment variable names, or the installed one. */
    static RealServer prometheus(Path directory) {
        return prometheus(
                directory, "--web.enable-remote-write-receiver", "--enable-feature=exemplar-storage,native-histograms");
    }

    /** One as it comes from the package: without a receiver. */
    static RealServer prometheusWithoutReceiver(Path directory) {
        return prometheus(directory, new String[0]);
    }

    private static RealServer prometheus(Path directory, String... more) {
        String binary = binary("PROMETHEUS_BIN", "prometheus");
        int port = freePort();
        try {
            Files.writeString(directory.resolve("prometheus.yml"), "global: {}\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(
                binary,
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(more));
        return new RealServer(command, directory, port, "/-/ready");
    }

    /** The VictoriaMetrics that the environment variable names, or the installed one. */
    static RealServer victoriaMetrics(Path directory) {
        String binary = binary("VICTORIA_METRICS_BIN", "victoria-metrics");
        int port = freePort();
        List<String> command = List.of(
                binary,
                "-httpListenAddr=127.0.0.1:" + port,
                "-storageDataPath=data",
                "-search.latencyOffset=0s",
                "-search.disableCache");
        return new RealServer(command, directory, port, "/health");
    }

    private static String binary(String variable, String name) {
        String named = System.getenv(variable);
        if (named != null && !named.isBlank()) {
            return named;
        }
        for (String each : Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1)) {
            Path file = Path.of(each, name);
            if (Files.isExecutable(file)) {
                return file.toString();
            }
        }
        String missing = name + " is not installed, and " + variable + " names none";
        if ("true".equals(System.getenv("CI"))) {
            fail(missing);
        }
        return abort(missing);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String writeUrl() {
        return url + "/api/v1/write";
    }

    /** The value of each series that a query finds, by its labels as they are printed by a map. */
    Map<String, Double> query(String promQl) {
        return query(promQl, null);
    }

    Map<String, Double> query(String promQl, Instant at) {
        String time = at == null ? "" : "&time=" + at.toEpochMilli() / 1000.0;
        JsonNode data = get("/api/v1/query?query=" + encoded(promQl) + time);
        Map<String, Double> values = new TreeMap<>();
        for (JsonNode each : data.path("result")) {
            values.put(labels(each.path("metric")), number(each.path("value").get(1)));
        }
        return values;
    }

    /** The one value that a query finds. */
    double value(String promQl) {
        Map<String, Double> values = query(promQl);
        if (values.size() != 1) {
            throw new AssertionError(promQl + " finds " + values);
        }
        return values.values().iterator().next();
    }

    /** All samples of the only series in a range. */
    List<Double> range(String selector) {
        List<Double> values = new ArrayList<>();
        for (JsonNode series :
                get("/api/v1/query?query=" + encoded(selector + "[1h]")).path("result")) {
            for (JsonNode each : series.path("values")) {
                values.add(number(each.get(1)));
            }
        }
        return values;
    }

    JsonNode get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode document = JSON.readTree(response.body());
            if (!"success".equals(document.path("status").asText())) {
                throw new AssertionError(path + ": " + response.body());
            }
            return document.path("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static double number(JsonNode node) {
        return switch (node.asText()) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(node.asText());
        };
    }

    private static String labels(JsonNode metric) {
        Map<String, String> labels = new TreeMap<>();
        metric.fields()
                .forEachRemaining(
                        each -> labels.put(each.getKey(), each.getValue().asText()));
        return labels.toString();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
