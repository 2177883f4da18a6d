package dev.penstock.spring.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** {@code penstock.config}. */
class AgentSettingsTest {

    private static final String CONFIG = """
            loki.process "a" {
              stage.decolorize { }
              forward_to = [loki.write.w.receiver]
            }
            loki.write "w" {
              endpoint {
                url       = "http://loki:3100/loki/api/v1/push"
                tenant_id = "shop"
                basic_auth {
                  username = "me"
                  password = "s3cret"
                }
              }
              external_labels = { cluster = "prod" }
            }
            prometheus.remote_write "m" {
              external_labels = { cluster = "prod" }
              endpoint {
                url = "http://mimir:9009/api/v1/push"
              }
            }
            """;

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("config.alloy"), CONFIG);
    }

    private static EnvironmentSettings settings(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        ConfigurationPropertySources.attach(environment);
        return EnvironmentSettings.of(environment);
    }

    private EnvironmentSettings withConfig(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("penstock.config", "file:" + file);
        return settings(all);
    }

    private static String said(EnvironmentSettings settings) {
        return settings.problems().stream().map(SettingProblem::toString).collect(Collectors.joining("\n"));
    }

    @Test
    void endpointsAndStagesCountWhereNothingElseIsSaid() {
        EnvironmentSettings settings = withConfig(Map.of("penstock.loki.tenant-id", "other"));

        CheckedSettings logs = settings.loki().check();
        assertThat(logs.ships()).isTrue();
        assertThat(logs.values())
                .containsEntry("url", "http://loki:3100/loki/api/v1/push")
                .containsEntry("tenantId", "other")
                .containsEntry("basicAuth.username", "me")
                .containsEntry("externalLabels", "cluster = prod\n")
                .containsKey("pipeline");
        CheckedSettings metrics = settings.remoteWrite().check();
        assertThat(metrics.ships()).isTrue();
        assertThat(metrics.values())
                .containsEntry("url", "http://mimir:9009/api/v1/push")
                .containsEntry("config", "file:" + file);
        assertThat(logs.problems()).isEmpty();
        assertThat(metrics.problems()).isEmpty();
        assertThat(settings.problems()).isEmpty();
    }

    @Test
    void credentialsAndPipelineAreReplacedAsAWhole() {
        CheckedSettings logs = withConfig(Map.of(
                        "penstock.loki.bearer-token",
                        "x",
                        "penstock.loki.pipeline",
                        "stage.label_drop { values = [\"a\"] }"))
                .loki()
                .check();

        assertThat(logs.values())
                .containsEntry("bearerToken", "x")
                .containsEntry("pipeline", "stage.label_drop { values = [\"a\"] }")
                .doesNotContainKey("basicAuth.username");
    }

    @Test
    void itMayBeNamedByAVariable() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("PENSTOCK_CONFIG", file.toString())));
        ConfigurationPropertySources.attach(environment);

        assertThat(EnvironmentSettings.of(environment).loki().url()).isEqualTo("http://loki:3100/loki/api/v1/push");
    }

    @Test
    void whatCannotBeReadIsAProblemAndNothingElse() {
        EnvironmentSettings settings =
                settings(Map.of("penstock.config", "classpath:none.alloy", "penstock.loki.url", "http://loki:3100"));

        assertThat(settings.loki().url()).isEqualTo("http://loki:3100");
        assertThat(said(settings))
                .startsWith("penstock.config 'classpath:none.alloy' is not used: there is no such resource");
    }

    @Test
    void whatIsWrongAndWhatIsLostIsSaid() throws IOException {
        Files.writeString(file, CONFIG.replace("stage.decolorize", "stage.decolorise") + "logging { }\n");

        EnvironmentSettings settings = withConfig(Map.of());

        assertThat(said(settings))
                .contains("config.alloy:2:3", "did you mean 'stage.decolorize'", "1 part is not taken over")
                .doesNotContain("s3cret");
        assertThat(settings.loki().check().values()).containsKey("url").doesNotContainKey("pipeline");
        assertThat(said(withConfig(Map.of("penstock.strict", "true")))).doesNotContain("not taken over");
    }

    @Test
    void whatIsSwitchedOffIsNotRead() {
        assertThat(said(settings(Map.of("penstock.config", "none.alloy", "penstock.enabled", "false"))))
                .isEmpty();
    }
}
