package dev.penstock.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** {@code penstock.loki.pipeline} and {@code penstock.loki.pipeline-file}. */
class PipelineSettingsTest {

    private static final String URL = "penstock.loki.url";
    private static final String TEXT = "penstock.loki.pipeline";
    private static final String FILE = "penstock.loki.pipeline-file";

    private static CheckedSettings check(Map<String, Object> properties, Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        ConfigurationPropertySources.attach(environment);
        return EnvironmentSettings.of(environment).loki().check();
    }

    private static CheckedSettings check(Map<String, Object> properties) {
        return check(properties, Map.of());
    }

    /** A pipeline with a text of its own. */
    private static String noting(String literal) {
        return "stage.static_labels { values = { note = " + literal + " } }";
    }

    static List<Arguments> texts() {
        return List.of(
                arguments("`one\n  two`", "`one\n  two`"),
                arguments("\"r = $1 ${1}${2}\"", "\"r = $1 ${1}${2}\""),
                arguments("`(?P<user>.) = \"${user}\"`, // not root\n", "`(?P<user>.) = \"${user}\"`, // not root\n"),
                arguments("`(?<user>.) = \"${user}\"`", "`(?<user>.) = \"${user}\"`"),
                arguments("`t = \"{{ .Value }} #{x} %d\"`", "`t = \"{{ .Value }} #{x} %d\"`"),
                arguments("`\\d \\\\ } {`", "`\\d \\\\ } {`"),
                arguments("`e = \"${app.name} ${none:else}\" ${1}`", "`e = \"shop else\" ${1}`"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aPipelineComesToItsSyntaxAsItIsWritten(String written, String read) {
        CheckedSettings settings = check(
                Map.of(URL, "http://loki:3100", TEXT, noting(written), "app.name", "shop"), Map.of("USER", "root"));

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.values()).containsEntry("pipeline", noting(read));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", "classpath:"})
    void aFileIsAPathOrAResource(String prefix, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        String text = noting("`${app.name}`") + " // ünï";
        Files.writeString(file, text);
        String location = prefix.equals("classpath:") ? "classpath:pipeline.alloy" : prefix + file;
        CheckedSettings settings = check(Map.of(URL, "http://loki:3100", FILE, location));

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.values().get("pipeline"))
                .isEqualTo(prefix.equals("classpath:") ? "stage.decolorize { }\n" : text);
        assertThat(settings.values()).doesNotContainKey("pipelineFile");
    }

    @Test
    void aVariableNamesTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Files.writeString(file, noting("`file`"));

        assertThat(check(Map.of(), Map.of("PENSTOCK_LOKI_PIPELINE_FILE", file.toString()))
                        .values())
                .containsEntry("pipeline", noting("`file`"));
        assertThat(check(Map.of(), Map.of("PENSTOCK_LOKI_PIPELINE", noting("`${1}`")))
                        .values())
                .containsEntry("pipeline", noting("`${1}`"));
    }

    static List<Arguments> wrong() {
        return List.of(
                arguments(
                        TEXT,
                        "stage.decolorize {\n  lables = 1\n}",
                        "penstock.loki.pipeline is refused as a whole: 2:3: there is no attribute 'lables'"),
                arguments(TEXT, "stage.jsn { }", "1:1: there is no stage 'stage.jsn'; did you mean 'stage.json'?"),
                arguments(TEXT, "e = \"${no.such}\"", "${no.such} has no value"),
                arguments(TEXT, "e = \"${no.such}\"", "penstock.loki.pipeline-file"),
                arguments(FILE, "/no/such.alloy", "cannot read /no/such.alloy"),
                arguments(FILE, "classpath:no/such.alloy", "cannot read classpath:no/such.alloy"),
                arguments(FILE, "file:/no/such.alloy", "cannot read file:/no/such.alloy"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aWrongPipelineIsSaidAndLinesAreShippedAsTheyAre(String property, String value, String said) {
        CheckedSettings settings = check(Map.of(URL, "http://loki:3100", property, value));

        assertThat(settings.ships()).isTrue();
        assertThat(settings.values()).doesNotContainKeys("pipeline", "pipelineFile");
        assertThat(settings.problems()).hasSize(1).allSatisfy(problem -> {
            assertThat(problem.property()).isEqualTo(property);
            assertThat(problem.description()).contains(said);
            assertThat(problem.consequence()).isEqualTo("lines are shipped unprocessed");
        });
    }

    @Test
    void ofTwoPipelinesTheTextCounts() {
        CheckedSettings settings =
                check(Map.of(URL, "http://loki:3100", TEXT, noting("`text`"), FILE, "/no/such.alloy"));

        assertThat(settings.values()).containsEntry("pipeline", noting("`text`"));
        assertThat(settings.problems()).hasSize(1);
        assertThat(settings.problems().get(0).description()).contains(FILE, TEXT, "only one");
    }

    @Test
    void anEmptyOneIsNone() {
        CheckedSettings settings = check(Map.of(URL, "http://loki:3100", TEXT, "${no.such:}", FILE, ""));

        assertThat(settings.values()).doesNotContainKey("pipeline");
        assertThat(settings.problems()).isEmpty();
    }
}
