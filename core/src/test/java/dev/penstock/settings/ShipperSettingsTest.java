package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShipperSettingsTest {

    private static final String URL = "http://loki:3100/loki/api/v1/push";

    @Test
    void defaultsAreThoseOfTheManual() {
        ShipperSettings settings = builder().build();

        assertThat(settings.url()).isEqualTo(URL);
        assertThat(settings.tenantId()).isNull();
        assertThat(settings.batchWait()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.batchSize()).isEqualTo(1 << 20);
        assertThat(settings.maxLineSize()).isEqualTo(262_144);
        assertThat(settings.remoteTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.minBackoff()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.maxBackoff()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.bufferSize()).isEqualTo(64 << 20);
        assertThat(settings.overflow()).isEqualTo(OverflowPolicy.DROP_NEWEST);
        assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.maxLabelValues()).isEqualTo(100);
        assertThat(settings.maxStreams()).isEqualTo(1000);
        assertThat(settings.credentials()).isEqualTo(Credentials.NONE);
        assertThat(settings.tls()).isEqualTo(Tls.DEFAULT);
        assertThat(settings.proxyUrl()).isNull();
        assertThat(settings.warnings()).isEmpty();
    }

    /** Name in words, text, what is read from the settings, its value. */
    static List<Arguments> settings() {
        String file = Path.of("pom.xml").toString();
        return List.of(
                setting("tenant id", "blue", ShipperSettings::tenantId, "blue"),
                setting(
                        "external labels",
                        "a = 1\n# no\n b=2=3",
                        ShipperSettings::externalLabels,
                        Map.of("a", "1", "b", "2=3")),
                setting("headers", "X-A = 1\r\nX-B=2", ShipperSettings::headers, Map.of("X-A", "1", "X-B", "2")),
                setting("bearer token", "t", s -> s.credentials().bearerToken(), "t"),
                setting("bearer token file", " t.txt ", s -> s.credentials().bearerTokenFile(), Path.of("t.txt")),
                setting("tls.ca", file, s -> s.tls().ca(), Path.of(file)),
                setting("tls.server name", "loki", s -> s.tls().serverName(), "loki"),
                setting("tls.insecure skip verify", "TRUE", s -> s.tls().insecureSkipVerify(), true),
                setting("proxy url", "http://p:3128", ShipperSettings::proxyUrl, "http://p:3128"),
                setting("batch wait", "200ms", ShipperSettings::batchWait, Duration.ofMillis(200)),
                setting("batch size", "2MiB", ShipperSettings::batchSize, 2 << 20),
                setting("max line size", "1KiB", ShipperSettings::maxLineSize, 1024),
                setting("remote timeout", "3s", ShipperSettings::remoteTimeout, Duration.ofSeconds(3)),
                setting("min backoff", "1s", ShipperSettings::minBackoff, Duration.ofSeconds(1)),
                setting("max backoff", "5m", ShipperSettings::maxBackoff, Duration.ofMinutes(5)),
                setting("max age", "24h", ShipperSettings::maxAge, Duration.ofHours(24)),
                setting("buffer size", "8MiB", ShipperSettings::bufferSize, 8L << 20),
                setting("overflow", "block", ShipperSettings::overflow, OverflowPolicy.BLOCK),
                setting("max label values", "0", ShipperSettings::maxLabelValues, 0),
                setting("max streams", " 50000 ", ShipperSettings::maxStreams, 50_000),
                setting("max block", "2s", ShipperSettings::maxBlock, Duration.ofSeconds(2)),
                setting("drain timeout", "0s", ShipperSettings::drainTimeout, Duration.ZERO));
    }

    private static Arguments setting(
            String words, String text, Function<ShipperSettings, Object> read, Object expected) {
        return Arguments.of(words, text, read, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void aSettingIsTakenInEverySpelling(
            String words, String text, Function<ShipperSettings, Object> read, Object expected) {
        for (String name : List.of(words.replace(' ', '_'), words.replace(' ', '-'), camelCase(words))) {
            assertThat(read.apply(builder().set(name, text).build())).as(name).isEqualTo(expected);
        }
    }

    private static String camelCase(String words) {
        StringBuilder text = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            text.append(text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "basic_auth.username, basic_auth.password, basic_auth.password_file",
        "basicAuth.username, basicAuth.password, basicAuth.passwordFile",
        "basic-auth.username, basic-auth.password, basic-auth.password-file"
    })
    void basicAuthIsTakenInEverySpelling(String username, String password, String passwordFile) {
        assertThat(builder().set(username, "u").set(password, "p").build().credentials())
                .isEqualTo(new Credentials("u", "p", null, null, null));
        assertThat(builder().set(username, "u").set(passwordFile, "f").build().credentials())
                .isEqualTo(new Credentials("u", null, Path.of("f"), null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch-wait | 0s | a duration from 1ms to 10m",
                "batch_wait | 11m | a duration from 1ms to 10m",
                "batchWait | soon | a duration such as 500ms",
                "batch_size | 1023 | a size from 1KiB to 64MiB",
                "batch-size | 65MiB | a size from 1KiB to 64MiB",
                "batchSize | big | a size such as 65536",
                "max_line_size | 255 | a size from 256 to 16MiB",
                "max_label_values | -1 | a number from 0, which is no limit, to 10000",
                "max-label-values | 10001 | a number from 0, which is no limit, to 10000",
                "maxLabelValues | many | a number from 0, which is no limit, to 10000",
                "max_streams | -1 | a number from 0, which is no limit, to 100000",
                "maxStreams | 100001 | a number from 0, which is no limit, to 100000",
                "max-streams | 1e3 | a number from 0, which is no limit, to 100000",
                "remote-timeout | 0s | a duration from 1ms to 10m",
                "min_backoff | 0s | a duration from 1ms to 1h",
                "max-backoff | 2h | a duration from 1ms to 1h",
                "max_backoff | 499ms | at least minBackoff, which is 500ms",
                "max_age | 721h | a duration from 1ms to 720h",
                "buffer_size | 63KiB | a size of at least 64KiB",
                "max_block | 61m | a duration from 0ns to 1h",
                "drain-timeout | 11m | a duration from 0ns to 10m",
                "overflow | wait | drop_newest, drop_oldest, block or shed",
                "durability | disk | none, batch or event",
                "durability | event | none, as long as bufferDirectory is not set",
                "flush-level | LOUD | one of TRACE, DEBUG, INFO, WARN, ERROR, OFF",
                "buffer_directory_size | 10KiB | a size of at least 1MiB",
                "tls.insecure_skip_verify | yes | true or false",
                "tenant-id | a b | 1 to 150 characters",
                "tls.ca | /no/such/file.pem | a PEM file that can be read",
                "proxy_url | socks5://p | a URL such as http://proxy:3128",
                "url | ftp://loki | a URL such as http://localhost:3100",
                "url | loki:3100 | a URL such as http://localhost:3100",
                "url | LOKI_URL_IS_UNDEFINED | a URL such as http://localhost:3100",
                "url | http:// | a URL such as http://localhost:3100",
                "external-labels | no equals | lines of the form name = value"
            })
    void aWrongValueIsRefusedWithNameValueAndForm(String name, String value, String form) {
        assertThatThrownBy(() -> builder().set(name, value).build())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith(name + " '")
                .hasMessageContaining(value.equals("no equals") ? "no …" : shown(value))
                .hasMessageContaining("expected ")
                .hasMessageContaining(form)
                .extracting(e -> ((SettingException) e).setting())
                .isEqualTo(name);
    }

    /** Values are repeated in their shortest form. */
    private static String shown(String value) {
        return value.equals("0s") ? "0ns" : value;
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNamesThereAre() {
        assertThatThrownBy(() -> builder().set("batch_weight", "1s"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("'batch_weight'")
                .hasMessageContaining("batchWait")
                .hasMessageContaining("basicAuth.passwordFile");
    }

    @ParameterizedTest
    @CsvSource({
        "http://loki:3100, http://loki:3100/loki/api/v1/push",
        "http://loki:3100/, http://loki:3100/loki/api/v1/push",
        "' https://loki ', https://loki/loki/api/v1/push",
        "http://loki_gateway:3100, http://loki_gateway:3100/loki/api/v1/push",
        "http://[::1]:3100, http://[::1]:3100/loki/api/v1/push",
        "http://gateway/tenant/push, http://gateway/tenant/push",
        "HTTP://LOKI:80/x#part, http://loki/x",
        "http://loki/push?a=1, http://loki/push?a=1"
    })
    void aUrlWithoutPathGetsLokisOwn(String given, String expected) {
        assertThat(ShipperSettings.builder().url(given).build().url()).isEqualTo(expected);
    }

    @Test
    void userAndPasswordOfTheUrlAreTakenOutOfIt() {
        ShipperSettings settings = ShipperSettings.builder()
                .url("https://us%40er:pa%2Fss@loki:3100")
                .build();

        assertThat(settings.url()).isEqualTo("https://loki:3100/loki/api/v1/push");
        assertThat(settings.credentials()).isEqualTo(new Credentials("us@er", "pa/ss", null, null, null));
        assertThat(settings.toString()).doesNotContain("us@er", "pa/ss", "%2F");
    }

    @Test
    void otherCredentialsWinOverThoseOfTheUrlWithAWarning() {
        ShipperSettings settings = ShipperSettings.builder()
                .url("http://u:hush@loki")
                .bearerToken("t")
                .build();

        assertThat(settings.credentials()).isEqualTo(new Credentials(null, null, null, "t", null));
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .contains("url")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void aBlankUrlIsRefused(String url) {
        assertThatThrownBy(() -> ShipperSettings.builder().url(url).build())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("url is missing or empty; expected a URL");
        assertThatThrownBy(() -> ShipperSettings.builder().build()).isInstanceOf(SettingException.class);
    }

    @Test
    void atMostOneKindOfCredentialsIsAccepted() {
        assertRefused(builder().username("u").password("hush").bearerToken("hush"), "at most one of");
        assertRefused(builder().bearerTokenFile("f").bearerToken("hush"), "at most one of");
        assertRefused(builder().password("hush"), "a user name beside the password");
        assertRefused(builder().username("u"), "either a password or a passwordFile");
        assertRefused(
                builder().username("u").password("hush").passwordFile("f"), "either a password or a passwordFile");
        assertRefused(builder().bearerToken("hush\nhush"), "visible ASCII");
        assertRefused(builder().bearerToken("hush\u00fc"), "visible ASCII");
        assertRefused(builder().headers(Map.of("X-Token", "hush\nX: y")), "X-Token");
        assertRefused(builder().headers(Map.of("X Token", "hush")), "X …");
        assertRefused(builder().url("ftp://u:hush@loki"), "ftp://***@loki");
        assertRefused(builder().proxyUrl("ftp://u:hush@proxy"), "ftp://***@proxy");
        assertRefused(builder().set("tls.cert", "pom.xml"), "tls.cert and tls.key go together");
        assertRefused(builder().set("tls.key", "pom.xml"), "tls.cert and tls.key go together");
    }

    private static void assertRefused(ShipperSettingsBuilder builder, String form) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(form)
                .hasMessageNotContaining("hush");
    }

    @Test
    void secretsAreNeverPrinted() {
        for (ShipperSettings settings : List.of(
                builder()
                        .username("u")
                        .password("hush")
                        .proxyUrl("http://p:hush@proxy")
                        .build(),
                builder().bearerToken("hush").headers(Map.of("X-Token", "hush")).build())) {
            assertThat(settings.toString()).doesNotContain("hush");
            assertThat(settings.credentials().toString()).doesNotContain("hush");
        }
    }

    @Test
    void headersOfPenstocksOwnAreSkippedWithAWarning() {
        ShipperSettings settings = builder()
                .headers(Map.of("user-agent", "x", "Content-Type", "x", "X-SCOPE-ORGID", "x", "X-Mine", "1"))
                .build();

        assertThat(settings.headers()).isEqualTo(Map.of("X-Mine", "1"));
        assertThat(settings.warnings()).hasSize(3).allMatch(warning -> warning.contains("skipped"));
    }

    @Test
    void aBatchTooLargeForTheBufferIsMadeSmallerWithAWarning() {
        ShipperSettings settings =
                builder().set("batch-size", "1MiB").set("buffer_size", "1MiB").build();

        assertThat(settings.batchSize()).isEqualTo(256 << 10);
        assertThat(settings.warnings())
                .containsExactly("batch-size 1MiB is more than a quarter of buffer_size 1MiB; using 256KiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aBlankTenantIsNone(String tenant) {
        assertThat(builder().tenantId(tenant).build().tenantId()).isNull();
        assertThat(builder().tenantId(null).build().tenantId()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://u:hu/sh@loki",
                "ftp://u:hu@sh@loki",
                "u:hu/sh@loki:3100",
                "http://u:hu/sh@:x",
                "://u:hu@sh@"
            })
    void aPasswordInAWrongUrlIsNotRepeated(String url) {
        assertThatThrownBy(() -> ShipperSettings.builder().url(url).build())
                .isInstanceOf(SettingException.class)
                .hasMessageNotContaining("hu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Basic aHVzaA==", "Authorization: Bearer hush=", "X-Key hush"})
    void aSecretInAWrongHeaderLineIsNotRepeated(String line) {
        assertThatThrownBy(() -> builder().set("headers", line).build())
                .isInstanceOf(SettingException.class)
                .hasMessageNotContainingAny("aHVzaA", "hush");
    }

    @Test
    void externalLabelsThatLokiWouldRefuseAreMadeGoodWithAWarning() {
        ShipperSettings settings =
                builder().externalLabels(Map.of("my-app", "x")).build();

        assertThat(settings.externalLabels()).containsExactly(Map.entry("my_app", "x"));
        assertThat(settings.warnings()).singleElement().asString().contains("'my-app'", "using my_app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "___", "ü", "__name__"})
    void externalLabelsOfWhichNothingIsLeftAreRefused(String name) {
        assertThatThrownBy(() -> builder().externalLabels(Map.of(name, "x")).build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("externalLabels");
    }

    @Test
    void buildingTwiceWarnsTwice() {
        ShipperSettingsBuilder twice = builder().batchSize(8 << 20).bufferSize(16 << 20);

        assertThat(twice.build().warnings()).isEqualTo(twice.build().warnings()).hasSize(1);
    }

    @Test
    void aDurationOfAgesIsRefusedLikeAnyOther() {
        assertThatThrownBy(() -> builder()
                        .drainTimeout(Duration.ofSeconds(Long.MAX_VALUE))
                        .build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("drainTimeout");
    }

    @ParameterizedTest
    @CsvSource({
        "a, true",
        "A9!-_.*'(), true",
        "., false",
        ".., false",
        "a b, false",
        "a/b, false",
        "ü, false",
        "a|b, false"
    })
    void tenantsAreThoseABackendTakes(String tenant, boolean valid) {
        assertThat(TenantId.isValid(tenant)).isEqualTo(valid);
    }

    @Test
    void aTenantHasAtMost150Characters() {
        assertThat(TenantId.isValid("x".repeat(150))).isTrue();
        assertThat(TenantId.isValid("x".repeat(151))).isFalse();
    }

    @Test
    void aLongValueIsShortenedToOneLineInTheMessage() {
        assertThatThrownBy(() -> builder().set("batch_wait", "x\n".repeat(10_000)))
                .isInstanceOf(SettingException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).doesNotContain("\n"));
    }

    private static ShipperSettingsBuilder builder() {
        return ShipperSettings.builder().url(URL);
    }

    @Test
    void theHostIsKnownWhateverItsName() {
        assertThat(ShipperSettings.builder()
                        .url("http://loki_gateway:3100")
                        .build()
                        .host())
                .isEqualTo("loki_gateway:3100");
        assertThat(ShipperSettings.builder()
                        .url("https://me:secret@Loki.example/push?x=1")
                        .build()
                        .host())
                .isEqualTo("loki.example");
        assertThat(ShipperSettings.builder()
                        .url("http://[::1]:3100/push")
                        .build()
                        .host())
                .isEqualTo("[::1]:3100");
    }
}
