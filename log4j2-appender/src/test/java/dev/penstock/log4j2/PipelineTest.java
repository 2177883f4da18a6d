package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.ledger.DropReason;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting {@code pipeline}, and what a pipeline can ask an event for. */
@ExtendWith(EmbeddedBackendExtension.class)
class PipelineTest {

    /** A pipeline that asks an event for what it has. */
    private static final String ASKING = """
            stage.structured_metadata {
              values = {
                v_level = "level", v_logger = "logger", v_thread = "thread", v_message = "message",
                v_timestamp = "timestamp", v_marker = "marker", v_user = "user", v_amount = "amount",
                v_order = "order", v_exception_type = "exception.type",
                v_exception_message = "exception.message", v_exception_stacktrace = "exception.stacktrace",
              }
            }
            """;

    private final EmbeddedBackend backend;

    PipelineTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private Logs with(String elements) {
        return Logs.with(backend.url(), "", elements);
    }

    private StoredEntry ship(Logs logs) {
        return ship(logs, "a line");
    }

    private StoredEntry ship(Logs logs, String line) {
        logs.logger("x").info(line);
        logs.flush();
        assertThat(logs.errors()).isEmpty();
        return last();
    }

    private StoredEntry last() {
        List<StoredEntry> entries = backend.loki().entries();
        return entries.get(entries.size() - 1);
    }

    /** A pipeline that hands a text of its own on, in the label {@code note}. */
    private static String noting(String literal) {
        return "stage.static_labels { values = { note = " + literal + " } }";
    }

