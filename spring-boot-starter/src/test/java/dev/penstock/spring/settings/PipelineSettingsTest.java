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

    static List<Arguments> texts() {
        return List.of(
                arguments("stage.json { }\nstage.labels { }", "stage.json { }\nstage.labels { }"),
                arguments("r = \"$1 ${1}${2}\"", "r = \"$1 ${1}${2}\""),
                arguments("(?P<user>.) = \"${user}\" // not root", "(?P<user>.) = \"${user}\" // not root"),
                arguments("(?<user>.) = \"${user}\"", "(?<user>.) = \"${user}\""),
                arguments("t = \"{{ .Value }} #{x} %d\"", "t = \"{{ .Value }} #{x} %d\""),
                arguments("t = `\\d \\\\ } {`", "t = `\\d \\\\ } {`"),
                arguments("e = \"${app.name} ${none:else}\" ${1}", "e = \"shop else\" ${1}"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aPipelineComesToItsSyntaxAsItIsWritten(String written, String read) {
        CheckedSettings settings =
                check(Map.of(URL, "http://loki:3100", TEXT, written, "app.name", "shop"), Map.of("USER", "root"));

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.values()).containsEntry("pipeline", read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "file:", "classpath:"})
    void aFileIsAPathOrAResource(String prefix, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Files.writeString(file, "a { x = \"${app.name}\" } // ünï");
        String location = prefix.equals("classpath:")
                ? "classpath:META-INF/services/dev.penstock.settings.PipelineSyntax"
                : prefix + file;
        CheckedSettings settings = check(Map.of(URL, "http://loki:3100", FILE, location));

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.values().get("pipeline"))
                .startsWith(prefix.equals("classpath:") ? "dev.penstock" : "a { x = \"${app.name}\" } // ünï");
        assertThat(settings.values()).doesNotContainKey("pipelineFile");
    }

    @Test
    void aVariableNamesTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("pipeline.alloy");
        Files.writeString(file, "text");

        assertThat(check(Map.of(), Map.of("PENSTOCK_LOKI_PIPELINE_FILE", file.toString()))
                        .values())
                .containsEntry("pipeline", "text");
        assertThat(check(Map.of(), Map.of("PENSTOCK_LOKI_PIPELINE", "r = \"${1}\""))
                        .values())
                .containsEntry("pipeline", "r = \"${1}\"");
    }

    static List<Arguments> wrong() {
        return List.of(
                arguments(TEXT, "WRONG { }", "penstock.loki.pipeline is refused as a whole: 1:1: there is no block"),
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
        CheckedSettings settings = check(Map.of(URL, "http://loki:3100", TEXT, "text", FILE, "/no/such.alloy"));

        assertThat(settings.values()).containsEntry("pipeline", "text");
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
