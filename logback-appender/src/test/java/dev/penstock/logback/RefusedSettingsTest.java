package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.testkit.EmbeddedBackend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrong setting is named, with its value and what is accepted, at WARN; the application goes on without shipping. */
class RefusedSettingsTest {

    private static final String URL = "<url>http://localhost:3100</url>";

    static List<Arguments> wrongSettings() {
        return List.of(
                arguments("", "url", "", "http://localhost:3100"),
                arguments("<url>localhost:3100</url>", "url", "localhost:3100", "http://localhost:3100"),
                arguments("<url>${NO_SUCH_VARIABLE}</url>", "url", "NO_SUCH_VARIABLE", "${NAME"),
                arguments(URL + "<batchWait>1 second</batchWait>", "batchWait", "1 second", "500ms"),
                arguments(URL + "<batchWait>0s</batchWait>", "batchWait", "0", "1ms to 10m"),
                arguments(URL + "<batchSize>huge</batchSize>", "batchSize", "huge", "1MiB"),
                arguments(URL + "<bufferSize>1KiB</bufferSize>", "bufferSize", "1KiB", "64KiB"),
                arguments(URL + "<tenantId>a/b</tenantId>", "tenantId", "a/b", "a-z"),
                arguments(URL + "<labels>app</labels>", "labels", "app", "name = pattern"),
                arguments(URL + "<labels>app = %nosuchword</labels>", "labels", "%nosuchword", "pattern"),
                arguments(URL + "<labels>* = %%nosuch</labels>", "labels", "%%nosuch", "%%mdc"),
                arguments(
                        URL + "<structuredMetadata>a = %(%level</structuredMetadata>",
                        "structuredMetadata",
                        "%(%level",
                        "pattern"),
                arguments(URL + "<flushLevel>LOUD</flushLevel>", "flushLevel", "LOUD", "ERROR"),
                arguments(
                        URL + "<maxLabelValues>few</maxLabelValues>", "maxLabelValues", "few", "0, which is no limit"),
                arguments(URL + "<maxStreams>-1</maxStreams>", "maxStreams", "-1", "100000"),
                arguments(URL + "<overflow>explode</overflow>", "overflow", "explode", "drop_newest"),
                arguments(URL + "<includeCallerData>yes</includeCallerData>", "includeCallerData", "yes", "true"),
                arguments(URL + "<minBackoff>1m</minBackoff>", "maxBackoff", "30s", "minBackoff"),
                arguments(URL + "<tls><ca>/no/such.pem</ca></tls>", "tls.ca", "/no/such.pem", "PEM"),
                arguments(
                        URL + "<bearerToken>x</bearerToken><bearerTokenFile>y</bearerTokenFile>",
                        "bearerToken",
                        "",
                        "one of"),
                arguments(URL + "<batchWiat>1s</batchWiat>", "batchWiat", "", "batchWait"),
                arguments(URL + "<tls><verify>no</verify></tls>", "verify", "", "insecureSkipVerify"),
                arguments(URL + "<tenantId>${NO_TENANT}</tenantId>", "tenantId", "NO_TENANT_IS_UNDEFINED", "${NAME"),
                arguments(URL + "<bearerToken>${NO_TOKEN}</bearerToken>", "bearerToken", "NO_TOKEN_IS_", "${NAME"),
                arguments(URL + "<labels>app = ${NO_APP}</labels>", "labels", "NO_APP_IS_UNDEFINED", "${NAME"),
                arguments(URL + "<externalLabels>a = b\n __x = 1</externalLabels>", "externalLabels", "__x", "letters"),
                arguments(URL + "<proxyUrl>https://proxy</proxyUrl>", "proxyUrl", "https://proxy", "http://proxy"));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void aWrongSettingIsRefusedAndTheApplicationGoesOn(String elements, String name, String value, String accepted) {
        try (Logs logs = Logs.with(elements)) {
            logs.logger("x").info("the application goes on");

            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings())
                    .anySatisfy(warning ->
                            assertThat(warning).contains(name, value, accepted).startsWith("Penstock: "));
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("[LOKI] stays inert"));
            assertThat(logs.appender().isStarted()).isFalse();
            assertThat(logs.appender().stats().accepted()).isZero();
        }
    }

    @Test
    void aLayoutWhosePatternIsWrongIsNotTakenForOneThatMakesEmptyLines() {
        try (Logs logs = Logs.with(URL + "<message><pattern>%replace(%msg</pattern></message>")) {
            assertThat(logs.appender().isStarted()).isFalse();
            assertThat(logs.warnings())
                    .anyMatch(warning -> warning.contains("message '") && warning.contains("%replace(%msg"));
        }
    }

    @Test
    void allWrongSettingsAreNamedAtOnce() {
        try (Logs logs = Logs.with(URL + "<batchWait>x</batchWait><batchSize>y</batchSize>")) {
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("batchWait 'x'"));
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("batchSize 'y'"));
        }
    }

    @Test
    void secretsAreNotInAnyStatus() {
        try (Logs logs = Logs.with(
                URL
                        + "<basicAuth><username>u</username><password>s3cret</password></basicAuth><bearerToken>t0ken</bearerToken>")) {
            assertThat(logs.context().getStatusManager().getCopyOfStatusList().toString())
                    .doesNotContain("s3cret", "t0ken")
                    .contains("at most one of");
        }
    }

    @Test
    void anotherAppendersMistakeIsNotHeldAgainstThisOne() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.ofFile("""
                        <configuration>
                          <appender name="OTHER" class="dev.penstock.logback.LokiAppender">
                            <url>%s</url><typo>x</typo>
                          </appender>
                          <appender name="LOKI" class="dev.penstock.logback.LokiAppender">
                            <url>%s</url>
                          </appender>
                          <root level="INFO"><appender-ref ref="OTHER"/><appender-ref ref="LOKI"/></root>
                        </configuration>
                        """.formatted(backend.url(), backend.url()))) {
            logs.logger("x").info("line");
            logs.flush();

            assertThat(backend.loki().count()).isEqualTo(1);
        }
    }

    @Test
    void anOddSettingIsPutRightWithAWarning() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.with(
                        "<url>" + backend.url() + "</url><batchSize>8MiB</batchSize><bufferSize>16MiB</bufferSize>")) {
            assertThat(logs.appender().isStarted()).isTrue();
            assertThat(logs.warnings())
                    .anyMatch(warning -> warning.contains("batchSize 8MiB") && warning.contains("using 4MiB"));
        }
    }
}
