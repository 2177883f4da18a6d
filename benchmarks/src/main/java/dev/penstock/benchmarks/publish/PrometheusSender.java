package dev.penstock.benchmarks.publish;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.ReceivedRequest;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a real Prometheus puts on the wire for the same meters: it scrapes them and remote-writes them, as an agent does.
 * Needs {@code prometheus} on the path, or in the environment variable {@code PROMETHEUS_BIN}.
 */
final class PrometheusSender {

    /** The first scrapes are of a sender that is starting. */
    private static final int SCRAPES = 12;

    private PrometheusSender() {}

    /** Compressed bytes per sample. */
    static double bytesPerSample() throws IOException, InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ShopMeters meters = new ShopMeters(registry);
        Path folder = Files.createTempDirectory("penstock-prometheus");
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/metrics", exchange -> {
            meters.live();
            byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        target.start();
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Files.writeString(folder.resolve("prometheus.yml"), """
                    scrape_configs:
                      - job_name: shop
                        scrape_interval: 1s
                        static_configs: [{targets: ['127.0.0.1:%d']}]
                    remote_write:
                      - url: %s
                        metadata_config: {send: false}
                    """.formatted(
                            target.getAddress().getPort(), backend.remoteWriteUrl()));
            Process process = new ProcessBuilder(
                            System.getenv().getOrDefault("PROMETHEUS_BIN", "prometheus"),
                            "--config.file=prometheus.yml",
                            "--storage.tsdb.path=data",
                            "--web.listen-address=127.0.0.1:0")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            try {
                while (process.isAlive() && backend.metrics().sampleCount() < SCRAPES * 18_400L) {
                    TimeUnit.MILLISECONDS.sleep(200);
                }
                long samples = backend.metrics().sampleCount();
                List<ReceivedRequest> requests = backend.metricRequests();
                long bytes = requests.stream()
                        .filter(each -> !each.refused())
                        .mapToLong(ReceivedRequest::bodyBytes)
                        .sum();
                return bytes / (double) samples;
            } finally {
                process.destroy();
                boolean unused = process.waitFor(10, TimeUnit.SECONDS);
            }
        } finally {
            target.stop(0);
        }
    }
}
