package dev.penstock.check;

import static dev.penstock.check.Checked.allPassed;
import static dev.penstock.check.Checked.check;
import static dev.penstock.check.Checked.failed;
import static dev.penstock.check.Checked.logs;
import static dev.penstock.check.Checked.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.check.Step.Status;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.http.LoopbackServer;
import dev.penstock.testkit.http.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsCheckTest {

    private static final HeldCertificate CA = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("ca")
            .build();

    @TempDir
    Path directory;

    private static HandshakeCertificates certificates(String name, long begin, long end) {
        HeldCertificate server = new HeldCertificate.Builder()
                .signedBy(CA)
                .commonName(name)
                .addSubjectAlternativeName(name)
                .validityInterval(begin, end)
                .build();
        return new HandshakeCertificates.Builder()
                .heldCertificate(server)
                .addTrustedCertificate(CA.certificate())
                .build();
    }

    private static HandshakeCertificates certificates(String name) {
        long now = System.currentTimeMillis();
        return certificates(name, now - TimeUnit.DAYS.toMillis(1), now + TimeUnit.DAYS.toMillis(1));
    }

    private static EmbeddedBackend backend(HandshakeCertificates certificates) {
        return EmbeddedBackend.builder().sslContext(certificates.sslContext()).start();
    }

    private ShipperSettingsBuilder trusting(String url) throws IOException {
        Path ca = Files.writeString(directory.resolve("ca.pem"), CA.certificatePem());
        return logs(url).tlsCa(ca.toString());
    }

    @Test
    void aTrustedCertificatePasses() throws IOException {
        try (EmbeddedBackend backend = backend(certificates("127.0.0.1"))) {
            CheckReport report = check(trusting(backend.url()));

            allPassed(report);
            assertThat(step(report, "tls").status()).isEqualTo(Status.PASSED);
            assertThat(step(report, "tls").message()).contains("TLSv1.", "CN=127.0.0.1", "valid until");
        }
    }

    @Test
    void anUntrustedOneFails() {
        try (EmbeddedBackend backend = backend(certificates("127.0.0.1"))) {
            Step step = failed(check(logs(backend.url())), "tls");

            assertThat(step.message()).contains("not trusted");
            assertThat(step.remedy()).contains("tls.ca");
        }
    }

    @Test
    void oneOfAnotherNameFailsWithItsNames() throws IOException {
        try (EmbeddedBackend backend = backend(certificates("loki.example.org"))) {
            Step step = failed(check(trusting(backend.url())), "tls");

            assertThat(step.message()).contains("not one for 127.0.0.1", "loki.example.org");
            assertThat(step.remedy()).contains("tls.serverName");
            allPassed(check(trusting(backend.url()).tlsServerName("loki.example.org")));
        }
    }

    @Test
    void oneThatHasExpiredFails() throws IOException {
        long now = System.currentTimeMillis();
        HandshakeCertificates old =
                certificates("127.0.0.1", now - TimeUnit.DAYS.toMillis(9), now - TimeUnit.DAYS.toMillis(2));
        try (EmbeddedBackend backend = backend(old)) {
            assertThat(failed(check(trusting(backend.url())), "tls").message()).contains("has expired");
        }
    }

    @Test
    void oneThatIsNotValidYetFails() throws IOException {
        long now = System.currentTimeMillis();
        HandshakeCertificates early =
                certificates("127.0.0.1", now + TimeUnit.DAYS.toMillis(2), now + TimeUnit.DAYS.toMillis(9));
        try (EmbeddedBackend backend = backend(early)) {
            Step step = failed(check(trusting(backend.url())), "tls");

            assertThat(step.message()).contains("not valid yet");
            assertThat(step.remedy()).contains("clock");
        }
    }

    @Test
    void aServerWithoutTlsFailsHttps() {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Step step = failed(check(logs(backend.url().replace("http:", "https:"))), "tls");

            assertThat(step.message()).contains("does not speak TLS");
            assertThat(step.remedy()).contains("http://");
        }
    }

    @Test
    void aServerWithTlsFailsHttp() {
        try (EmbeddedBackend backend = backend(certificates("127.0.0.1"))) {
            Step step = failed(check(logs(backend.url().replace("https:", "http:"))), "tls");

            assertThat(step.message()).contains("speaks TLS");
            assertThat(step.remedy()).contains("https://");
        }
    }

    @Test
    void aServerThatSaysThatItWantsTlsFailsHttp() {
        String nginx = "<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n"
                + "<body>\r\n</body>\r\n</html>\r\n";
        LoopbackServer server = new LoopbackServer(0, null, exchange -> {
            byte[] unused = exchange.body(1 << 20);
            return new Reply(400, "text/html", nginx, Map.of());
        });
        server.start();
        try {
            assertThat(failed(check(logs("http://127.0.0.1:" + server.port())), "tls")
                            .remedy())
                    .contains("https://");
        } finally {
            server.stop();
        }
    }

    @Test
    void aServerThatWantsACertificateFailsTls() throws IOException {
        HandshakeCertificates certificates = certificates("127.0.0.1");
        try (SSLServerSocket listener = (SSLServerSocket) certificates
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            listener.setNeedClientAuth(true);
            Thread thread = new Thread(() -> {
                while (!listener.isClosed()) {
                    try (SSLSocket socket = (SSLSocket) listener.accept()) {
                        socket.startHandshake();
                    } catch (IOException e) {
                        // A client without a certificate, or the end.
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();

            Step step = failed(check(trusting("https://127.0.0.1:" + listener.getLocalPort())), "tls");

            assertThat(step.remedy()).contains("tls.cert", "tls.key");
        }
    }

    @Test
    void filesThatCannotBeUsedFailTls() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        Step step = failed(check(logs("https://localhost:1").tlsCa(empty.toString())), "tls");

        assertThat(step.message()).contains("tls.ca", empty.toString());
    }
}
