package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.message.StringMapMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting {@code pipeline}, and what a pipeline can ask an event for. */
@ExtendWith(EmbeddedBackendExtension.class)
class PipelineTest {

    private final EmbeddedBackend backend;

    PipelineTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private Logs with(String elements) {
        return Logs.with(backend.url(), "", elements);
    }

    private StoredEntry ship(Logs logs) {
        logs.logger("x").info("a line");
        logs.flush();
        assertThat(logs.errors()).isEmpty();
        List<StoredEntry> entries = backend.loki().entries();
        return entries.get(entries.size() - 1);
    }

    static List<Arguments> texts() {
        return List.of(
                arguments("stage.json { }\n  stage.labels { }", "stage.json { }\n  stage.labels { }"),
                arguments("replacement = \"$1-${1}\"", "replacement = \"$1-${1}\""),
                arguments("escaped = \"$${1} $${name}\"", "escaped = \"${1} ${name}\""),
                arguments("<![CDATA[(?P<user>.+) = \"${user}-x\"]]>", "(?P<user>.+) = \"${user}-x\""),
                arguments("(?&lt;user&gt;.+) = \"${user}\"", "(?<user>.+) = \"${user}\""),
                arguments("t = \"{{ .Value }} %d %m 100%\"", "t = \"{{ .Value }} %d %m 100%\""),
                arguments("t = `\\d+ \\\\ \"q\" } {` // and }", "t = `\\d+ \\\\ \"q\" } {` // and }"),
                arguments("e = \"${APP}\"", "e = \"shop\""),
                arguments("e = \"${env:NO_APP:-none}\"", "e = \"none\""),
                arguments("e = \"${sys:java.specification.name}\"", "e = \"Java Platform API Specification\""));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aPipelineComesToItsSyntaxAsItIsWritten(String written, String read) {
        String xml = """
                <Configuration>
                  <Properties><Property name="APP">shop</Property></Properties>
                  <Appenders><Penstock name="LOKI" url="%s"><Pipeline>
                  %s
                  </Pipeline></Penstock></Appenders>
                  <Loggers><Root level="TRACE"><AppenderRef ref="LOKI"/></Root></Loggers>
                </Configuration>
                """.formatted(backend.url(), written);
        try (Logs logs = Logs.ofXml(xml)) {
            assertThat(ship(logs).structuredMetadata()).containsEntry("pipeline", read);
            assertThat(logs.warnings()).isEmpty();
        }
    }

    static List<Arguments> formats() {
        return List.of(arguments("json", """
                        {"Configuration": {
                          "Appenders": {"Penstock": {"name": "LOKI", "url": "URL", "pipeline": "a {\\n  b = \\"${1}\\"\\n}"}},
                          "Loggers": {"Root": {"level": "TRACE", "AppenderRef": {"ref": "LOKI"}}}
                        }}
                        """), arguments("yaml", """
                        Configuration:
                          Appenders:
                            Penstock:
                              name: LOKI
                              url: URL
                              Pipeline: |-
                                a {
                                  b = "${1}"
                                }
                          Loggers:
                            Root:
                              level: TRACE
                              AppenderRef:
                                ref: LOKI
                        """), arguments("properties", """
                        appender.loki.type = Penstock
                        appender.loki.name = LOKI
                        appender.loki.url = URL
                        appender.loki.pipeline = a {\\n\\
                          \\  b = "${1}"\\n\\
                          }
                        rootLogger.level = TRACE
                        rootLogger.appenderRef.loki.ref = LOKI
                        """));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void eachFormatHasIt(String format, String text) {
        try (Logs logs = Logs.of(new LoggerContext("test"), text.replace("URL", backend.url()), format)) {
            assertThat(ship(logs).structuredMetadata()).containsEntry("pipeline", "a {\n  b = \"${1}\"\n}");
            assertThat(logs.warnings()).isEmpty();
        }
    }

    @Test
    void anAttributeNamesAFileInWhichNothingIsReplaced(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Files.writeString(file, "e = \"${sys:user.dir} $${x}\" ünï");
        try (Logs logs = Logs.with(backend.url(), "pipelineFile='" + file + "'", "")) {
            assertThat(ship(logs).structuredMetadata()).containsEntry("pipeline", "e = \"${sys:user.dir} $${x}\" ünï");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Pipeline>WRONG { }</Pipeline>",
                "<PipelineFile>/no/such/file.alloy</PipelineFile>",
                "<Pipeline>e = \"${env:NO_SUCH_VARIABLE}\"</Pipeline>",
                "<Pipeline>e = \"${NO_SUCH_PROPERTY}\"</Pipeline>",
            })
    void aWrongPipelineIsSaidAndLinesAreShippedAsTheyAre(String element) {
        try (Logs logs = with(element)) {
            assertThat(ship(logs).structuredMetadata()).doesNotContainKey("pipeline");
            assertThat(logs.warnings())
                    .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains("pipeline")
                            && each.contains("refused as a whole")
                            && each.contains("shipped unprocessed"))
                    .allMatch(each -> !each.contains("NO_SUCH") || each.contains("What to do: give the variable"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "event"})
    void aPipelineCanAskForAllThatAnEventHas(String durability, @TempDir Path folder) {
        String durable = durability.equals("none") ? "" : "bufferDirectory='" + folder + "' durability='event'";
        ThreadContext.put("user", "mdc");
        ThreadContext.put("order", "o-1");
        ThreadContext.put("level", "not mine");
        try (Logs logs = Logs.with(backend.url(), durable, "<Pipeline>x</Pipeline>")) {
            logs.logger("shop.Orders")
                    .atWarn()
                    .withMarker(MarkerManager.getMarker("A").addParents(MarkerManager.getMarker("P")))
                    .withThrowable(new IllegalStateException("too late", new RuntimeException("root")))
                    .log("paid {} of {}", 1, "two");
            logs.flush();

            Map<String, String> metadata = backend.loki().entries().get(0).structuredMetadata();
            assertThat(metadata)
                    .contains(
                            entry("v_level", "WARN"),
                            entry("v_logger", "shop.Orders"),
                            entry("v_thread", Thread.currentThread().getName()),
                            entry("v_message", "paid 1 of two"),
                            entry("v_marker", "A"),
                            entry("v_exception_type", "java.lang.IllegalStateException"),
                            entry("v_exception_message", "too late"),
                            entry("v_user", "mdc"),
                            entry("v_order", "o-1"));
            assertThat(metadata.get("v_timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z");
            assertThat(metadata.get("v_exception_stacktrace"))
                    .startsWith("java.lang.IllegalStateException: too late")
                    .contains("Caused by: java.lang.RuntimeException: root")
                    .doesNotEndWith("\n");
        } finally {
            ThreadContext.clearMap();
        }
    }

    @Test
    void pairsOfAMessageWinOverTheContext() {
        ThreadContext.put("user", "context");
        try (Logs logs = with("<Pipeline>x</Pipeline>")) {
            logs.logger("x").info(new StringMapMessage().with("user", "map").with("amount", "12"));
            logs.flush();

            assertThat(backend.loki().entries().get(0).structuredMetadata())
                    .containsEntry("v_user", "map")
                    .containsEntry("v_amount", "12");
        } finally {
            ThreadContext.clearMap();
        }
    }

    @Test
    void aChangedPipelineCountsFromTheNextConfigurationOn(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Path configuration = folder.resolve("log4j2.xml");
        Files.writeString(configuration, appender("<Pipeline>one</Pipeline>"));
        LoggerContext context = new LoggerContext("test", null, configuration.toUri());
        try {
            context.start();
            assertThat(pipelineOf(context)).isEqualTo("one");

            Files.writeString(configuration, appender("<Pipeline>two</Pipeline>"));
            context.reconfigure();
            assertThat(pipelineOf(context)).isEqualTo("two");

            Files.writeString(file, "three");
            Files.writeString(configuration, appender("<PipelineFile>" + file + "</PipelineFile>"));
            context.reconfigure();
            assertThat(pipelineOf(context)).isEqualTo("three");

            Files.writeString(file, "four");
            context.reconfigure();
            assertThat(pipelineOf(context))
                    .as("the file changed, its name did not")
                    .isEqualTo("four");
        } finally {
            context.stop();
        }
    }

    private String appender(String elements) {
        return Logs.xml("<Penstock name='LOKI' url='" + backend.url() + "'>" + elements + "</Penstock>");
    }

    private String pipelineOf(LoggerContext context) {
        context.getLogger("x").info("a line");
        LokiAppender appender = context.getConfiguration().getAppender("LOKI");
        assertThat(appender.flush(java.time.Duration.ofSeconds(20))).isTrue();
        List<StoredEntry> entries = backend.loki().entries();
        return entries.get(entries.size() - 1).structuredMetadata().get("pipeline");
    }
}
