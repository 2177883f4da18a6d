package dev.penstock.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.config.Finding.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of each argument of an endpoint. */
class EndpointTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", "s3cret", "HTTPS_PROXY", "http://proxy:3128");

    private static AlloyConfig logs(String arguments) {
        return AlloyConfig.parse(
                "c",
                "loki.write \"w\" {\nendpoint {\nurl = \"https://loki.example.com/loki/api/v1/push\"\n"
                        + arguments.replace('\'', '"').replace("; ", "\n") + "\n}\n}",
                ENVIRONMENT::get);
    }

    private static AlloyConfig metrics(String arguments) {
        return AlloyConfig.parse(
                "c",
                "prometheus.remote_write \"w\" {\nendpoint {\nurl = \"https://mimir/api/v1/push\"\n"
                        + arguments.replace('\'', '"').replace("; ", "\n") + "\n}\n}",
                ENVIRONMENT::get);
    }

    private static Map<String, String> settings(AlloyConfig config) {
        assertThat(config.isUsable()).as(config.report().toString()).isTrue();
        Map<String, String> settings = new HashMap<>();
        LogsRoute logs = config.logs();
        settings.putAll(logs == null ? Objects.requireNonNull(config.metrics()).settings() : logs.settings());
        settings.remove("url");
        // Lines end in a line break.
        settings.replaceAll((name, value) -> value.strip());
        return settings;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "batch_wait = '2s' | batchWait=2000000000ns",
                "batch_size = '512KiB' | batchSize=524288",
                "batch_size = '1MB' | batchSize=1048576",
                "remote_timeout = '30s' | remoteTimeout=30000000000ns",
                "tenant_id = 'team-a' | tenantId=team-a",
                "tenant_id = '' | ",
                "min_backoff_period = '1s' | minBackoff=1000000000ns",
                "min_backoff_period = '1m' | minBackoff=60000000000ns maxBackoff=60000000000ns",
                "max_backoff_period = '1m' | maxBackoff=60000000000ns",
                "max_backoff_period = '100ms' | maxBackoff=100000000ns minBackoff=100000000ns",
                "headers = { 'X-Team' = 'shop' } | headers=X-Team = shop",
                "http_headers = { 'X-Team' = ['a', 'b'] } | headers=X-Team = a, b",
                "basic_auth { username = 'me'; password = sys.env('TOKEN') } | basicAuth.username=me basicAuth.password=s3cret",
                "basic_auth { username = 'me'; password_file = '/dev/null' } | basicAuth.username=me basicAuth.passwordFile=/dev/null",
                "bearer_token = sys.env('TOKEN') | bearerToken=s3cret",
                "bearer_token_file = '/dev/null' | bearerTokenFile=/dev/null",
                "authorization { credentials = 's3cret' } | bearerToken=s3cret",
                "authorization { type = 'bearer'; credentials_file = '/dev/null' } | bearerTokenFile=/dev/null",
                "authorization { type = 'Token'; credentials = 's3cret' } | headers=Authorization = Token s3cret",
                "tls_config { ca_file = '/dev/null'; insecure_skip_verify = true } | tls.ca=/dev/null tls.insecureSkipVerify=true",
                "tls_config { server_name = 'loki'; min_version = 'TLS12' } | tls.serverName=loki",
                "proxy_url = 'http://proxy:3128' | proxyUrl=http://proxy:3128",
                "proxy_url = 'http://proxy:3128'; no_proxy = 'example.com' | ",
                "proxy_url = 'http://proxy:3128'; no_proxy = '10.0.0.1,other.com' | proxyUrl=http://proxy:3128",
                "proxy_from_environment = true | proxyUrl=http://proxy:3128",
                "queue_config { drain_timeout = '20s' } | drainTimeout=20000000000ns",
                "retry_on_http_429 = true; enable_http2 = true; follow_redirects = false | ",
            })
    void argumentsOfLogsBecomeSettings(String arguments, String expected) {
        AlloyConfig config = logs(arguments);

        assertThat(settings(config)).isEqualTo(pairs(expected));
        assertThat(config.report().of(Outcome.NOT_TAKEN_OVER)).isEmpty();
        assertThat(config.report().toString()).doesNotContain("s3cret");
    }

    private static Map<String, String> pairs(String expected) {
        Map<String, String> pairs = new HashMap<>();
        if (expected != null) {
            // Settings are words; a value may have spaces.
            for (String each : expected.split(" (?=[a-zA-Z.]+=)", -1)) {
                String[] pair = each.split("=", 2);
                pairs.put(pair[0], pair[1]);
            }
        }
        return pairs;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "headers = { 'X-Scope-OrgID' = 'team-a' } | tenantId=team-a",
                "send_exemplars = false; send_native_histograms = true | sendExemplars=false sendNativeHistograms=true",
                "protobuf_message = 'io.prometheus.write.v2.Request' | protobufMessage=io.prometheus.write.v2.Request",
                "queue_config { max_samples_per_send = 500; min_backoff = '30ms'; max_backoff = '5s' } | "
                        + "maxSamplesPerSend=500 minBackoff=30000000ns maxBackoff=5000000000ns",
                "queue_config { sample_age_limit = '10m' } | maxAge=600000000000ns",
                "queue_config { sample_age_limit = '0s' } | ",
                "basic_auth { username = '1'; password = 's3cret' } | basicAuth.username=1 basicAuth.password=s3cret",
            })
    void argumentsOfMetricsBecomeSettings(String arguments, String expected) {
        AlloyConfig config = metrics(arguments);

        assertThat(settings(config)).isEqualTo(pairs(expected));
        assertThat(config.report().of(Outcome.NOT_TAKEN_OVER)).isEmpty();
        assertThat(config.report().toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name = 'cloud' | needs no name",
                "max_backoff_retries = 5 | set maxAge",
                "retry_on_http_429 = false | always tried again",
                "follow_redirects = true | the final URL",
                "enable_http2 = false | HTTP/2",
                "queue_config { capacity = '20MiB' } | bufferSize",
                "queue_config { min_shards = 2 } | one connection",
                "queue_config { block_on_overflow = true } | overflow",
                "proxy_connect_header = { 'X' = ['y'] } | proxy_url",
                "tls_config { min_version = 'TLS13' } | jdk.tls.client.protocols",
                "batch_wait = '100h' | The default counts",
                "headers = { 'X-Scope-OrgID' = 'a' } | tenant_id",
            })
    void whatHasNoEffectIsSaidWithLineAndRemedy(String arguments, String said) {
        AlloyConfig config = logs(arguments);

        assertThat(settings(config)).isEmpty();
        assertThat(config.report().of(Outcome.NOT_TAKEN_OVER))
                .singleElement()
                .satisfies(
                        each -> assertThat(each.toString()).startsWith("c:4:").contains(said));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "oauth2 { client_id = 'x'; client_secret = 's3cret' } | OAuth 2 is not supported",
                "sigv4 { region = 'x' } | no block 'sigv4'",
                "tls_config { key_pem = 's3cret' } | give key_file",
                "tls_config { cert_file = '/dev/null' } | go together",
                "tls_config { ca_file = '/dev/null'; ca_pem = 'x' } | ca_file too",
                "basic_auth { username = 'a'; password = 's3cret' }; bearer_token = 's3cret' | at most one of",
                "basic_auth { username = 'a'; password = 's3cret'; password_file = '/dev/null' } | expected one of",
                "authorization { type = 'Basic'; credentials = 's3cret' } | basic_auth",
                "authorization { type = 'Token'; credentials_file = '/dev/null' } | the type Bearer alone",
                "tenant_id = 'a/b' | tenant_id 'a/b' is not accepted",
                "proxy_url = 'ftp://x' | proxy_url 'ftp://x' is not accepted",
                "batch_wait = '5' | batch_wait",
                "bearer_token = remote.vault.x.data.token | no component 'remote.vault.x",
                "max_backoff_period = '1s'; min_backoff_period = '2s' | less than min_backoff_period",
            })
    void whatWouldSendOtherwiseIsAnError(String arguments, String said) {
        AlloyConfig config = logs(arguments);

        assertThat(config.isUsable()).isFalse();
        assertThat(Objects.requireNonNull(config.logs()).hasEndpoint()).isFalse();
        assertThat(config.report().of(Outcome.ERROR))
                .anySatisfy(each -> assertThat(each.toString()).contains(said).startsWith("c:"));
        assertThat(config.report().toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"sigv4, AWS", "azuread, Azure", "oauth2, OAuth 2"})
    void metricsAreNotSentWithoutTheirSignature(String block, String said) {
        AlloyConfig config = metrics(block + " { }");

        assertThat(config.isUsable()).isFalse();
        assertThat(Objects.requireNonNull(config.metrics()).hasEndpoint()).isFalse();
        assertThat(config.report().of(Outcome.ERROR).toString()).contains(said);
    }

    @Test
    void anUnsetVariableIsAWarningBecauseAnotherEnvironmentHasIt() {
        AlloyConfig config = AlloyConfig.parse("""
                loki.write "w" {
                  endpoint {
                    url = sys.env("LOKI_URL")
                    basic_auth {
                      username = sys.env("LOKI_USER")
                      password = sys.env("LOKI_PASSWORD")
                    }
                  }
                }
                """);

        assertThat(config.isUsable()).as(config.report().toString()).isTrue();
        assertThat(config.report().of(Outcome.WARNING).toString())
                .contains("the variable LOKI_URL", "the variable LOKI_PASSWORD");
    }

    @Test
    void aSecretInAFileIsReadAnewFromThere(@TempDir Path directory) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "s3cret\n");
        Path ca = Files.writeString(directory.resolve("ca.pem"), "-----BEGIN CERTIFICATE-----\n");
        AlloyConfig config = AlloyConfig.parse("c", """
                local.file "token" {
                  filename  = sys.env("DIR") + "/token"
                  is_secret = true
                }
                local.file "ca" { filename = sys.env("DIR") + "/ca.pem" }
                local.file "user" { filename = sys.env("DIR") + "/token" }
                loki.write "w" {
                  endpoint {
                    url = "http://loki"
                    basic_auth {
                      username = local.file.user.content
                      password = local.file.token.content
                    }
                    tls_config { ca_pem = local.file.ca.content }
                  }
                }
                """, name -> name.equals("DIR") ? directory.toString() : null);

        assertThat(settings(config))
                .containsEntry("basicAuth.passwordFile", token.toString())
                .containsEntry("tls.ca", ca.toString())
                .containsEntry("basicAuth.username", "s3cret");
        assertThat(config.report().of(Outcome.TAKEN_OVER)).hasSize(4);
    }

    @Test
    void certificatesAsTextAreWrittenToAFile() throws IOException {
        AlloyConfig config = logs("tls_config { ca_pem = '-----BEGIN CERTIFICATE-----' }");

        Path file = Path.of(Objects.requireNonNull(settings(config).get("tls.ca")));
        assertThat(file).hasContent("-----BEGIN CERTIFICATE-----");
        assertThat(settings(config)).containsEntry("tls.ca", file.toString());
        Files.delete(file);
    }

    /** More than Penstock tells apart means that there is no limit. */
    @ParameterizedTest
    @CsvSource({"500, 500", "100000, 100000", "100001, 0", "5000000, 0"})
    void theLimitOfStreamsIsTakenOver(String most, String taken) {
        AlloyConfig config = AlloyConfig.parse("""
                loki.write "w" {
                  max_streams = %s
                  endpoint { url = "http://loki" }
                }
                """.formatted(most));

        assertThat(settings(config)).containsEntry("maxStreams", taken);
        assertThat(config.isUsable()).isTrue();
    }

    @Test
    void aWalIsNotTakenOver() {
        AlloyConfig config = AlloyConfig.parse("""
                loki.write "w" {
                  endpoint { url = "http://loki" }
                  wal {
                    enabled         = true
                    max_segment_age = "2h"
                  }
                }
                """);

        assertThat(config.report().of(Outcome.NOT_TAKEN_OVER).toString()).contains("3:3", "bufferDirectory");
    }
}
