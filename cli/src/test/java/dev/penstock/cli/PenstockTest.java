package dev.penstock.cli;

import static dev.penstock.testkit.MetricAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.testkit.EmbeddedBackend;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PenstockTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final StopSignal stop = new StopSignal();

    private int run(String... args) {
        return Penstock.run(InputStream.nullInputStream(), stream(out), stream(err), stop, args);
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "scrape --help", "check --help", "--version", "scrape --version"})
    void helpIsASuccess(String args) {
        assertThat(run(args.split(" "))).isZero();
        assertThat(out()).contains("penstock");
        assertThat(err()).isEmpty();
    }

    @Test
    void helpSaysWhatThereIs() {
        run("scrape", "--help");

        assertThat(out()).contains("SCRAPE_URL", "WRITE_URL", "--interval", "--protobuf-message", "Exit codes: 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bogus | scrape",
                "scrape | Missing required parameters: 'SCRAPE_URL', 'WRITE_URL'",
                "scrape http://localhost:1 | 'WRITE_URL'",
                "scrape ftp://a http://b | SCRAPE_URL 'ftp://a' is not accepted; expected an http or https URL",
                "scrape http://a nope | WRITE_URL 'nope' is not accepted; expected a URL",
                "scrape http://a http://b --foo | expected one of --bearer-token-file, --external-label",
                "scrape http://a http://b --interval 5 | --interval '5' is not accepted; expected a duration",
                "scrape http://a http://b --interval 10ms | --interval '10ms' is not accepted",
                "scrape http://a http://b --timeout 20s | --timeout '20s' is not accepted",
                "scrape http://a http://b --timeout x | expected a duration",
                "scrape http://a http://b --protobuf-message 3 | --protobuf-message '3' is not accepted; expected auto",
                "scrape http://a http://b --set foo=1 | there is no setting 'foo'; expected one of job",
                "scrape http://a http://b --set maxSamplesPerSend=0 | a number from 1 to 100000",
                "scrape http://a http://b --header Authorization:s3cret | --header 'Authorization…' is not accepted",
                "scrape http://a http://b --external-label 1x=y | --external-label '1x = y' is not accepted",
                "scrape http://a http://b --write-relabel-rules /nowhere/x | there is no file /nowhere/x",
                "scrape http://me:s3cret@a:x http://b | SCRAPE_URL",
                "scrape http://a http://b --password-file /x | basicAuth",
                "scrape http://a http://b --tls-ca /nowhere/x | --tls-ca '/nowhere/x' is not accepted",
                "check | nothing to check; expected --loki URL, --prometheus URL or both",
                "check http://a | Unmatched argument",
                "check --loki nope | --loki 'nope' is not accepted; expected a URL such as http://localhost:3100",
                "check --prometheus me:s3cret@x | --prometheus '***@x' is not accepted; expected a URL",
                "check --loki http://a --foo | expected one of --bearer-token-file",
                "check --loki http://a --timeout 5 | expected a duration",
                "check --loki http://a --timeout 1ms | --timeout is not accepted; expected a duration from 10ms to 10m",
                "check --loki http://a --set foo=1 | there is no setting 'foo'; expected one of url, tenantId",
                "check --loki http://a --set job=x | there is no setting 'job'",
                "check --loki http://a --header Authorization:s3cret | --header 'Authorization…' is not accepted",
                "check --loki http://a --tls-key /nowhere/x | tls.cert and tls.key go together",
                "check --loki http://a --prometheus-query http://b | --prometheus-query is without effect",
                "check --loki http://a --loki-query ftp://me:s3cret@b | --loki-query '***@b' is not accepted",
            })
    void whatCannotBeIsAUsageError(String args, String said) {
        assertThat(run(args.split(" "))).isEqualTo(2);
        assertThat(err()).contains(said).hasLineCount(1).doesNotContain("s3cret");
        assertThat(out()).isEmpty();
    }

    @Test
    void scrapesUntilItIsStopped(@TempDir Path folder) throws Exception {
        Path rules = Files.writeString(
                folder.resolve("rules.alloy"),
                "rule {\n  source_labels = [\"__name__\"]\n  regex = \"secret.*\"\n  action = \"drop\"\n}\n");
        HttpServer target = target("# TYPE a counter\na 1\nsecret_a 2\n", new CountDownLatch(1));
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(
                    "scrape",
                    "http://127.0.0.1:" + target.getAddress().getPort(),
                    backend.remoteWriteUrl(),
                    "--interval=500ms",
                    "--job=shop",
                    "--instance=here",
                    "--external-label=zone=a",
                    "--write-relabel-rules=" + rules));
            assertThat(backend)
                    .within(PATIENCE)
                    .hasSeries(
                            "a{job=\"shop\",instance=\"here\",zone=\"a\"}",
                            series -> series.samples().size() >= 2);
            stop.stop();

            assertThat(exit.join()).isZero();
            assertThat(backend)
                    .isStale("{__name__=~\".+\"}")
                    .hasNoSeries("secret_a")
                    .hasNoViolations();
            assertThat(out())
                    .matches("scrape: scrapes=\\d+ failed=0 accepted=\\d+ delivered=\\d+ dropped=\\d+ pending=0\\R");
            assertThat(err().lines())
                    .allMatch(line -> line.matches("(INFO|WARN) scrape: .*"))
                    .isNotEmpty();
        } finally {
            target.stop(0);
        }
    }

    @Test
    void whatIsNotDeliveredIsAFailure() throws Exception {
        CountDownLatch scraped = new CountDownLatch(1);
        HttpServer target = target("a 1\n", scraped);
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.stop();
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(
                    "scrape",
                    "http://127.0.0.1:" + target.getAddress().getPort(),
                    backend.remoteWriteUrl(),
                    "--set",
                    "drainTimeout=300ms"));
            scraped.await();
            stop.stop();

            assertThat(exit.join()).isEqualTo(1);
            assertThat(err()).contains("dropped as shutdown");
        } finally {
            target.stop(0);
        }
    }

    @Test
    void bothBackendsAreChecked() {
        try (EmbeddedBackend backend = EmbeddedBackend.builder()
                .basicAuth("me", "s3cret")
                .authEnabled(true)
                .start()) {
            assertThat(run(
                            "check",
                            "--loki=" + backend.url(),
                            "--prometheus=" + backend.url(),
                            "--tenant=team-a",
                            "--user=me",
                            "--set=basicAuth.password=s3cret",
                            "--set=job=shop",
                            "--set=batch_wait=2s",
                            "--external-label=zone=a"))
                    .as(out() + err())
                    .isZero();

            assertThat(out())
                    .startsWith("Loki at " + backend.lokiPushUrl() + System.lineSeparator() + "ok   dns ")
                    .contains("remote write at " + backend.remoteWriteUrl())
                    .containsPattern("ok   queryable [^$]*ok   queryable ")
                    .doesNotContain("s3cret", "FAIL");
            assertThat(err()).isEmpty();
            assertThat(backend)
                    .tenant("team-a")
                    .hasSeries("penstock_check{job=\"shop\",zone=\"a\"}", series -> true)
                    .isStale("penstock_check");
        }
    }

    @Test
    void aStepThatFailsIsAFailure() {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.stop();

            assertThat(run("check", "--loki", backend.url())).isEqualTo(1);

            assertThat(out()).contains("FAIL connect    nothing listens at", "skip queryable  not tried");
        }
    }

    private static HttpServer target(String text, CountDownLatch asked) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/metrics", exchange -> {
            asked.countDown();
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
