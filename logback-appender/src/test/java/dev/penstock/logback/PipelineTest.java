package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/** The setting {@code pipeline}, and what a pipeline can ask an event for. */
@ExtendWith(EmbeddedBackendExtension.class)
class PipelineTest {

    private final EmbeddedBackend backend;

    PipelineTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private Logs with(String elements) {
        return Logs.with("<url>" + backend.url() + "</url>" + elements);
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
                arguments("stage.json { }", "stage.json { }"),
                arguments("replacement = \"$1-${1}\"", "replacement = \"$1-${1}\""),
                arguments("a(b)(c) = \"x${1}${2}.${0}\"", "a(b)(c) = \"x${1}${2}.${0}\""),
                arguments("a(b)(c) = \"v1${2}\"", "a(b)(c) = \"v1${2}\""),
                arguments("<![CDATA[(?P<user>.+) = \"${user}_${user}-x\"]]>", "(?P<user>.+) = \"${user}_${user}-x\""),
                arguments("(?&lt;user&gt;.+) = \"_${user}\"", "(?<user>.+) = \"_${user}\""),
                arguments("t = \"{{ .Value }} %d %msg 100%\"", "t = \"{{ .Value }} %d %msg 100%\""),
                arguments("t = `\\d+\\.\\w \\\\ \"q\"`", "t = `\\d+\\.\\w \\\\ \"q\"`"),
                arguments(
                        "s = \"{app=\\\"x\\\"} |= `a`\" // and # so on\n x",
                        "s = \"{app=\\\"x\\\"} |= `a`\" // and # so on\n x"),
                arguments("e = \"${APP}\"", "e = \"shop\""),
                arguments("e = \"${NO_APP:-none}\"", "e = \"none\""));
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
                """.formatted(backend.url(), written);
        try (Logs logs = Logs.ofFile(xml)) {
            assertThat(ship(logs).structuredMetadata().get("pipeline").strip()).isEqualTo(read);
            assertThat(logs.warnings()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<pipeline>WRONG { }</pipeline>",
                "<pipelineFile>/no/such/file.alloy</pipelineFile>",
                "<pipeline>e = \"${NO_SUCH_VARIABLE}\"</pipeline>",
            })
    void aWrongPipelineIsSaidAndLinesAreShippedAsTheyAre(String element) {
        try (Logs logs = with(element)) {
            assertThat(ship(logs).structuredMetadata()).doesNotContainKey("pipeline");
            assertThat(logs.warnings())
                    .anyMatch(each -> each.contains("pipeline")
                            && each.contains("refused as a whole")
                            && each.contains("shipped unprocessed"));
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
    @ValueSource(strings = {"WRONG { x = `[^}]` } b { }", "a { } // ends here } \n b { }", "a { } // x :- y\nb { }"})
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
        Files.writeString(file, "e = \"${HOME} } {\" :- ünï");
        try (Logs logs = with("<pipelineFile>" + file + "</pipelineFile>")) {
            assertThat(ship(logs).structuredMetadata()).containsEntry("pipeline", "e = \"${HOME} } {\" :- ünï");
        }
    }

    @Test
    void theAppendersOwnPipelineWinsInWhicheverWayItIsGiven(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Files.writeString(file, "own");
        AppenderDefaults.use(
                AppenderDefaults.builder().set("pipeline", "of the defaults").build());
        try (Logs logs = with("<pipelineFile>" + file + "</pipelineFile>");
                Logs silent = with("")) {
            assertThat(ship(logs).structuredMetadata()).containsEntry("pipeline", "own");
            assertThat(logs.warnings()).isEmpty();
            assertThat(ship(silent).structuredMetadata()).containsEntry("pipeline", "of the defaults");
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
        try (Logs logs = with("<pipeline>x</pipeline>" + durable)) {
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
        try (Logs logs = with("<pipeline>x</pipeline>")) {
            logs.logger("x").info("plain");
            logs.flush();

            assertThat(backend.loki().entries().get(0).structuredMetadata())
                    .containsEntry("v_marker", "of the MDC")
                    .doesNotContainKeys("v_exception_type", "v_exception_message", "v_exception_stacktrace");
        } finally {
            MDC.clear();
        }
    }
}
