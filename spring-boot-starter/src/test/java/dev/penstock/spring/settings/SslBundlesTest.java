package dev.penstock.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.settings.SettingException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SslBundlesTest {

    @TempDir
    Path directory;

    private static StandardEnvironment environment(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        return environment;
    }

    private static X509Certificate someAuthority() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
    }

    @Test
    void aBundleTrustsWhatItsStoreHas() throws Exception {
        X509Certificate authority = someAuthority();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        Path file = directory.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "secret".toCharArray());
        }

        SslBundles.Ssl ssl = SslBundles.read(
                environment(Map.of(
                        "spring.ssl.bundle.jks.loki.truststore.location",
                        "file:" + file,
                        "spring.ssl.bundle.jks.loki.truststore.password",
                        "secret")),
                "penstock.loki.ssl.bundle",
                "loki");

        assertThat(ssl.trust().getAcceptedIssuers()).containsExactly(authority);
    }

    @Test
    void aBundleThatThereIsNotIsSaidWithThoseThereAre() {
        assertThatThrownBy(() -> SslBundles.read(
                        environment(Map.of("spring.ssl.bundle.pem.mine.truststore.certificate", "ca.pem")),
                        "penstock.loki.ssl.bundle",
                        "ours"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("penstock.loki.ssl.bundle 'ours'")
                .hasMessageContaining("mine");
    }

    @Test
    void aBundleThatCannotBeReadIsSaid() {
        assertThatThrownBy(() -> SslBundles.read(
                        environment(
                                Map.of("spring.ssl.bundle.pem.mine.truststore.certificate", "file:/no/such/ca.pem")),
                        "penstock.loki.ssl.bundle",
                        "mine"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("penstock.loki.ssl.bundle 'mine'");
    }
}
