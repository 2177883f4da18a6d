package dev.penstock.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.ReceivedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(EmbeddedBackendExtension.class)
class HttpTransportTest {

    private final EmbeddedBackend backend;

    @TempDir
    Path directory;

    HttpTransportTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @Test
    void theHeadersOfAPushAreSent() throws IOException {
        HttpTransport transport = transport(settings().headers(Map.of("X-Team", "blue", "Accept-Language", "de")));

        Outcome outcome = transport.send(body(), "shop", 0);

        assertThat(outcome).isEqualTo(answered(422, "error at least one valid stream is required for ingestion"));
        ReceivedRequest request = onlyRequest(backend);
        assertThat(request.path()).isEqualTo("/loki/api/v1/push");
        assertThat(request.contentType()).isEqualTo("application/x-protobuf");
        assertThat(request.contentEncoding()).isEqualTo("snappy");
        assertThat(request.header("User-Agent")).startsWith("penstock/");
        assertThat(request.header("X-Scope-OrgID")).isEqualTo("shop");
        assertThat(request.header("X-Team")).isEqualTo("blue");
        assertThat(request.header("Accept-Language")).isEqualTo("de");
        assertThat(request.headers().get("Content-Length")).containsExactly(Integer.toString(body().length));
        assertThat(request.bodyBytes()).isEqualTo(body().length);
    }

    @Test
    void whatIsNotSetIsNotSent() throws IOException {
        transport(settings()).send(body(), null, 0);

        assertThat(onlyRequest(backend).headers()).doesNotContainKeys("X-Scope-OrgID", "Authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "sécret € :", ""})
    void aPasswordIsShown(String password) throws IOException {
        try (EmbeddedBackend guarded =
                EmbeddedBackend.builder().basicAuth("Aladdin", password).start()) {
            Outcome outcome = transport(settings(guarded).username("Aladdin").password(password))
                    .send(body(), null, 0);

            assertThat(outcome).extracting("status").isEqualTo(422);
        }
    }

    @Test
    void userAndPasswordOfTheUrlAreShown() throws IOException {
        try (EmbeddedBackend guarded =
                EmbeddedBackend.builder().basicAuth("a@b", "p/w d").start()) {
            Outcome outcome = transport(
                            ShipperSettings.builder().url(guarded.url().replace("//", "//a%40b:p%2Fw%20d@")))
                    .send(body(), null, 0);

            assertThat(outcome).extracting("status").isEqualTo(422);
        }
    }

    @Test
    void aRotatedPasswordFileCountsFromTheNextRequestOn() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "old\n");
        try (EmbeddedBackend guarded =
                EmbeddedBackend.builder().basicAuth("u", "new").start()) {
            HttpTransport transport = transport(settings(guarded).username("u").passwordFile(file.toString()));
            assertThat(transport.send(body(), null, 0)).isEqualTo(answered(401, "Unauthorized"));

            Files.writeString(file, "  new\r\n");

            assertThat(transport.send(body(), null, 1)).extracting("status").isEqualTo(422);
        }
    }

