package dev.penstock.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xerial.snappy.Snappy;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportTlsTest {

    private static final HeldCertificate CA = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("ca")
            .build();

    private static final HeldCertificate OTHER_CA = new HeldCertificate.Builder()
            .certificateAuthority(0)
            .commonName("other")
            .build();

    @TempDir
    Path directory;

    @Test
    void aBackendOfATrustedAuthorityIsTalkedTo() throws IOException {
        try (EmbeddedBackend backend = backend("127.0.0.1")) {
            assertAnswered(settings(backend).tlsCa(pem("ca.pem", CA.certificatePem())));
        }
    }

    @Test
    void everyAuthorityOfTheFileIsTrusted() throws IOException {
        String both = "some text\n" + OTHER_CA.certificatePem() + "\n" + CA.certificatePem();
        try (EmbeddedBackend backend = backend("127.0.0.1")) {
            assertAnswered(settings(backend).tlsCa(pem("ca.pem", both)));
        }
    }

    @Test
    void aBackendOfAnotherAuthorityIsNot() throws IOException {
        try (EmbeddedBackend backend = backend("127.0.0.1")) {
            assertFailed(settings(backend).tlsCa(pem("ca.pem", OTHER_CA.certificatePem())));
            assertFailed(settings(backend));
        }
    }

    @Test
    void aBackendOfAnotherNameIsNotTalkedTo() throws IOException {
        try (EmbeddedBackend backend = backend("loki.example.org")) {
            assertFailed(settings(backend).tlsCa(pem("ca.pem", CA.certificatePem())));
        }
    }

    @Test
    void serverNameIsTheNameThatCounts() throws IOException {
        String ca = pem("ca.pem", CA.certificatePem());
        try (EmbeddedBackend backend = backend("loki.example.org")) {
            assertAnswered(settings(backend).tlsCa(ca).tlsServerName("loki.example.org"));
            assertFailed(settings(backend).tlsCa(ca).tlsServerName("other.example.org"));
        }
    }

    @Test
    void insecureSkipVerifyTrustsAnyone() throws IOException {
        try (EmbeddedBackend backend = backend("loki.example.org")) {
            assertAnswered(settings(backend).tlsInsecureSkipVerify(true));
            assertAnswered(settings(backend).tlsInsecureSkipVerify(true).tlsServerName("other.example.org"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClientCertificateIsShown(boolean rsa) throws IOException {
        HeldCertificate.Builder builder =
                new HeldCertificate.Builder().signedBy(CA).commonName("client");
        HeldCertificate client = (rsa ? builder.rsa2048() : builder.ecdsa256()).build();
        String cert = pem("client.pem", client.certificatePem() + CA.certificatePem());
        String key = pem("client.key", client.privateKeyPkcs8Pem());
        String ca = pem("ca.pem", CA.certificatePem());
        try (ClientCertificateServer server = new ClientCertificateServer(certificates("127.0.0.1"))) {
            ShipperSettingsBuilder settings =
                    ShipperSettings.builder().url(server.url()).tlsCa(ca);
            assertThat(send(settings)).isInstanceOf(Outcome.Failed.class);

            send(settings.tlsCert(cert).tlsKey(key));

            assertThat(server.clientName()).contains("CN=client");
        }
    }

    @Test
    void theApplicationsOwnSslContextCounts() throws IOException {
        HeldCertificate client =
                new HeldCertificate.Builder().signedBy(CA).commonName("client").build();
        HandshakeCertificates own = new HandshakeCertificates.Builder()
                .heldCertificate(client, CA.certificate())
                .addTrustedCertificate(CA.certificate())
                .build();
        try (ClientCertificateServer server = new ClientCertificateServer(certificates("127.0.0.1"))) {
            ShipperSettingsBuilder settings =
                    ShipperSettings.builder().url(server.url()).sslContext(own.sslContext(), own.trustManager());

            send(settings);

            assertThat(server.clientName()).contains("CN=client");
        }
        try (EmbeddedBackend backend = backend("loki.example.org")) {
            ShipperSettingsBuilder settings = settings(backend).sslContext(own.sslContext(), own.trustManager());
            assertFailed(settings);
            assertAnswered(settings.tlsServerName("loki.example.org"));
        }
    }

    @Test
    void filesThatHoldNothingOfTheirKindAreRefused() throws IOException {
        String empty = pem("empty.pem", "");
        String rubbish = pem("rubbish.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        String cert = pem("cert.pem", CA.certificatePem());

        assertThatThrownBy(() -> transport(https().tlsCa(empty)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("tls.ca '" + empty + "'");
        assertThatThrownBy(() -> transport(https().tlsCert(empty).tlsKey(pem("k.pem", CA.privateKeyPkcs8Pem()))))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("tls.cert '" + empty + "'");
        assertThatThrownBy(() -> transport(https().tlsCert(cert).tlsKey(rubbish)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("tls.key '" + rubbish + "'")
                .hasMessageContaining("PKCS#8");
    }

    private static ShipperSettingsBuilder https() {
        return ShipperSettings.builder().url("https://localhost");
    }

    private static EmbeddedBackend backend(String name) {
        return EmbeddedBackend.builder()
                .sslContext(certificates(name).sslContext())
                .start();
    }

    private static HandshakeCertificates certificates(String name) {
        HeldCertificate server = new HeldCertificate.Builder()
                .signedBy(CA)
                .commonName(name)
                .addSubjectAlternativeName(name)
                .build();
        return new HandshakeCertificates.Builder()
                .heldCertificate(server)
                .addTrustedCertificate(CA.certificate())
                .build();
    }

    private String pem(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static ShipperSettingsBuilder settings(EmbeddedBackend backend) {
        return ShipperSettings.builder().url(backend.url());
    }

    private static HttpTransport transport(ShipperSettingsBuilder settings) {
        return new HttpTransport(settings.build());
    }

    private static Outcome send(ShipperSettingsBuilder settings) throws IOException {
        return transport(settings).send(Snappy.compress(new byte[0]), null, 0);
    }

    private static void assertAnswered(ShipperSettingsBuilder settings) throws IOException {
        assertThat(send(settings)).extracting("status").isEqualTo(422);
    }

    private static void assertFailed(ShipperSettingsBuilder settings) throws IOException {
        Outcome outcome = send(settings);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).cause()).isInstanceOf(SSLException.class);
    }
}
