package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.penstock.ledger.DropReason;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

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
        return Logs.with("<url>" + backend.url() + "</url>" + elements);
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
                arguments("\"replacement = $1-${1}\"", "replacement = $1-${1}"),
                arguments("`a(b)(c) = \"x${1}${2}.${0}\"`", "a(b)(c) = \"x${1}${2}.${0}\""),
                arguments("`a(b)(c) = \"v1${2}\"`", "a(b)(c) = \"v1${2}\""),
                arguments("<![CDATA[`(?P<user>.+) = \"${user}_${user}-x\"`]]>", "(?P<user>.+) = \"${user}_${user}-x\""),
                arguments("`(?&lt;user&gt;.+) = \"_${user}\"`", "(?<user>.+) = \"_${user}\""),
                arguments("`t = \"{{ .Value }} %d %msg 100%\"`", "t = \"{{ .Value }} %d %msg 100%\""),
                arguments("`t = \\d+\\.\\w \\\\ \"q\"`", "t = \\d+\\.\\w \\\\ \"q\""),
                arguments("\"{app=\\\"x\\\"} |= `a`\", // and # so on\n", "{app=\"x\"} |= `a`"),
                arguments("`one\n  two`", "one\n  two"),
                arguments("`e = \"${APP}\"`", "e = \"shop\""),
                arguments("`e = \"${NO_APP:-none}\"`", "e = \"none\""));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aPipelineComesToItsSyntaxAsItIsWritten(String written, String read) {
        String xml = """
                <configuration>
                  <property name="APP" value="shop"/>
                  <appender name="LOKI" class="dev.penstock.logback.LokiAppender">
                    <url>%s</url>
                    <pipeline>%s</pipeline>
                  </appender>
                  <root level="TRACE"><appender-ref ref="LOKI"/></root>
                </configuration>
                """.formatted(backend.url(), noting(written));
        try (Logs logs = Logs.ofFile(xml)) {
            assertThat(ship(logs).labels()).containsEntry("note", read);
            assertThat(logs.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<pipeline>stage.nosuch { }</pipeline>",
                "<pipelineFile>/no/such/file.alloy</pipelineFile>",
                "<pipeline>e = \"${NO_SUCH_VARIABLE}\"</pipeline>",
            })
    void aWrongPipelineIsSaidAndLinesAreShippedAsTheyAre(String element) {
        try (Logs logs = with(element)) {
            assertThat(ship(logs).line()).isEqualTo("a line");
            assertThat(logs.warnings())
                    .anyMatch(each -> each.contains("pipeline")
                            && each.contains("refused as a whole")
                            && each.contains("shipped unprocessed"));
        }
    }

    @Test
    void theRefusalSaysAllThatIsWrongAndWhere() {
        String text = "\n  stage.jsn { }\n  stage.labels { valeus = { severity = \"level\" } }\n";
        try (Logs logs = with("<pipeline>" + text + "</pipeline>")) {
            assertThat(ship(logs).labels()).doesNotContainKey("severity");
            assertThat(logs.warnings())
                    .anyMatch(each -> each.contains("1:1")
                            && each.contains("did you mean 'stage.json'?")
                            && each.contains("2:18")
                            && each.contains("did you mean 'values'?"));
        }
    }

    @Test
    void theRefusalOfAVariableSaysWhatToDo() {
        try (Logs logs = with("<pipeline>e = \"${NO_SUCH_VARIABLE}\"</pipeline>")) {
            assertThat(logs.appender().isStarted()).isTrue();
            assertThat(logs.warnings())
                    .anyMatch(each -> each.contains("${NO_SUCH_VARIABLE}")
                            && each.contains("pipelineFile")
                            && each.contains("(?P<name>"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stage.drop { expression = `[^}]` } stage.decolorize { }",
                "stage.decolorize { } // ends here } \n stage.decolorize { }",
                "stage.decolorize { } // x :- y\nstage.decolorize { }"
            })
    void aPipelineThatLogbackCutsShortIsSaid(String text) {
        try (Logs logs = with("<pipeline>" + text + "</pipeline>")) {
            assertThat(logs.appender().isStarted()).isTrue();
            if (logs.errors().isEmpty()) {
                assertThat(logs.warnings())
                        .anyMatch(each -> each.contains("may be cut short") && each.contains("<pipelineFile>"));
            } else {
                // Logback 1.6 says so by itself, and leaves the text alone.
                assertThat(logs.errors()).anyMatch(each -> each.contains("Problem while parsing"));
                assertThat(logs.warnings()).noneMatch(each -> each.contains("may be cut short"));
            }
        }
    }

    @Test
    void inAFileNothingIsReplaced(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Files.writeString(file, noting("`e = \"${HOME} } {\" :- ünï`") + " // } :- {");
        try (Logs logs = with("<pipelineFile>" + file + "</pipelineFile>")) {
            assertThat(ship(logs).labels()).containsEntry("note", "e = \"${HOME} } {\" :- ünï");
        }
    }

    @Test
    void theAppendersOwnPipelineWinsInWhicheverWayItIsGiven(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Files.writeString(file, noting("\"own\""));
        AppenderDefaults.use(AppenderDefaults.builder()
                .set("pipeline", noting("\"of the defaults\""))
                .build());
        try (Logs logs = with("<pipelineFile>" + file + "</pipelineFile>");
                Logs silent = with("")) {
            assertThat(ship(logs).labels()).containsEntry("note", "own");
            assertThat(logs.warnings()).isEmpty();
            assertThat(ship(silent).labels()).containsEntry("note", "of the defaults");
        } finally {
            AppenderDefaults.use(null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "event"})
    void aPipelineCanAskForAllThatAnEventHas(String durability, @TempDir Path folder) {
        String durable = durability.equals("none")
                ? ""
                : "<bufferDirectory>" + folder + "</bufferDirectory><durability>event</durability>";
        MDC.put("user", "mdc");
        MDC.put("order", "o-1");
        MDC.put("level", "not mine");
        try (Logs logs = with("<pipeline>" + ASKING + "</pipeline>" + durable)) {
            logs.logger("shop.Orders")
                    .atWarn()
                    .addMarker(MarkerFactory.getMarker("A"))
                    .addMarker(MarkerFactory.getMarker("B"))
                    .addKeyValue("user", "kvp")
                    .addKeyValue("amount", 12)
                    .addKeyValue("thread", "not mine")
                    .setCause(new IllegalStateException("too late", new RuntimeException("root")))
                    .log("paid {} of {}", 1, "two");
            logs.flush();

            Map<String, String> metadata = backend.loki().entries().get(0).structuredMetadata();
            assertThat(metadata)
                    .contains(
                            entry("v_level", "WARN"),
                            entry("v_logger", "shop.Orders"),
                            entry("v_thread", Thread.currentThread().getName()),
                            entry("v_message", "paid 1 of two"),
                            entry("v_marker", "A,B"),
                            entry("v_exception_type", "java.lang.IllegalStateException"),
                            entry("v_exception_message", "too late"),
                            entry("v_user", "kvp"),
                            entry("v_amount", "12"),
                            entry("v_order", "o-1"));
            assertThat(metadata.get("v_timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z");
            assertThat(metadata.get("v_exception_stacktrace"))
                    .startsWith("java.lang.IllegalStateException: too late")
                    .contains("Caused by: java.lang.RuntimeException: root")
                    .doesNotEndWith("\n");
        } finally {
            MDC.clear();
        }
    }

    @Test
    void whatAnEventDoesNotHaveIsLeftToTheNamesOfTheApplication() {
        MDC.put("marker", "of the MDC");
        try (Logs logs = with("<pipeline>" + ASKING + "</pipeline>")) {
            logs.logger("x").info("plain");
            logs.flush();

            assertThat(backend.loki().entries().get(0).structuredMetadata())
                    .containsEntry("v_marker", "of the MDC")
                    .doesNotContainKeys("v_exception_type", "v_exception_message", "v_exception_stacktrace");
        } finally {
            MDC.clear();
        }
    }

    @Test
    void labelsNeedNoParsing() {
        try (Logs logs = with("""
                <pipeline>
                  stage.labels { values = { severity = "level", source = "logger" } }
                </pipeline>
                """)) {
            assertThat(ship(logs).labels()).containsEntry("severity", "INFO").containsEntry("source", "x");
            assertThat(logs.warnings()).isEmpty();
        }
    }

    @Test
    void aLineOfAJsonEncoderIsParsedLabelledAndRewritten() {
        try (Logs logs = with("""
                <encoder class="ch.qos.logback.classic.encoder.JsonEncoder"/>
                <pipeline><![CDATA[
                  stage.json { expressions = { severity = "level", from = "loggerName", text = "message" } }
                  stage.labels { values = { severity = "" } }
                  stage.structured_metadata { values = { from = "" } }
                  stage.output { source = "text" }
                ]]></pipeline>
                """)) {
            StoredEntry entry = ship(logs, "paid \"in full\"");
            assertThat(entry.labels()).containsEntry("severity", "INFO");
            assertThat(entry.structuredMetadata()).containsEntry("from", "x");
            assertThat(entry.line()).isEqualTo("paid \"in full\"");
        }
    }

    @Test
    void whatAStageDropsIsCounted() {
        try (Logs logs = with("<pipeline>stage.drop { expression = `health|ready` }</pipeline>")) {
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
                <pipeline><![CDATA[
                  stage.template {
                    source   = "swapped"
                    template = `[{{ regexReplaceAll "^order (?P<first>.)(?P<second>.)$" .Entry "%s" }}]`
                  }
                  stage.output { source = "swapped" }
                ]]></pipeline>
                """.formatted(replacement))) {
            assertThat(ship(logs, "order 42").line()).isEqualTo("[" + result + "]");
            assertThat(logs.warnings()).isEmpty();
        }
    }
}
