package dev.penstock.check;

import static dev.penstock.check.Checked.allPassed;
import static dev.penstock.check.Checked.check;
import static dev.penstock.check.Checked.failed;
import static dev.penstock.check.Checked.logs;
import static dev.penstock.check.Checked.metrics;
import static dev.penstock.check.Checked.run;
import static dev.penstock.check.Checked.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.check.Step.Status;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.LokiAssertions;
import dev.penstock.testkit.MetricAssertions;
import dev.penstock.testkit.MetricReceiver;
import dev.penstock.testkit.http.LoopbackServer;
import dev.penstock.testkit.http.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BackendCheckTest {

    private static final Duration SHORT = Duration.ofMillis(700);

    private final List<Runnable> closing = new ArrayList<>();

    @TempDir
    Path directory;

    private EmbeddedBackend start(EmbeddedBackend.Builder builder) {
        EmbeddedBackend backend = builder.start();
        closing.add(backend::close);
        return backend;
    }

    private EmbeddedBackend start() {
        return start(EmbeddedBackend.builder());
    }

    /** A server that answers the same to everything. */
    private String serve(Reply reply) {
        return serve(new LoopbackServer(0, null, exchange -> {
            byte[] unused = exchange.body(1 << 20);
            return reply;
        }));
    }

    private String serve(LoopbackServer server) {
        server.start();
        closing.add(server::stop);
        return "http://127.0.0.1:" + server.port();
    }

    @AfterEach
    void close() {
        closing.forEach(Runnable::run);
    }

    @Test
    void aLineIsSentAndFound() {
        EmbeddedBackend backend = start();

        CheckReport report = check(logs(backend.url()).externalLabels(Map.of("zone", "a", "service_name", "shop")));

        allPassed(report);
        assertThat(report.toString())
                .startsWith(
                        "Loki at " + backend.lokiPushUrl() + "\nok   dns        127.0.0.1 is an address\nok   connect ")
                .contains("\nskip tls ", "\nok   accepted   HTTP 204", "\nok   queryable  ");
        LokiAssertions.assertThat(backend)
                .withLabel("service_name", "penstock-check")
                .withLabel("level", "INFO")
                .withLabel("zone", "a")
                .hasEntries(1);
        assertThat(backend.loki().entries().get(0).line()).matches("penstock check [0-9a-f-]{36}");
    }

    @ParameterizedTest
    @EnumSource(MetricReceiver.class)
    void aSampleIsSentFoundAndEnded(MetricReceiver receiver) {
        EmbeddedBackend backend = start(EmbeddedBackend.builder().metricReceiver(receiver));

        allPassed(check(metrics(backend.url()).externalLabels(Map.of("zone", "a"))));

        MetricAssertions.assertThat(backend)
                .hasSeries(
                        "penstock_check{job=\"shop\",instance=\"one\",zone=\"a\"}",
                        series -> series.samples().size() == 2)
                .isStale("penstock_check")
                .hasNoViolations();
    }

    @Test
    void aSecondCheckIsTheSameSeries() {
        EmbeddedBackend backend = start();
        BackendCheck check = BackendCheck.remoteWrite(metrics(backend.url()).build());

        allPassed(run(check, Checked.TIMEOUT));
        allPassed(run(check, Checked.TIMEOUT));

        MetricAssertions.assertThat(backend)
                .hasSeries("penstock_check", series -> series.samples().size() == 4)
                .hasNoViolations();
    }

    @Test
    void mimirsPathIsQueriedUnderItsPrefix() {
        EmbeddedBackend backend = start(
                EmbeddedBackend.builder().metricReceiver(MetricReceiver.MIMIR).authEnabled(true));

        allPassed(check(metrics(backend.url() + "/api/v1/push").tenantId("team-a")));
    }

    @Test
    void rulesThatDropTheSampleAreNoFailure() {
        EmbeddedBackend backend = start();

        allPassed(check(metrics(backend.url()).writeRelabelRules(labels -> null)));
        allPassed(check(metrics(backend.url()).writeRelabelRules(labels -> {
            labels.put("__name__", "other_name");
            return labels;
        })));

        MetricAssertions.assertThat(backend).isStale("penstock_check").isStale("other_name");
    }

    @Test
    void aNameThatIsNotFoundFailsDns() {
        Step step = failed(check(logs("http://no.such.host.invalid:3100")), "dns");

        assertThat(step.message()).contains("no.such.host.invalid");
        assertThat(step.remedy()).contains("host name in url", "DNS");
    }

    @Test
    void aProxyThatIsNotFoundFailsDnsAndSaysSo() {
        Step step = failed(check(logs("http://loki:3100").proxyUrl("http://no.such.proxy.invalid:3128")), "dns");

        assertThat(step.message()).contains("no.such.proxy.invalid");
        assertThat(step.remedy()).contains("proxyUrl");
    }

    @Test
    void aProxyIsWhatIsConnectedTo() {
        EmbeddedBackend proxy = start();

        CheckReport report = check(logs("http://no.such.host.invalid:3100").proxyUrl(proxy.url()));

        assertThat(step(report, "connect").message()).startsWith("the proxy 127.0.0.1:");
        allPassed(report);
    }

    @Test
    void aProxyThatWantsCredentialsFailsAuth() {
        String proxy = serve(Reply.text(407, "who are you\n").with(Map.of("Proxy-Authenticate", "Basic realm=\"p\"")));

        for (String url : List.of("http://loki:3100", "https://loki:3100")) {
            Step step = failed(check(logs(url).proxyUrl(proxy.replace("//", "//me:s3cret@"))), "auth");

            assertThat(step.message()).contains("proxy", "407");
            assertThat(step.remedy()).contains("proxyUrl");
        }
    }

    @Test
    void aProxyThatDoesNotConnectFailsConnect() {
        String proxy = serve(Reply.text(502, "no such host\n"));

        Step step = failed(check(logs("https://loki:3100").proxyUrl(proxy)), "connect");

        assertThat(step.message()).contains("the proxy 127.0.0.1:", "does not connect to loki:3100", "HTTP 502");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basic  | wrong | the credentials are refused | basicAuth.username",
                "bearer | wrong | the credentials are refused | bearerToken",
                "none   |       | none are set                | set basicAuth or bearerToken",
            })
    void credentialsThatAreRefusedFailAuth(String kind, String secret, String message, String remedy) {
        EmbeddedBackend backend = start(EmbeddedBackend.builder().basicAuth("me", "s3cret"));
        var settings = logs(backend.url());
        switch (kind) {
            case "basic" -> settings.username("me").password(secret);
            case "bearer" -> settings.bearerToken(secret);
            default -> settings.tenantId("a");
        }

        Step step = failed(check(settings), "auth");

        assertThat(step.message()).contains(message, "HTTP 401 'Unauthorized'");
        assertThat(step.remedy()).contains(remedy);
    }

    @Test
    void credentialsThatAreTakenPassAuth() {
        EmbeddedBackend backend = start(EmbeddedBackend.builder().basicAuth("me", "s3cret"));

        allPassed(check(logs(backend.url()).username("me").password("s3cret")));
        allPassed(check(metrics(backend.url().replace("//", "//me:s3cret@"))));
    }

    @Test
    void credentialsThatMayNotPushFailAuth() {
        EmbeddedBackend backend = start();
        backend.faults().always(Fault.status(403).body("invalid scope requested"));

        Step step = failed(check(logs(backend.url()).bearerToken("t0ken")), "auth");

        assertThat(step.message()).contains("do not allow", "HTTP 403 'invalid scope requested'");
        assertThat(step.remedy()).contains("right to write");
    }

    @Test
    void aTokenFileThatIsNotThereFailsAuthByItsName() throws Exception {
        EmbeddedBackend backend = start();
        Path missing = directory.resolve("missing");

        Step step = failed(check(logs(backend.url()).bearerTokenFile(missing.toString())), "auth");

        assertThat(step.message()).isEqualTo("there is no file " + missing);
        Path empty = Files.writeString(directory.resolve("empty"), "\n");
        assertThat(failed(check(logs(backend.url()).bearerTokenFile(empty.toString())), "auth")
                        .message())
                .contains(empty.toString(), "not one word");
    }

    @Test
    void whatAServerRepeatsOfASecretIsHidden() throws Exception {
        EmbeddedBackend backend = start();
        Path token = Files.writeString(directory.resolve("token"), "t0k3n-in-file\n");
        backend.faults()
                .always(Fault.status(401)
                        .body("not known: p4ssw0rd t0k3n-in-file k3y-of-header u-query dTpwNHNzdzByZA=="));
        var settings = List.of(
                logs(backend.url() + "/loki/api/v1/push?key=k3y-of-header")
                        .username("u")
                        .password("p4ssw0rd"),
                logs(backend.url()).bearerTokenFile(token.toString()),
                logs(backend.url()).headers(Map.of("X-Key", "k3y-of-header")));

        List<String> reports =
                settings.stream().map(each -> check(each).toString()).toList();

        assertThat(reports.get(0))
                .doesNotContain("p4ssw0rd", "dTpwNHNzdzByZA", "k3y-of-header")
                .contains("***");
        assertThat(reports.get(1)).doesNotContain("t0k3n-in-file");
        assertThat(reports.get(2)).doesNotContain("k3y-of-header");
    }

    @Test
    void aMissingTenantIsNoMatterOfCredentials() {
        EmbeddedBackend backend =
                start(EmbeddedBackend.builder().authEnabled(true).basicAuth("me", "s3cret"));

        for (CheckReport report : List.of(
                check(logs(backend.url()).username("me").password("s3cret")),
                check(metrics(backend.url().replace("//", "//me:s3cret@"))))) {
            assertThat(step(report, "auth").status()).isEqualTo(Status.PASSED);
            Step step = failed(report, "tenant");
            assertThat(step.message()).contains("a tenant is asked for", "no org id");
            assertThat(step.remedy()).contains("tenantId");
        }
    }

    @Test
    void aTenantThatIsRefusedFailsTenant() {
        EmbeddedBackend backend = start();
        backend.faults().always(Fault.status(403).body("tenant team-b is not yours"));

        Step step = failed(check(logs(backend.url()).tenantId("team-b")), "tenant");

        assertThat(step.message()).contains("'team-b' is refused", "is not yours");
    }

    @Test
    void aLimitPerTenantIsNoMatterOfTheTenant() {
        EmbeddedBackend backend = start();
        backend.metricFaults()
                .always(Fault.status(400)
                        .body("too many labels; to adjust the related per-tenant limit, configure"
                                + " -validation.max-label-names-per-series"));

        assertThat(failed(check(metrics(backend.url())), "accepted").message()).contains("too many labels");
    }

    @ParameterizedTest
    @CsvSource({
        "/nope, /loki/api/v1/push, 404",
        "/loki, /loki/api/v1/push, 404",
        "/loki/api/v1, /loki/api/v1/push, 404",
        "/loki/api/v1/push/, /loki/api/v1/push, 404",
        "/ready, /loki/api/v1/push, 405",
    })
    void aWrongPathFailsWithTheRightOne(String path, String right, int status) {
        EmbeddedBackend backend = start();

        Step step = failed(check(logs(backend.url() + path)), "path");

        assertThat(step.message()).startsWith(path + " ").contains("HTTP " + status);
        assertThat(step.remedy()).contains(backend.url() + right);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1", "/api/v1/query_range", "/prometheus/api/v1/write", "/write"})
    void aWrongPathOfMetricsFailsWithTheRightOne(String path) {
        EmbeddedBackend backend = start();

        Step step = failed(check(metrics(backend.url() + path)), "path");

        assertThat(step.remedy()).contains(backend.url() + "/api/v1/write is one");
    }

    @Test
    void whereNoPlaceIsFoundTheStandardOnesAreNamed() {
        String url = serve(Reply.text(404, "not found\n"));

        assertThat(failed(check(logs(url)), "path").remedy()).contains("/loki/api/v1/push");
        assertThat(failed(check(metrics(url)), "path").remedy())
                .contains("/api/v1/write", "--web.enable-remote-write-receiver", "/api/v1/push");
    }

    @Test
    void aPrometheusThatTakesNoWritesIsToldHowTo() {
        EmbeddedBackend backend = start();
        backend.metricFaults()
                .always(Fault.status(404)
                        .body("remote write receiver needs to be enabled with --web.enable-remote-write-receiver"));

        assertThat(failed(check(metrics(backend.url())), "path").remedy())
                .isEqualTo("start Prometheus with --web.enable-remote-write-receiver");
    }

    @Test
    void aLokiInTheUrlOfMetricsIsKnown() {
        String loki = serve(new LoopbackServer(
                0,
                null,
                exchange -> exchange.path().equals("/loki/api/v1/push")
                        ? Reply.empty(405)
                        : Reply.text(404, "404 page not found\n")));

        assertThat(failed(check(metrics(loki)), "path").remedy()).contains("/loki/api/v1/push is one, but for logs");
    }

    @Test
    void aRedirectFailsWithItsAim() {
        String url = serve(Reply.empty(302).with(Map.of("Location", "https://sso.example.com/login?rd=s3cret-state")));

        Step step = failed(check(logs(url)), "path");

        assertThat(step.message()).contains("HTTP 302", "https://sso.example.com/login", "logs in");
        assertThat(step.toString()).doesNotContain("s3cret-state");
    }

    @Test
    void aRedirectToHttpsSaysSo() {
        LoopbackServer server = new LoopbackServer(
                0,
                null,
                exchange -> Reply.empty(308).with(Map.of("Location", "https://loki.example.com/loki/api/v1/push")));

        assertThat(failed(check(logs(serve(server))), "path").remedy())
                .isEqualTo("write https://loki.example.com/loki/api/v1/push in url");
    }

    @Test
    void aWebPageIsNoDelivery() {
        String url = serve(new Reply(
                200, "text/html; charset=utf-8", "<html><head><title>My Shop</title></head></html>", Map.of()));

        for (CheckReport report : List.of(check(logs(url)), check(metrics(url)))) {
            assertThat(failed(report, "path").message()).contains("a web page came back", "HTTP 200 'My Shop'");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | timestamp too old                  | clock",
                "413 | request too large                  | batchSize",
                "422 | label names; limit exceeded        | fewer labels",
                "429 | ingestion rate limit exceeded      | ingestion_rate_mb",
                "500 | empty ring                         | Loki's own log",
                "503 | overloaded                         | Loki's own log",
                "260 | blocked by policy                  | blocks",
            })
    void whatIsRefusedFailsAccepted(int status, String words, String remedy) {
        EmbeddedBackend backend = start();
        backend.faults().always(Fault.status(status).body(words + "\nsecond line"));

        Step step = failed(check(logs(backend.url())), "accepted");

        assertThat(step.message()).contains("HTTP " + status).doesNotContain("second line");
        if (status != 260) {
            assertThat(step.message()).contains(words);
        }
        assertThat(step.remedy()).contains(remedy);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422, 429, 500})
    void whatIsRefusedOfMetricsFailsAccepted(int status) {
        EmbeddedBackend backend = start();
        backend.metricFaults().always(Fault.status(status).body("its own words"));

        assertThat(failed(check(metrics(backend.url())), "accepted").message())
                .contains("penstock_check", "HTTP " + status + " 'its own words'");
    }

    @Test
    void aGatewayWithNothingBehindItIsToldFromLoki() {
        String url = serve(
                new Reply(502, "text/html", "<html><head><title>502 Bad Gateway</title></head></html>", Map.of()));

        Step step = failed(check(logs(url)), "accepted");

        assertThat(step.message()).contains("502 Bad Gateway");
        assertThat(step.remedy()).contains("proxy or load balancer");
    }

    @Test
    void whatIsAcceptedAndNotFoundFailsQueryable() {
        EmbeddedBackend backend = start();
        backend.faults().always(Fault.status(204));
        backend.metricFaults().always(Fault.status(204));

        Step ofLogs = failed(run(BackendCheck.loki(logs(backend.url()).build()), SHORT), "queryable");
        Step ofMetrics =
                failed(run(BackendCheck.remoteWrite(metrics(backend.url()).build()), SHORT), "queryable");

        assertThat(ofLogs.message()).contains("accepted, but", "{service_name=\"penstock-check\"}");
        assertThat(ofMetrics.message()).contains("accepted, but", "penstock_check");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404})
    void aQueryThatIsRefusedIsNoFailure(int status) {
        List<String> asked = new CopyOnWriteArrayList<>();
        String url = serve(new LoopbackServer(0, null, exchange -> {
            asked.add(exchange.method());
            byte[] unused = exchange.body(1 << 20);
            return exchange.method().equals("POST") ? Reply.empty(204) : Reply.text(status, "no\n");
        }));

        CheckReport report = check(logs(url));

        assertThat(report.passed()).as(report.toString()).isTrue();
        assertThat(step(report, "queryable").status()).isEqualTo(Status.SKIPPED);
        assertThat(step(report, "queryable").message()).contains("accepted, but not read back", "HTTP " + status);
        assertThat(asked).containsExactly("POST", "GET");
    }

    @Test
    void queriesThatFailAreAFailure() {
        String url = serve(new LoopbackServer(0, null, exchange -> {
            byte[] unused = exchange.body(1 << 20);
            return exchange.method().equals("POST") ? Reply.empty(204) : Reply.text(500, "too many queriers lost\n");
        }));

        assertThat(failed(run(BackendCheck.loki(logs(url).build()), SHORT), "queryable")
                        .message())
                .contains("too many queriers lost");
    }

    @Test
    void queriesMayBeAnsweredElsewhereAndWithOtherCredentials() {
        EmbeddedBackend backend = start(EmbeddedBackend.builder().basicAuth("reader", "r34der"));
        LoopbackServer writer = new LoopbackServer(0, null, exchange -> {
            byte[] unused = exchange.body(1 << 20);
            return Reply.empty(204);
        });
        ShipperSettings settings =
                logs(serve(writer) + "/push").bearerToken("write-only").build();

        assertThat(step(run(BackendCheck.loki(settings), SHORT), "queryable"))
                .matches(step ->
                        step.status() == Status.SKIPPED && step.message().contains("--loki-query"));
        String query = backend.url().replace("//", "//reader:r34der@");
        Step step = failed(run(BackendCheck.loki(settings).queryUrl(query), SHORT), "queryable");
        assertThat(step.message()).contains("does not find it");
        assertThat(step.toString()).doesNotContain("r34der");
    }

    @Test
    void aQueryUrlThatIsNoneIsRefused() {
        BackendCheck check = BackendCheck.loki(logs("http://localhost").build());

        assertThatThrownBy(() -> check.queryUrl("ftp://me:s3cret@a"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("queryUrl")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void oneCheckIsOneRequest() {
        EmbeddedBackend backend = start();
        backend.faults().always(Fault.status(503));

        failed(check(logs(backend.url())), "accepted");

        assertThat(backend.requests()).hasSize(1);
    }
}
