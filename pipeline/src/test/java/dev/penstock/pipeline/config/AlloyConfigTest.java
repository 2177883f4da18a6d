package dev.penstock.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.config.Finding.Outcome;
import dev.penstock.settings.ShipperSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlloyConfigTest {

    private static final String WRITE = """
            loki.write "w" {
              endpoint {
                url = "http://loki:3100/loki/api/v1/push"
              }
            }
            """;

    private static AlloyConfig parse(String text) {
        return parse(text, Map.of());
    }

    private static AlloyConfig parse(String text, Map<String, String> environment) {
        return AlloyConfig.parse("config.alloy", text, environment::get);
    }

    private static LogsRoute logs(AlloyConfig config) {
        @Nullable LogsRoute logs = config.logs();
        assertThat(logs).as(config.report().toString()).isNotNull();
        return Objects.requireNonNull(logs);
    }

    @Test
    void stagesAndRulesAreFollowedAlongForwardTo() {
        AlloyConfig config = parse("""
                loki.relabel "c" {
                  rule {
                    target_label = "x"
                    replacement  = "y"
                  }
                  forward_to = [loki.process.b.receiver]
                }
                loki.process "b" {
                  stage.static_labels { values = { b = "2" } }
                  forward_to = [loki.write.w.receiver]
                }
                loki.process "a" {
                  stage.static_labels { values = { a = "1" } }
                  stage.label_drop { values = ["z"] }
                  forward_to = [loki.relabel.c.receiver]
                }
                loki.source.file "f" {
                  targets    = []
                  forward_to = [loki.process.a.receiver]
                }
                """ + WRITE);

        assertThat(logs(config).components())
                .containsExactly("loki.process.a", "loki.relabel.c", "loki.process.b", "loki.write.w");
        assertThat(config.pipeline().size()).isEqualTo(4);
        assertThat(logs(config).settings()).containsEntry("url", "http://loki:3100/loki/api/v1/push");
        assertThat(config.isUsable()).isTrue();
        assertThat(config.report().of(Outcome.WARNING)).isEmpty();
    }

    @Test
    void withoutSourcesTheComponentCountsThatNobodyForwardsTo() {
        AlloyConfig config = parse("""
                loki.process "b" { forward_to = [loki.write.w.receiver] }
                loki.process "a" { forward_to = [loki.process.b.receiver] }
                """ + WRITE);

        assertThat(logs(config)).hasToString("loki.process.a → loki.process.b → loki.write.w");
    }

    @Test
    void aWriteAloneIsAWay() {
        assertThat(logs(parse(WRITE)).components()).containsExactly("loki.write.w");
        assertThat(logs(parse(WRITE)).pipeline()).isNull();
    }

    @Test
    void theFirstSourceOfLinesDecidesAndOtherWaysAreListed() {
        AlloyConfig config = parse("""
                loki.source.kubernetes_events "events" { forward_to = [loki.process.events.receiver] }
                loki.source.kubernetes "pods" { forward_to = [loki.process.pods.receiver] }
                loki.source.journal "host" { forward_to = [loki.write.w.receiver] }
                loki.process "events" { forward_to = [loki.write.w.receiver] }
                loki.process "pods" { forward_to = [loki.write.w.receiver, loki.write.other.receiver] }
                loki.write "other" {
                  endpoint { url = "http://me:s3cret@other:3100" }
                }
                """ + WRITE);

        assertThat(logs(config)).hasToString("loki.process.pods → loki.write.w");
        assertThat(messages(config, Outcome.NOT_TAKEN_OVER, "loki.process.events"))
                .contains("another way, loki.process.events → loki.write.w", "add a second appender");
        assertThat(messages(config, Outcome.NOT_TAKEN_OVER, "loki.write.other"))
                .contains("***@other:3100")
                .doesNotContain("s3cret");
    }

    private static String messages(AlloyConfig config, Outcome outcome, String subject) {
        return String.join(
                "\n",
                config.report().of(outcome).stream()
                        .filter(each -> each.subject().equals(subject))
                        .map(Finding::toString)
                        .toList());
    }

    @Test
    void furtherEndpointsAreListed() {
        AlloyConfig config = parse("""
                loki.write "w" {
                  endpoint { url = "http://one" }
                  endpoint { url = "http://two" }
                }
                """);

        assertThat(logs(config).settings()).containsEntry("url", "http://one");
        assertThat(messages(config, Outcome.NOT_TAKEN_OVER, "loki.write.w"))
                .contains("config.alloy:3:3", "http://two", "second appender");
    }

    @Test
    void aCircleIsAnError() {
        AlloyConfig config = parse("""
                loki.source.file "f" { forward_to = [loki.process.a.receiver] }
                loki.process "a" { forward_to = [loki.process.b.receiver] }
                loki.process "b" { forward_to = [loki.process.a.receiver] }
                """);

        assertThat(config.isUsable()).isFalse();
        assertThat(config.report().of(Outcome.ERROR).toString()).contains("circle");
    }

    @Test
    void aWrongStageRefusesThePipelineAndLeavesTheEndpoint() {
        AlloyConfig config = parse("""
                loki.process "a" {
                  stage.drop { expression = "x" }
                  stage.jsn { }
                  forward_to = [loki.write.w.receiver]
                }
                """ + WRITE);

        assertThat(config.isUsable()).isFalse();
        assertThat(logs(config).isPipelineRefused()).isTrue();
        assertThat(logs(config).pipeline()).isNull();
        assertThat(logs(config).hasEndpoint()).isTrue();
        assertThat(config.report().of(Outcome.ERROR))
                .singleElement()
                .satisfies(each -> assertThat(each.toString())
                        .startsWith("config.alloy:3:3: loki.process.a: ")
                        .contains("did you mean 'stage.json'?"));
        assertThatThrownBy(config::pipeline)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stage.jsn");
    }

    @Test
    void aMistakeIsSaidOnceAndOfWhichComponent() {
        AlloyConfig config = parse("""
                loki.process "a" {
                  stage.template {
                    source   = "level"
                    template = "{{ Trim .Value }}"
                  }
                  stage.labels {
                    values = { level = "" }
                  }
                  forward_to = [loki.write.w.receiver]
                }
                """ + WRITE);

        assertThat(config.report().of(Outcome.WARNING))
                .singleElement()
                .satisfies(each -> assertThat(each.toString())
                        .startsWith("config.alloy:4:16: loki.process.a: ")
                        .contains("What to do: write TrimSpace"));
    }

    @Test
    void whatOnlyAnAgentMeetsIsLeftOut() {
        AlloyConfig config = parse("""
                loki.process "a" {
                  stage.cri { }
                  stage.match {
                    selector = "{job=\\"x\\"}"
                    stage.docker { }
                  }
                  stage.match {
                    selector = "{job=\\"y\\"}"
                    stage.windowsevent { }
                    stage.decolorize { }
                  }
                  stage.decolorize { }
                  forward_to = [loki.write.w.receiver]
                }
                """ + WRITE);

        assertThat(config.isUsable()).as(config.report().toString()).isTrue();
        assertThat(config.pipeline().size()).isEqualTo(2);
        assertThat(config.report().of(Outcome.NOT_TAKEN_OVER))
                .extracting(each -> Objects.requireNonNull(each.span()).line())
                .containsExactly(9);
        assertThat(config.report().of(Outcome.WARNING))
                .extracting(each -> Objects.requireNonNull(each.span()).line())
                .containsExactly(2, 5);
    }

    @Test
    void aFilterOfSecretsIsNotLeftOutSilently() {
        AlloyConfig config = parse("""
                loki.process "a" { forward_to = [loki.secretfilter.s.receiver] }
                loki.secretfilter "s" { forward_to = [loki.write.w.receiver] }
                """ + WRITE);

        assertThat(config.isUsable()).isFalse();
        assertThat(config.report().of(Outcome.ERROR).toString()).contains("2:1", "stage.replace");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loki.source.file 'x' { } | REPLACED | appender",
                "local.file_match 'x' { } | REPLACED | appender",
                "discovery.kubernetes 'x' { } | REPLACED | appender",
                "prometheus.scrape 'x' { forward_to = [] } | REPLACED | registry",
                "prometheus.exporter.self 'x' { } | REPLACED | registry",
                "otelcol.receiver.otlp 'x' { } | NOT_TAKEN_OVER | OpenTelemetry",
                "pyroscope.java 'x' { } | NOT_TAKEN_OVER | pyroscope.jar",
                "logging { level = 'info' } | NOT_TAKEN_OVER | agent itself",
                "tracing { } | NOT_TAKEN_OVER | traces",
                "livedebugging { } | NOT_TAKEN_OVER | dry-run",
                "remotecfg { url = 'http://x' } | NOT_TAKEN_OVER | the file itself",
                "import.git 'x' { repository = 'y' } | NOT_TAKEN_OVER | copy the module",
                "declare 'x' { argument 'y' { } } | NOT_TAKEN_OVER | write what stands in it",
                "remote.vault 'x' { } | NOT_TAKEN_OVER | sys.env",
                "faro.receiver 'x' { } | NOT_TAKEN_OVER | frontend",
                "my.own.thing 'x' { } | NOT_TAKEN_OVER | no such component",
            })
    void eachComponentIsListed(String text, Outcome outcome, String said) {
        AlloyConfig config = parse(text.replace('\'', '"') + "\n" + WRITE);

        assertThat(config.report().of(outcome))
                .anySatisfy(each -> assertThat(each.toString())
                        .startsWith("config.alloy:1:1")
                        .contains(said));
        assertThat(config.isUsable()).isTrue();
    }

    @Test
    void whatNobodyRefersToIsAWarning() {
        AlloyConfig config = parse("""
                loki.source.file "f" { forward_to = [loki.write.w.receiver] }
                loki.process "lost" { forward_to = [loki.write.w.receiver] }
                local.file "unused" { filename = "/x" }
                """ + WRITE);

        assertThat(config.isUsable()).isTrue();
        assertThat(messages(config, Outcome.WARNING, "loki.process.lost")).contains("2:1", "nothing refers to it");
        assertThat(messages(config, Outcome.WARNING, "local.file.unused")).contains("3:1", "nothing refers to it");
    }

    @Test
    void aNameThatThereIsNotIsAWarningWithTheOneThatWasMeant() {
        AlloyConfig config = parse("""
                loki.process "a" {
                  stage.decolorize { }
                  forward_to = [loki.write.defualt.receiver]
                }
                loki.write "default" { endpoint { url = "http://loki" } }
                """);

        assertThat(messages(config, Outcome.WARNING, "loki.process.a"))
                .contains("3:17", "did you mean 'loki.write.default'?", "give the directory");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "loki.proces 'x' { } | did you mean loki.process?",
                "loki.process { } | found no label, expected one: loki.process \"name\" { … }",
                "stage.json { } | stage.json stands outside of a component",
                "a = 1 | a stands outside of a component",
                "loki.write 'x' { endpoint { } } | there is no url in endpoint",
                "loki.write 'x' { } | there is no endpoint",
                "loki.write 'x' { endpont { url = 'http://x' } } | did you mean 'endpoint'?",
                "loki.write 'x' { endpoint { url = 'nope' } } | url 'nope' is not accepted; expected a URL",
                "loki.process 'x' { foward_to = [] } | there is no attribute 'foward_to'; did you mean 'forward_to'?",
                "loki.process 'x' { forward_to = [loki.write.w.reciever] } | did you mean 'receiver'?",
                "loki.write 'w' { } | a second component of this name; the first is at config.alloy:",
                "loki.process 'x' { | expected",
            })
    void whatIsWrongIsAnErrorWithItsPlace(String text, String said) {
        String wrong = text.replace('\'', '"');
        AlloyConfig config = parse(text.startsWith("loki.write 'x'") ? wrong : WRITE + wrong);

        assertThat(config.isUsable()).isFalse();
        assertThat(config.report().of(Outcome.ERROR))
                .anySatisfy(each ->
                        assertThat(each.toString()).startsWith("config.alloy:").contains(said));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "logging { level = \"info\" }",
                "otelcol.receiver.otlp \"x\" { }",
                "stage.json { expressions = { a = \"\" } }",
            })
    void nothingToTakeOverIsNotUsable(String text) {
        AlloyConfig config = parse(text);

        assertThat(config.isUsable()).isFalse();
        assertThat(config.logs()).isNull();
        assertThat(config.metrics()).isNull();
    }

    @Test
    void stagesWithoutAnEndpointAreUsableWithAWarning() {
        AlloyConfig config = parse("loki.process \"a\" {\n  stage.decolorize { }\n  forward_to = []\n}");

        assertThat(config.isUsable()).isTrue();
        assertThat(logs(config).hasEndpoint()).isFalse();
        assertThat(config.pipeline().size()).isEqualTo(1);
        assertThat(config.report().of(Outcome.WARNING).toString()).contains("no endpoint", "give url as a setting");
    }

    @Test
    void theFilesOfADirectoryReferToEachOther(@TempDir Path directory) throws IOException {
        Files.writeString(
                directory.resolve("a.alloy"),
                "loki.process \"a\" {\n  stage.decolorize { }\n  forward_to = [loki.write.w.receiver]\n}");
        Files.writeString(directory.resolve("b.river"), WRITE);
        Files.writeString(directory.resolve("README.md"), "# none");

        AlloyConfig config = AlloyConfig.load(directory);

        assertThat(config.isUsable()).isTrue();
        assertThat(logs(config).components()).containsExactly("loki.process.a", "loki.write.w");
        assertThat(config.report().of(Outcome.TAKEN_OVER))
                .extracting(Finding::place)
                .containsExactly(directory.resolve("a.alloy") + ":1:1", directory.resolve("b.river") + ":1:1");
    }

    @Test
    void oneBrokenFileOfADirectoryLeavesNothing(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("a.alloy"), "loki.process \"a\" {");
        Files.writeString(directory.resolve("b.alloy"), WRITE);

        AlloyConfig config = AlloyConfig.load(directory);

        assertThat(config.logs()).isNull();
        assertThat(config.report().of(Outcome.ERROR))
                .anySatisfy(each -> assertThat(each.file()).endsWith("a.alloy"));
    }

    @Test
    void whatCannotBeReadIsSaid(@TempDir Path directory) throws IOException {
        Path latin = Files.write(directory.resolve("latin.alloy"), new byte[] {(byte) 0xe4, '\n'});

        assertThatThrownBy(() -> AlloyConfig.load(directory.resolve("none.alloy")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no file");
        assertThatThrownBy(() -> AlloyConfig.load(latin))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("UTF-8");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThatThrownBy(() -> AlloyConfig.load(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no files *.alloy");
    }

    @Test
    void aRouteIsPutIntoSettingsAndWhatIsSetLaterWins() {
        AlloyConfig config = parse("""
                loki.process "a" {
                  stage.decolorize { }
                  forward_to = [loki.write.w.receiver]
                }
                loki.write "w" {
                  endpoint {
                    url        = "http://" + sys.env("HOST") + ":3100"
                    tenant_id  = coalesce(sys.env("TENANT"), "shop")
                    batch_wait = "3s"
                  }
                  external_labels = { cluster = "prod" }
                }
                """, Map.of("HOST", "loki"));

        ShipperSettings settings = logs(config)
                .applyTo(ShipperSettings.builder())
                .batchWait(java.time.Duration.ofSeconds(5))
                .build();

        assertThat(settings.url()).isEqualTo("http://loki:3100/loki/api/v1/push");
        assertThat(settings.tenantId()).isEqualTo("shop");
        assertThat(settings.batchWait()).hasSeconds(5);
        assertThat(settings.externalLabels()).containsExactly(Map.entry("cluster", "prod"));
        assertThat(settings.pipeline()).isSameAs(logs(config).pipeline());
        assertThat(List.of(config.report().toString(), logs(config).toString())).isNotEmpty();
    }
}
