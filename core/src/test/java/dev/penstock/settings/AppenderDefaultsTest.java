package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppenderDefaultsTest {

    private static final String URL = "https://loki.example.com/loki/api/v1/push";

    private final GivenSettings own = new GivenSettings();

    @AfterEach
    void noTestLeavesDefaultsBehind() {
        AppenderDefaults.use(null);
    }

    private static AppenderDefaults defaults(String... words) {
        return defaults(builder -> {}, words);
    }

    private static AppenderDefaults defaults(Consumer<AppenderDefaults.Builder> more, String... words) {
        AppenderDefaults.Builder builder = AppenderDefaults.builder();
        for (int i = 0; i < words.length; i += 2) {
            builder.set(words[i], words[i + 1]);
        }
        more.accept(builder);
        return builder.build();
    }

    static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static X509TrustManager trust() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((java.security.KeyStore) null);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLastThatWereSetAreInUse() {
        AppenderDefaults first = defaults("url", URL);

        assertThat(AppenderDefaults.inUse()).isNull();
        assertThat(AppenderDefaults.current()).isSameAs(AppenderDefaults.NONE);
        AppenderDefaults.use(first);
        assertThat(AppenderDefaults.inUse()).isSameAs(first);
        assertThat(AppenderDefaults.current()).isSameAs(first);
    }

    @Test
    void whatIsNotGivenComesFromTheDefaults() {
        own.set("batchWait", "3s");

        ShipperSettings settings =
                own.build(defaults("url", URL, "batch-wait", "7s", "tenant_id", "shop", "externalLabels", "a = b"));

        assertThat(settings.url()).isEqualTo(URL);
        assertThat(settings.tenantId()).isEqualTo("shop");
        assertThat(settings.batchWait()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.externalLabels()).containsExactly(entry("a", "b"));
    }

    @Test
    void eachStartTakesTheDefaultsThatAreInUseThen() {
        assertThat(own.build(defaults("url", URL, "tenantId", "one")).tenantId())
                .isEqualTo("one");
        assertThat(own.build(defaults("url", URL)).tenantId()).isNull();
    }

    @Test
    void anEmptyUrlIsNone() {
        own.set("url", " ");

        assertThat(own.build(defaults("url", URL)).url()).isEqualTo(URL);
        assertThatThrownBy(() -> own.build(AppenderDefaults.NONE))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("url is missing or empty; expected a URL such as");
    }

    @ParameterizedTest
    @CsvSource({"bearerToken, own", "bearerTokenFile, /run/token", "url, http://me:mine@localhost"})
    void whoBringsCredentialsTakesNoneOfTheDefaults(String word, String value) {
        own.set(word, value);
        Credentials credentials = own.build(
                        defaults("url", URL, "basicAuth.username", "theirs", "basicAuth.password", "secret"))
                .credentials();

        assertThat(credentials.username()).isIn(null, "me");
        assertThat(credentials.password()).isIn(null, "mine");
    }

    @Test
    void credentialsOfTheDefaultsCountWhereThereAreNoOthers() {
        Credentials credentials = own.build(
                        defaults("url", URL, "basicAuth.username", "theirs", "basicAuth.password", "secret"))
                .credentials();

        assertThat(credentials.username()).isEqualTo("theirs");
        assertThat(credentials.password()).isEqualTo("secret");
    }

    @Test
    void whoBringsTlsTakesNoneOfTheDefaults() {
        own.set("tls.serverName", "loki");
        AppenderDefaults defaults = defaults(each -> each.sslContext(context(), trust()), "url", URL);

        ShipperSettings settings = own.build(defaults);

        assertThat(settings.sslContext()).isNull();
        assertThat(settings.tls().serverName()).isEqualTo("loki");
        assertThat(new GivenSettings().build(defaults).sslContext())
                .isEqualTo(defaults.sslContext())
                .isNotNull();
    }

    @Test
    void aDefaultThatCannotBeIsRefusedAtOnce() {
        AppenderDefaults.Builder builder = AppenderDefaults.builder();

        assertThatThrownBy(() -> builder.set("batchWiat", "1s"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("batchWiat")
                .hasMessageContaining("batchWait")
                .hasMessageContaining("structuredMetadata");
        assertThatThrownBy(() -> builder.set("batchWait", "5h"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("batchWait '5h'")
                .hasMessageContaining("10m");
        assertThatThrownBy(() -> builder.set("batchWait", "soon", "penstock.loki.batch-wait"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("penstock.loki.batch-wait 'soon' is not accepted");
    }

    @ParameterizedTest
    @CsvSource({
        "url, localhost:3100",
        "labels, app",
        "structuredMetadata, * = app",
        "includeCallerData, perhaps",
        "message, ' '",
        "tenantId, a/b",
        "externalLabels, __x = 1",
        "headers, 'a b = c'",
        "proxyUrl, https://proxy",
        "tls.ca, /no/such.pem",
        "bufferSize, 1KiB",
        "flushLevel, LOUD"
    })
    void eachWordIsChecked(String word, String value) {
        assertThatThrownBy(() -> AppenderDefaults.builder().set(word, value))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(word);
    }

    @Test
    void settingsThatGoTogetherMayComeFromBothSides() {
        own.set("bufferDirectory", "buffer");

        ShipperSettings settings = own.build(defaults("url", URL, "durability", "event", "minBackoff", "20s"));

        assertThat(settings.durability()).isEqualTo(Durability.EVENT);
    }

    @Test
    void whatIsOddTogetherIsSaidToComeFromTheDefaults() {
        own.set("maxBackoff", "1s");

        assertThatThrownBy(() -> own.build(defaults("url", URL, "minBackoff", "20s")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("maxBackoff '1s'")
                .hasMessageContaining("minBackoff (from the appender defaults)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"basicAuth.username", "basicAuth.password"})
    void halfOfCredentialsIsRefused(String word) {
        AppenderDefaults.Builder builder = AppenderDefaults.builder().set(word, "hidden");

        assertThatThrownBy(builder::build)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("basicAuth")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void anSslContextAndPemFilesAreTooMuch() {
        assertThatThrownBy(() -> ShipperSettings.builder()
                        .url(URL)
                        .tlsInsecureSkipVerify(true)
                        .sslContext(context(), trust())
                        .build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("tls.insecureSkipVerify")
                .hasMessageContaining("SSL context");
        assertThatThrownBy(() -> RemoteWriteSettings.builder()
                        .set("url", URL)
                        .set("tls.ca", "/dev/null")
                        .sslContext(context(), trust())
                        .build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("tls.ca");
    }

    @Test
    void nothingPrintsSecrets() {
        AppenderDefaults defaults = defaults(
                each -> each.sslContext(context(), trust()).resource("instance", "a:1"),
                "url",
                "http://me:secret@localhost",
                "headers",
                "X-Key = secret");

        assertThat(defaults.toString()).contains("headers", "instance").doesNotContain("secret");
        assertThat(own.build(defaults).toString()).doesNotContain("secret");
    }

    @Test
    void whatAppendersAloneHaveIsKeptAsText() {
        AppenderDefaults defaults = defaults(
                each -> each.serviceName(" shop ").resource("instance", "a:1").resource("profiles", ""),
                "labels",
                "off",
                "includeLocation",
                "true",
                "message",
                "%msg");

        assertThat(defaults.value("labels")).isEqualTo("off");
        assertThat(defaults.value("structuredMetadata")).isNull();
        assertThat(defaults.nameOf("message")).isEqualTo("message (from the appender defaults)");
        assertThat(defaults.includesCallerData()).isTrue();
        assertThat(defaults.serviceName()).isEqualTo("shop");
        assertThat(defaults.resource()).isEqualTo(Map.of("instance", "a:1"));
    }

    @ParameterizedTest
    @CsvSource({"tenantId, red, true", "batchWait, 1s, true", "bufferDirectory, /tmp/logs, false"})
    void theFirstBatchWaitsForTheStartUnlessItIsToBeOnDisk(String setting, String value, boolean waits) {
        ApplicationStart start = new ApplicationStart(Duration.ofSeconds(3));
        AppenderDefaults silent = defaults(builder -> builder.applicationStart(start), "url", URL);
        AppenderDefaults saying = defaults(builder -> builder.applicationStart(start), "url", URL, setting, value);
        GivenSettings ownWords = new GivenSettings();
        ownWords.set(setting, value);

        assertThat(own.build(silent).applicationStart()).isSameAs(start);
        assertThat(own.build(saying).applicationStart()).isSameAs(waits ? start : null);
        assertThat(ownWords.build(silent).applicationStart()).isSameAs(waits ? start : null);
        assertThat(own.build(defaults("url", URL)).applicationStart()).isNull();
    }
}
