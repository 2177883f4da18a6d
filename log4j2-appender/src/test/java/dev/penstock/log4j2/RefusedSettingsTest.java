package dev.penstock.log4j2;

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

    private static final String URL = "http://localhost:3100";

    static List<Arguments> wrongSettings() {
        return List.of(
                arguments("", "", "", "url", "", "http://localhost:3100"),
                arguments("localhost:3100", "", "", "url", "localhost:3100", "http://localhost:3100"),
                arguments("${env:NO_SUCH_VARIABLE}", "", "", "url", "${env:NO_SUCH_VARIABLE}", ":-default"),
                arguments("${noSuchProperty}", "", "", "url", "${noSuchProperty}", ":-default"),
                arguments(URL, "batchWait='1 second'", "", "batchWait", "1 second", "500ms"),
                arguments(URL, "batchWait=''", "", "batchWait", "missing or empty", "500ms"),
                arguments(URL, "batchWait='0s'", "", "batchWait", "0", "1ms to 10m"),
                arguments(URL, "batchSize='huge'", "", "batchSize", "huge", "1MiB"),
                arguments(URL, "bufferSize='1KiB'", "", "bufferSize", "1KiB", "64KiB"),
                arguments(URL, "tenantId='a/b'", "", "tenantId", "a/b", "a-z"),
                arguments(URL, "", "<Labels>app</Labels>", "labels", "app", "name = pattern"),
                arguments(URL, "labels='app = %nosuchword'", "", "labels", "%nosuchword", "pattern"),
                arguments(URL, "", "<Labels>app = %replace{%nosuch}{a}{b}</Labels>", "labels", "%nosuch", "pattern"),
                arguments(URL, "labels='* = %%nosuch'", "", "labels", "%%nosuch", "%%mdc"),
                arguments(URL, "structuredMetadata='a = %d{yyyy'", "", "structuredMetadata", "%d{yyyy", "not closed"),
                arguments(URL, "flushLevel='LOUD'", "", "flushLevel", "LOUD", "ERROR"),
                arguments(URL, "maxLabelValues='few'", "", "maxLabelValues", "few", "0, which is no limit"),
                arguments(URL, "maxStreams='-1'", "", "maxStreams", "-1", "100000"),
                arguments(URL, "overflow='explode'", "", "overflow", "explode", "drop_newest"),
                arguments(URL, "includeLocation='yes'", "", "includeLocation", "yes", "true"),
                arguments(URL, "includeCallerData='yes'", "", "includeCallerData", "yes", "true"),
                arguments(URL, "ignoreExceptions='yes'", "", "ignoreExceptions", "yes", "true"),
                arguments(URL, "minBackoff='1m'", "", "maxBackoff", "30s", "minBackoff"),
                arguments(URL, "listener='no.such.Listener'", "", "listener", "no.such.Listener", "DiagnosticListener"),
                arguments(URL, "listener='java.lang.String'", "", "listener", "java.lang.String", "DiagnosticListener"),
                arguments(URL, "", "<Tls ca='/no/such.pem'/>", "tls.ca", "/no/such.pem", "PEM"),
                arguments(URL, "", "<Tls verify='no'/>", "tls.verify", "", "tls.insecureSkipVerify"),
                arguments(URL, "", "<BasicAuth user='u'/>", "basicAuth.user", "", "basicAuth.username"),
                arguments(URL, "bearerToken='x' bearerTokenFile='y'", "", "bearerToken", "", "one of"),
                arguments(URL, "batchWiat='1s'", "", "batchWiat", "", "batchWait"),
                arguments(URL, "", "<BatchWiat>1s</BatchWiat>", "BatchWiat", "", "batchWait"),
                arguments(URL, "", "<Tlss ca='/no/such.pem'/>", "Tlss", "", "Tls"),
                arguments(URL, "", "<Console name='x'/>", "Console", "", "batchWait"),
                arguments(URL, "", "<PatternLayout/><PatternLayout/>", "PatternLayout", "", "a Layout"),
                arguments(URL, "bearerToken='${env:NO_TOKEN}'", "", "bearerToken", "${env:NO_TOKEN}", ":-default"),
                arguments(URL, "labels='app = ${env:NO_APP}'", "", "labels", "${env:NO_APP}", ":-default"),
                arguments(URL, "externalLabels='__x = 1'", "", "externalLabels", "__x", "letters"),
                arguments(URL, "durability='event'", "", "durability", "event", "bufferDirectory"),
                arguments(URL, "proxyUrl='https://proxy'", "", "proxyUrl", "https://proxy", "http://proxy"));
    }

    @ParameterizedTest
    @MethodSource("wrongSettings")
    void aWrongSettingIsRefusedAndTheApplicationGoesOn(
            String url, String attributes, String elements, String name, String value, String accepted) {
        try (Logs logs = Logs.with(url, attributes, elements)) {
            logs.logger("x").info("the application goes on");

            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings())
                    .anySatisfy(warning ->
                            assertThat(warning).contains(name, value, accepted).startsWith("Penstock: "));
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("[LOKI] stays inert"));
            assertThat(logs.appender().health().toString()).contains(name);
            assertThat(logs.appender().stats().accepted()).isZero();
        }
    }

    @Test
    void whatAnInertAppenderDidNotShipIsSaidWhenItStops() {
        Logs logs = Logs.with(URL, "batchWait='1 second'", "");
        logs.logger("x").info("one");
        logs.logger("x").info("two");
        logs.context().stop();

        assertThat(logs.warnings())
                .anySatisfy(
                        warning -> assertThat(warning).contains("[LOKI]", "2 events were not shipped", "batchWait"));
        logs.close();
    }

    @Test
    void anAppenderWithoutANameIsRefused() {
        try (Logs logs = Logs.ofXml("""
                <Configuration>
                  <Appenders><Penstock url="http://localhost:3100"/></Appenders>
                  <Loggers><Root level="INFO"><AppenderRef ref="Penstock"/></Root></Loggers>
                </Configuration>
                """)) {
            logs.logger("x").info("the application goes on");

            assertThat(logs.errors()).isEmpty();
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("name is missing"));
        }
    }

    @Test
    void allWrongSettingsAreNamedAtOnce() {
        try (Logs logs = Logs.with(URL, "batchWait='x' batchSize='y'", "")) {
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("batchWait 'x'"));
            assertThat(logs.warnings()).anyMatch(warning -> warning.contains("batchSize 'y'"));
        }
    }

    @Test
    void secretsAreNotInAnyStatus() {
        try (Logs logs = Logs.with(
                URL, "bearerToken='t0ken' headers='X-Key = h1dden'", "<BasicAuth username='u' password='s3cret'/>")) {
            assertThat(logs.everything())
                    .doesNotContain("s3cret", "t0ken", "h1dden")
                    .contains("at most one of");
        }
    }

    @Test
    void anotherAppendersMistakeIsNotHeldAgainstThisOne() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.ofXml("""
                        <Configuration>
                          <Appenders>
                            <Penstock name="OTHER" url="%1$s" typo="x"/>
                            <Penstock name="LOKI" url="%1$s"/>
                          </Appenders>
                          <Loggers><Root level="INFO"><AppenderRef ref="OTHER"/><AppenderRef ref="LOKI"/></Root></Loggers>
                        </Configuration>
                        """.formatted(backend.url()))) {
            logs.logger("x").info("line");
            logs.flush();

            assertThat(backend.loki().count()).isEqualTo(1);
        }
    }

    @Test
    void anOddSettingIsPutRightWithAWarning() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.with(backend.url().toString(), "batchSize='8MiB' bufferSize='16MiB'", "")) {
            assertThat(logs.appender().health().toString()).contains("UP");
            assertThat(logs.warnings())
                    .anyMatch(warning -> warning.contains("batchSize 8MiB") && warning.contains("using 4MiB"));
        }
    }
}
