package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import java.util.List;
import org.apache.logging.log4j.core.LoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same settings in each of Log4j's formats. */
class ConfigurationFormatsTest {

    private static final String XML = """
            <Configuration>
              <Appenders>
                <Penstock name="LOKI" url="URL" tenantId="shop" batchWait="200ms">
                  <Labels>
                    app = shop
                    level = %level
                  </Labels>
                  <StructuredMetadata>
                    logger = %logger
                    * = %%mdc
                  </StructuredMetadata>
                  <ExternalLabels>region = eu</ExternalLabels>
                  <Headers>X-Team = blue</Headers>
                  <BasicAuth username="u" password="s3cret"/>
                  <Tls insecureSkipVerify="true"/>
                  <PatternLayout pattern="[%level] %m"/>
                </Penstock>
              </Appenders>
              <Loggers><Root level="TRACE"><AppenderRef ref="LOKI"/></Root></Loggers>
            </Configuration>
            """;

    private static final String STRICT_XML = """
            <Configuration strict="true">
              <Appenders>
                <Appender type="Penstock" name="LOKI" url="URL" tenantId="shop" batchWait="200ms"
                          labels="app = shop&#10;level = %level" structuredMetadata="logger = %logger&#10;* = %%mdc"
                          externalLabels="region = eu" headers="X-Team = blue">
                  <BasicAuth username="u" password="s3cret"/>
                  <Tls insecureSkipVerify="true"/>
                  <Layout type="PatternLayout" pattern="[%level] %m"/>
                </Appender>
              </Appenders>
              <Loggers><Root level="TRACE"><AppenderRef ref="LOKI"/></Root></Loggers>
            </Configuration>
            """;

    private static final String JSON = """
            {"Configuration": {
              "Appenders": {"Penstock": {
                "name": "LOKI", "url": "URL", "tenantId": "shop", "batchWait": "200ms",
                "Labels": "app = shop\\nlevel = %level",
                "structuredMetadata": "logger = %logger\\n* = %%mdc",
                "externalLabels": "region = eu",
                "headers": "X-Team = blue",
                "BasicAuth": {"username": "u", "password": "s3cret"},
                "Tls": {"insecureSkipVerify": true},
                "PatternLayout": {"pattern": "[%level] %m"}
              }},
              "Loggers": {"Root": {"level": "TRACE", "AppenderRef": {"ref": "LOKI"}}}
            }}
            """;

    private static final String YAML = """
            Configuration:
              Appenders:
                Penstock:
                  name: LOKI
                  url: URL
                  tenantId: shop
                  batchWait: 200ms
                  Labels: |
                    app = shop
                    level = %level
                  StructuredMetadata: |
                    logger = %logger
                    * = %%mdc
                  ExternalLabels: region = eu
                  Headers: X-Team = blue
                  BasicAuth:
                    username: u
                    password: s3cret
                  Tls:
                    insecureSkipVerify: true
                  PatternLayout:
                    pattern: "[%level] %m"
              Loggers:
                Root:
                  level: TRACE
                  AppenderRef:
                    ref: LOKI
            """;

    private static final String PROPERTIES = """
            appender.loki.type = Penstock
            appender.loki.name = LOKI
            appender.loki.url = URL
            appender.loki.tenantId = shop
            appender.loki.batchWait = 200ms
            appender.loki.labels = app = shop \\n\\
              level = %level
            appender.loki.structuredMetadata = logger = %logger \\n * = %%mdc
            appender.loki.externalLabels = region = eu
            appender.loki.headers = X-Team = blue
            appender.loki.auth.type = BasicAuth
            appender.loki.auth.username = u
            appender.loki.auth.password = s3cret
            appender.loki.tls.type = Tls
            appender.loki.tls.insecureSkipVerify = true
            appender.loki.layout.type = PatternLayout
            appender.loki.layout.pattern = [%level] %m
            rootLogger.level = TRACE
            rootLogger.appenderRef.loki.ref = LOKI
            """;

    static List<Arguments> formats() {
        return List.of(
                arguments("xml", XML),
                arguments("xml", STRICT_XML),
                arguments("xml", XML.replace("<Penstock ", "<Loki ").replace("</Penstock", "</Loki")),
                arguments("json", JSON),
                arguments("yaml", YAML),
                arguments("properties", PROPERTIES));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void eachFormatConfiguresTheSame(String format, String text) {
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().authEnabled(true).start()) {
            String url = backend.url().toString();
            try (Logs logs = Logs.of(new LoggerContext("test"), text.replace("URL", url), format)) {
                assertThat(logs.appender().health().toString()).contains("UP");
                logs.logger("shop.Orders").info("order placed");
                logs.flush();

                assertThat(logs.errors()).isEmpty();
                assertThat(logs.everything()).doesNotContain("s3cret");
            }

            StoredEntry stored = backend.loki().entries("shop").get(0);
            assertThat(stored.line()).isEqualTo("[INFO] order placed");
            assertThat(stored.labels())
                    .containsOnly(
                            entry("app", "shop"),
                            entry("level", "INFO"),
                            entry("region", "eu"),
                            entry("service_name", "shop"));
            assertThat(stored.structuredMetadata()).containsEntry("logger", "shop.Orders");
            assertThat(backend.requests().get(0).headers().toString())
                    .contains("blue")
                    .contains("Basic ");
        }
    }

    @Test
    void anUnknownSettingIsRefusedInEachFormat() {
        for (Arguments each : formats()) {
            String text =
                    ((String) each.get()[1]).replace("batchWait", "batchWiat").replace("URL", "http://localhost:1");
            try (Logs logs = Logs.of(new LoggerContext("test"), text, (String) each.get()[0])) {
                assertThat(logs.errors()).isEmpty();
                assertThat(logs.warnings())
                        .anyMatch(warning -> warning.contains("there is no setting 'batchWiat'; expected one of"));
            }
        }
    }
}