    static List<Arguments> texts() {
        return List.of(
                arguments("`one\n  two`", "one\n  two"),
                arguments("\"replacement = $1-${1}\"", "replacement = $1-${1}"),
                arguments("`escaped = \"$${1} $${name}\"`", "escaped = \"${1} ${name}\""),
                arguments("<![CDATA[`(?P<user>.+) = \"${user}-x\"`]]>", "(?P<user>.+) = \"${user}-x\""),
                arguments("`(?&lt;user&gt;.+) = \"${user}\"`", "(?<user>.+) = \"${user}\""),
                arguments("`t = \"{{ .Value }} %d %m 100%\"`", "t = \"{{ .Value }} %d %m 100%\""),
                arguments("`t = \\d+ \\\\ \"q\" } {`, // and }\n", "t = \\d+ \\\\ \"q\" } {"),
                arguments("`e = \"${APP}\"`", "e = \"shop\""),
                arguments("`e = \"${env:NO_APP:-none}\"`", "e = \"none\""),
                arguments("`e = \"${sys:java.specification.name}\"`", "e = \"Java Platform API Specification\""));
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
                """.formatted(backend.url(), noting(written));
        try (Logs logs = Logs.ofXml(xml)) {
            assertThat(ship(logs).labels()).containsEntry("note", read);
            assertThat(logs.warnings()).isEmpty();
        }
    }

    static List<Arguments> formats() {
        return List.of(arguments("json", """
                        {"Configuration": {
                          "Appenders": {"Penstock": {"name": "LOKI", "url": "URL", "pipeline": "stage.template {\\n  source = \\"out\\"\\n  template = `{{ regexReplaceAll \\"(l)(i)\\" .Entry \\"${2}${1}\\" }}`\\n}\\nstage.output { source = \\"out\\" }"}},
                          "Loggers": {"Root": {"level": "TRACE", "AppenderRef": {"ref": "LOKI"}}}
                        }}
                        """), arguments("yaml", """
                        Configuration:
                          Appenders:
                            Penstock:
                              name: LOKI
                              url: URL
                              Pipeline: |-
                                stage.template {
                                  source = "out"
                                  template = `{{ regexReplaceAll "(l)(i)" .Entry "${2}${1}" }}`
                                }
                                stage.output { source = "out" }
                          Loggers:
                            Root:
                              level: TRACE
                              AppenderRef:
                                ref: LOKI
                        """), arguments("properties", """
                        appender.loki.type = Penstock
                        appender.loki.name = LOKI
                        appender.loki.url = URL
                        appender.loki.pipeline = stage.template {\\n\\
                          source = "out"\\n\\
                          template = `{{ regexReplaceAll "(l)(i)" .Entry "${2}${1}" }}`\\n\\
                          }\\n\\
                          stage.output { source = "out" }
                        rootLogger.level = TRACE
                        rootLogger.appenderRef.loki.ref = LOKI
                        """));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void eachFormatHasIt(String format, String text) {
        try (Logs logs = Logs.of(new LoggerContext("test"), text.replace("URL", backend.url()), format)) {
            assertThat(ship(logs).line()).isEqualTo("a ilne");
            assertThat(logs.warnings()).isEmpty();
        }
    }

    @Test
    void anAttributeNamesAFileInWhichNothingIsReplaced(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Files.writeString(file, noting("`e = \"${sys:user.dir} $${x}\" ünï`"));
        try (Logs logs = Logs.with(backend.url(), "pipelineFile='" + file + "'", "")) {
            assertThat(ship(logs).labels()).containsEntry("note", "e = \"${sys:user.dir} $${x}\" ünï");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Pipeline>stage.nosuch { }</Pipeline>",
                "<PipelineFile>/no/such/file.alloy</PipelineFile>",
                "<Pipeline>e = \"${env:NO_SUCH_VARIABLE}\"</Pipeline>",
                "<Pipeline>e = \"${NO_SUCH_PROPERTY}\"</Pipeline>",
            })
    void aWrongPipelineIsSaidAndLinesAreShippedAsTheyAre(String element) {
        try (Logs logs = with(element)) {
            assertThat(ship(logs).line()).isEqualTo("a line");
            assertThat(logs.warnings())
                    .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains("pipeline")
                            && each.contains("refused as a whole")
                            && each.contains("shipped unprocessed"))
                    .allMatch(each -> !each.contains("NO_SUCH") || each.contains("What to do: give the variable"));
        }
    }

    @Test
    void theRefusalSaysAllThatIsWrongAndWhere() {
        String text = "stage.jsn { }\n  stage.labels { valeus = { severity = \"level\" } }";
        try (Logs logs = with("<Pipeline>" + text + "</Pipeline>")) {
            assertThat(ship(logs).labels()).doesNotContainKey("severity");
            assertThat(logs.warnings())
                    .anyMatch(each -> each.contains("1:1")
                            && each.contains("did you mean 'stage.json'?")
                            && each.contains("2:18")
                            && each.contains("did you mean 'values'?"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "event"})
    void aPipelineCanAskForAllThatAnEventHas(String durability, @TempDir Path folder) {
        String durable = durability.equals("none") ? "" : "bufferDirectory='" + folder + "' durability='event'";
        ThreadContext.put("user", "mdc");
        ThreadContext.put("order", "o-1");
        ThreadContext.put("level", "not mine");
        try (Logs logs = Logs.with(backend.url(), durable, "<Pipeline>" + ASKING + "</Pipeline>")) {
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
        try (Logs logs = with("<Pipeline>" + ASKING + "</Pipeline>")) {
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
        Files.writeString(configuration, appender("<Pipeline>" + noting("`one`") + "</Pipeline>"));
        LoggerContext context = new LoggerContext("test", null, configuration.toUri());
        try {
            context.start();
            assertThat(pipelineOf(context)).isEqualTo("one");

            Files.writeString(configuration, appender("<Pipeline>" + noting("`two`") + "</Pipeline>"));
            context.reconfigure();
            assertThat(pipelineOf(context)).isEqualTo("two");

            Files.writeString(file, noting("`three`"));
            Files.writeString(configuration, appender("<PipelineFile>" + file + "</PipelineFile>"));
            context.reconfigure();
            assertThat(pipelineOf(context)).isEqualTo("three");

            Files.writeString(file, noting("`four`"));
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
        return last().labels().get("note");
    }

    @Test
    void labelsNeedNoParsing() {
        try (Logs logs =
                with("<Pipeline>stage.labels { values = { severity = \"level\", source = \"logger\" } }</Pipeline>")) {
            assertThat(ship(logs).labels()).containsEntry("severity", "INFO").containsEntry("source", "x");
            assertThat(logs.warnings()).isEmpty();
        }
    }

    @Test
    void aLineOfAJsonLayoutIsParsedLabelledAndRewritten() {
        try (Logs logs = with("""
                <JsonTemplateLayout eventTemplateUri="classpath:EcsLayout.json"/>
                <Pipeline><![CDATA[
                  stage.json {
                    expressions = { severity = "\\"log.level\\"", from = "\\"log.logger\\"", text = "message" }
                  }
                  stage.labels { values = { severity = "" } }
                  stage.structured_metadata { values = { from = "" } }
                  stage.output { source = "text" }
                ]]></Pipeline>
                """)) {
            StoredEntry entry = ship(logs, "paid \"in full\"");
            assertThat(entry.labels()).containsEntry("severity", "INFO");
            assertThat(entry.structuredMetadata()).containsEntry("from", "x");
            assertThat(entry.line()).isEqualTo("paid \"in full\"");
        }
    }

    @Test
    void whatAStageDropsIsCounted() {
        try (Logs logs = with("<Pipeline>stage.drop { expression = `health|ready` }</Pipeline>")) {
            logs.logger("x").info("GET /health");
            logs.logger("x").info("GET /orders");
            logs.logger("x").info("GET /ready");
            logs.flush();

            assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("GET /orders");
            assertThat(logs.appender().stats().dropped(DropReason.STAGE)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    $1-${2}                     | 4-2
                    ${first}${second}           | 42
                    ${2}${1}                    | 24
                    $1x                         | ''
                    """)
    void groupsInReplacementsAreThePipelines(String replacement, String result) {
        try (Logs logs = with("""
                <Pipeline><![CDATA[
                  stage.template {
                    source   = "swapped"
                    template = `[{{ regexReplaceAll "^order (?P<first>.)(?P<second>.)$" .Entry "%s" }}]`
                  }
                  stage.output { source = "swapped" }
                ]]></Pipeline>
                """.formatted(replacement))) {
            assertThat(ship(logs, "order 42").line()).isEqualTo("[" + result + "]");
            assertThat(logs.warnings()).isEmpty();
        }
    }
}
