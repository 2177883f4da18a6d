package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.settings.SettingException;
import dev.penstock.testkit.EmbeddedBackend;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

/** A registry that the application gives its own TLS. */
class OwnTlsTest {

    private final HeldCertificate server = new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .addSubjectAlternativeName("localhost")
            .build();

    private final HandshakeCertificates certificates = new HandshakeCertificates.Builder()
            .heldCertificate(server)
            .addTrustedCertificate(server.certificate())
            .build();

    private RemoteWriteMeterRegistry.Builder builder(Map<String, String> settings) {
        return RemoteWriteMeterRegistry.builder(PushedRegistry.config(settings))
                .listener((severity, message) -> {})
                .sslContext(certificates.sslContext(), certificates.trustManager());
    }

    @Test
    void itIsUsed() {
        try (EmbeddedBackend backend = EmbeddedBackend.builder()
                        .sslContext(certificates.sslContext())
                        .start();
                RemoteWriteMeterRegistry registry =
                        builder(Map.of("url", backend.remoteWriteUrl())).build()) {
            registry.counter("rows").increment();

            assertThat(Objects.requireNonNull(registry.shipper()).flush(Duration.ofMinutes(2)))
                    .isTrue();
            assertThat(backend.metrics().select("rows_total")).hasSize(1);
        }
    }

    @Test
    void besideAPemFileItIsRefused() {
        RemoteWriteMeterRegistry.Builder builder = builder(Map.of("url", "https://localhost", "tls.ca", "/dev/null"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("tls.ca")
                .hasMessageContaining("SSL context");
    }
}
