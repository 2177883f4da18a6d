package dev.penstock.cli;

import static dev.penstock.testkit.MetricAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.testkit.EmbeddedBackend;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a user runs it: in a JVM of its own. Runs once the jar is built. */
@EnabledIfSystemProperty(named = "penstock.jar", matches = ".+")
class PenstockJarIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Process start(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("penstock.jar")));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectOutput(file("out"))
                .redirectError(file("err"))
                .start();
    }

    private File file(String name) {
        return folder.resolve(name).toFile();
    }

    private String text(String name) throws Exception {
        return Files.readString(folder.resolve(name));
    }

    private static int exitCode(Process process) throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void sigtermFlushesAndEndsWithZero() throws Exception {
        HttpServer target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/metrics", exchange -> {
            byte[] body = "# TYPE a counter\na_total 1\n# EOF\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/openmetrics-text; version=1.0.0");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        target.start();
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Process process = start(
                    "scrape",
                    "http://127.0.0.1:" + target.getAddress().getPort() + "/metrics",
                    backend.remoteWriteUrl(),
                    "--interval",
                    "1s");
            try {
                assertThat(backend).within(PATIENCE).hasValue("a_total{job=\"penstock\"}", 1);
                // SIGTERM, where there are signals; twice, as timeout(1) does it.
                process.destroy();
                process.destroy();

                assertThat(exitCode(process)).as(text("err")).isZero();
                assertThat(backend).isStale("{__name__=~\".+\"}").hasNoViolations();
                assertThat(text("out")).startsWith("scrape: scrapes=").contains(" failed=0 ", " dropped=0 pending=0");
                assertThat(text("err").lines())
                        .allMatch(line -> line.startsWith("INFO ") || line.contains("SIGINT is ignored"));
            } finally {
                process.destroyForcibly();
            }
        } finally {
            target.stop(0);
        }
    }

    @Test
    void checkFindsWhatItSends() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            int exit = exitCode(start("check", "--loki", backend.url(), "--prometheus", backend.url()));

            assertThat(exit).as(text("out") + text("err")).isZero();
            assertThat(text("out").lines().filter(line -> line.startsWith("ok   queryable")))
                    .hasSize(2);
            assertThat(text("err")).isEmpty();
        }
    }

    @Test
    void checkSaysWhichStepFailed() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            int exit = exitCode(start("check", "--loki", backend.url() + "/nope"));

            assertThat(exit).isEqualTo(1);
            assertThat(text("out")).contains("FAIL path ", backend.lokiPushUrl() + " is one");
        }
    }

    @Test
    void theVersionIsThatOfTheJar() throws Exception {
        assertThat(exitCode(start("--version"))).isZero();
        assertThat(text("out")).matches("penstock \\d.*\\R");
        assertThat(text("err")).isEmpty();
    }

    @Test
    void anUnknownOptionIsAUsageError() throws Exception {
        assertThat(exitCode(start("scrape", "http://a", "http://b", "--nope"))).isEqualTo(2);
        assertThat(text("err")).contains("--nope", "--interval").hasLineCount(1);
    }
}
