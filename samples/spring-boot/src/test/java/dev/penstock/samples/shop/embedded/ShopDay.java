package dev.penstock.samples.shop.embedded;

import dev.penstock.JobScope;
import dev.penstock.RunningShippers;
import dev.penstock.ledger.Stats;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.ShipperStatus;
import dev.penstock.samples.shop.ShopApplication;
import dev.penstock.testkit.EmbeddedBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A day in the life of the shop: what it did from the first line of its start to the last of its end.
 *
 * @param answers how many requests were answered with each HTTP status
 * @param logged how many events the shop wrote to its log file, which knows nothing of Penstock
 * @param logs what became of them on their way to Loki
 * @param samples what became of the samples on their way to Prometheus
 */
record ShopDay(Map<Integer, Integer> answers, long logged, Stats logs, Stats samples) {

    /** Before each event in the log file, since an event may have many lines. */
    private static final String MARK = "@@ ";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Opens the shop on a free port, lets a customer in, and closes it. */
    static ShopDay at(EmbeddedBackend backend) throws IOException, InterruptedException {
        Path logFile = Files.createTempFile("shop", ".log");
        try {
            Map<Integer, Integer> answers;
            List<Measured> shippers;
            // What one would write into application.yml, or give to java -jar.
            try (ConfigurableApplicationContext shop = new SpringApplicationBuilder(ShopApplication.class)
                    .run(
                            "--server.port=0",
                            "--penstock.loki.url=" + backend.url(),
                            "--penstock.remote-write.url=" + backend.url(),
                            "--penstock.remote-write.step=1s",
                            "--management.tracing.export.otlp.enabled=false",
                            "--spring.main.banner-mode=off",
                            "--logging.threshold.console=off",
                            "--logging.file.name=" + logFile,
                            "--logging.pattern.file=" + MARK + "%m%n")) {
                int port = ((WebServerApplicationContext) shop).getWebServer().getPort();
                answers = new Customer("http://localhost:" + port).visit();
                shippers = RunningShippers.all().stream()
                        .filter(shipper -> shipper.status().url().startsWith(backend.url()))
                        .toList();
            }
            // The end of the context is logged, too.
            JobScope.open(PATIENCE).close();
            return new ShopDay(
                    answers,
                    events(logFile),
                    stats(shippers, ShipperStatus.Kind.LOGS),
                    stats(shippers, ShipperStatus.Kind.METRICS));
        } finally {
            Files.deleteIfExists(logFile);
        }
    }

    private static Stats stats(List<Measured> shippers, ShipperStatus.Kind kind) {
        return shippers.stream()
                .filter(shipper -> shipper.status().kind() == kind)
                .findFirst()
                .map(Measured::stats)
                .orElse(Stats.NONE);
    }

    private static long events(Path logFile) throws IOException {
        try (Stream<String> lines = Files.lines(logFile)) {
            return lines.filter(line -> line.startsWith(MARK)).count();
        }
    }
}