    @Test
    void aRotatedTokenFileCountsFromTheNextRequestOn() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "old");
        try (EmbeddedBackend guarded =
                EmbeddedBackend.builder().bearerToken("new").start()) {
            HttpTransport transport = transport(settings(guarded).bearerTokenFile(file.toString()));
            assertThat(transport.send(body(), null, 0)).isEqualTo(answered(401, "Unauthorized"));

            Files.writeString(file, "new\n");

            assertThat(transport.send(body(), null, 1)).extracting("status").isEqualTo(422);
        }
    }

    @Test
    void aBearerTokenIsShown() throws IOException {
        try (EmbeddedBackend guarded =
                EmbeddedBackend.builder().bearerToken("tok.en=").start()) {
            assertThat(transport(settings(guarded).bearerToken("tok.en=")).send(body(), null, 0))
                    .extracting("status")
                    .isEqualTo(422);
        }
    }

    @Test
    void aSecretFileThatIsMissingOrOddIsAFailureWithoutTheSecret() throws IOException {
        Path file = directory.resolve("token");
        HttpTransport transport = transport(settings().bearerTokenFile(file.toString()));
        assertThat(failure(transport.send(body(), null, 0))).hasMessageContaining("token");

        Files.writeString(file, "hush\nhush");

        assertThat(failure(transport.send(body(), null, 1)))
                .hasMessageContaining("token")
                .hasMessageNotContaining("hush");
        assertThat(backend.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) throws IOException {
        backend.faults()
                .next(Fault.status(status)
                        .header("Location", backend.lokiPushUrl())
                        .body("moved"));

        assertThat(transport(settings()).send(body(), null, 0)).isEqualTo(answered(status, "moved"));

        assertThat(backend.requests()).hasSize(1);
    }

    @Test
    void theAnswersRetryAfterIsHandedOn() throws IOException {
        backend.faults().next(Fault.status(429).retryAfter("17").body("slow down\nplease"));

        assertThat(transport(settings()).send(body(), null, 0)).isEqualTo(new Outcome.Answered(429, "slow down", "17"));
    }

    @Test
    void aLongAnswerIsCutToItsFirstLineAndAKilobyte() throws IOException {
        HttpTransport transport = transport(settings());
        backend.faults().next(Fault.status(400).body("x".repeat(100_000)));
        backend.faults().next(Fault.status(400).body("\n\n first \nsecond".concat("y".repeat(100_000))));
        backend.faults().next(Fault.status(400).body(""));

        assertThat(transport.send(body(), null, 0)).isEqualTo(answered(400, "x".repeat(1024)));
        assertThat(((Outcome.Answered) transport.send(body(), null, 1))
                        .message()
                        .strip())
                .isEqualTo("first");
        assertThat(transport.send(body(), null, 2)).isEqualTo(answered(400, ""));
    }

    static List<Fault> cuts() {
        return List.of(Fault.reset(), Fault.resetMidBody(), Fault.storeThenReset());
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aConnectionThatIsCutIsAFailure(Fault fault) throws IOException {
        backend.faults().always(fault);

        failure(transport(settings()).send(body(), null, 0));
    }

    @Test
    void aRefusedConnectionIsAFailureAndTheNextRequestMayPass() throws IOException {
        HttpTransport transport = transport(settings());
        transport.send(body(), null, 0);
        backend.stop();
        failure(transport.send(body(), null, 1));

        backend.restart();

        assertThat(transport.send(body(), null, 2)).extracting("status").isEqualTo(422);
    }

    @Test
    void anUnknownHostIsAFailure() throws IOException {
        failure(transport(ShipperSettings.builder().url("http://no.such.host.invalid:3100"))
                .send(body(), null, 0));
    }

    @Test
    void aBackendThatNeverAnswersIsAFailureAfterRemoteTimeout() throws IOException {
        backend.faults().always(Fault.noAnswer());

        assertThat(failure(transport(settings().remoteTimeout(Duration.ofMillis(200)))
                        .send(body(), null, 0)))
                .isInstanceOf(java.io.InterruptedIOException.class);
    }

    @Test
    void cancelCutsAHangingRequestShortAndRefusesLaterOnes() throws IOException {
        backend.faults().always(Fault.noAnswer());
        byte[] body = body();
        HttpTransport transport = transport(settings().remoteTimeout(Duration.ofMinutes(10)));
        CompletableFuture<Outcome> hanging = CompletableFuture.supplyAsync(() -> transport.send(body, null, 0));
        await().until(() -> backend.requests().size() == 1);

        transport.cancel();

        failure(hanging.join());
        failure(transport.send(body, null, 1));
        assertThat(backend.requests()).hasSize(1);
    }

    @Test
    void aProxyIsAskedForAHostThatOnlyItKnows() throws IOException {
        Outcome outcome = transport(ShipperSettings.builder()
                        .url("http://no.such.host.invalid:3100/loki/api/v1/push")
                        .proxyUrl(backend.url()))
                .send(body(), null, 0);

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(onlyProxied().header("Host")).isEqualTo("no.such.host.invalid:3100");
    }

    @Test
    void aProxyWithoutATunnelIsShownItsCredentials() throws IOException {
        Outcome outcome = transport(ShipperSettings.builder()
                        .url("http://no.such.host.invalid:3100/loki/api/v1/push")
                        .proxyUrl(backend.url().replace("//", "//Aladdin:open%20sesame@")))
                .send(body(), null, 0);

        assertThat(outcome).extracting("status").isEqualTo(422);
        assertThat(backend.requests()).hasSize(1);
        assertThat(backend.requests().get(0).header("Proxy-Authorization"))
                .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void credentialsTheProxyRefusesAreNotShownForEver() throws IOException {
        backend.faults().always(Fault.status(407).header("Proxy-Authenticate", "Basic realm=\"p\""));

        Outcome outcome = transport(ShipperSettings.builder()
                        .url("http://no.such.host.invalid:3100/loki/api/v1/push")
                        .proxyUrl(backend.url().replace("//", "//Aladdin:wrong@")))
                .send(body(), null, 0);

        assertThat(outcome).extracting("status").isEqualTo(407);
        assertThat(backend.requests()).hasSize(1);
    }

    @Test
    void oneSendIsOneRequestWhateverTheClientWouldLikeToRepeat() throws IOException {
        for (Fault fault : List.of(Fault.status(408), Fault.status(503).retryAfter("0"), Fault.status(401))) {
            backend.clear();
            backend.faults().always(fault);

            transport(settings()).send(body(), null, 0);

            assertThat(backend.requests()).as(fault.toString()).hasSize(1);
        }
    }

    @Test
    void anEmptyTokenFileIsAFailedAttemptNotAnEmptyToken() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "\n");

        assertThat(transport(settings().bearerTokenFile(token.toString())).send(body(), null, 0))
                .isInstanceOf(Outcome.Failed.class);
        assertThat(backend.requests()).isEmpty();
    }

    @Test
    void aKeyThatIsNotPkcs8IsRefusedWithTheWayToConvertIt() throws IOException {
        Path cert = Files.writeString(
                directory.resolve("cert.pem"), Pem.self("localhost").certificatePem());
        Path key = Files.writeString(
                directory.resolve("key.pem"), Pem.self("localhost").privateKeyPkcs1Pem());

        assertThatThrownBy(() -> transport(settings().tlsCert(cert.toString()).tlsKey(key.toString())))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("tls.key '" + key + "'")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt")
                .hasMessageNotContaining(Files.readString(key).substring(40, 80));
    }

    private ReceivedRequest onlyProxied() {
        return onlyRequest(backend);
    }

    private static ReceivedRequest onlyRequest(EmbeddedBackend backend) {
        assertThat(backend.requests()).hasSize(1);
        return backend.requests().get(0);
    }

    private ShipperSettingsBuilder settings() {
        return settings(backend);
    }

    private static ShipperSettingsBuilder settings(EmbeddedBackend backend) {
        return ShipperSettings.builder().url(backend.url());
    }

    private static HttpTransport transport(ShipperSettingsBuilder settings) {
        return new HttpTransport(settings.build());
    }

    private static Outcome answered(int status, String message) {
        return new Outcome.Answered(status, message, null);
    }

    private static IOException failure(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).cause();
    }

    /** A push without streams: Loki understands it and says so. */
    private static byte[] body() throws IOException {
        return Snappy.compress("".getBytes(UTF_8));
    }
}
