package dev.penstock.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.pipeline.Pipeline;
import dev.penstock.settings.AgentConfigurations;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.GivenSettings;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The setting {@code config}: what stands in the file counts where nothing else is given. */
class ConfigSettingTest {

    private static final String CONFIG = """
            loki.process "a" {
              stage.decolorize { }
              forward_to = [loki.write.w.receiver]
            }
            loki.write "w" {
              endpoint {
                url        = "http://loki:3100/loki/api/v1/push"
                tenant_id  = "shop"
                batch_wait = "3s"
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
                headers = { "X-Scope-OrgID" = "shop" }
                write_relabel_config {
                  source_labels = ["cluster"]
                  target_label  = "copy"
                }
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

    @Test
    void whatIsGivenWinsWordByWord() {
        GivenSettings given = new GivenSettings();
        given.set("batch_wait", "5s");
        given.set("config", file.toString());

        ShipperSettings settings = given.build(AppenderDefaults.NONE);

        assertThat(settings.url()).isEqualTo("http://loki:3100/loki/api/v1/push");
        assertThat(settings.batchWait()).hasSeconds(5);
        assertThat(settings.tenantId()).isEqualTo("shop");
        assertThat(settings.credentials()).hasToString("basic");
        assertThat(settings.externalLabels()).containsEntry("cluster", "prod");
        assertThat(settings.pipeline()).isInstanceOf(Pipeline.class);
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void credentialsAreOneWhole() {
        GivenSettings given = new GivenSettings();
        given.set("config", file.toString());
        given.set("bearerToken", "other");

        assertThat(given.build(AppenderDefaults.NONE).credentials()).hasToString("bearer");
    }

    @Test
    void defaultsWinOverTheFileAndMayNameIt() {
        AppenderDefaults defaults = AppenderDefaults.builder()
                .set("config", "file:" + file)
                .set("tenantId", "other")
                .build();

        ShipperSettings settings = new GivenSettings().build(defaults);

        assertThat(settings.tenantId()).isEqualTo("other");
        assertThat(settings.batchWait()).hasSeconds(3);
    }

    @Test
    void anotherPipelineWins() {
        GivenSettings given = new GivenSettings();
        given.set("config", file.toUri().toString());
        given.set("pipeline", "stage.decolorize { }\nstage.label_drop { values = [\"a\"] }");

        assertThat(((Pipeline) given.build(AppenderDefaults.NONE).pipeline()).size())
                .isEqualTo(2);
    }

    @Test
    void aFileThatCannotBeReadIsAWarningAndEverythingElseGoesOn() {
        GivenSettings given = new GivenSettings();
        given.set("url", "http://loki:3100");
        given.set("config", directory.resolve("none.alloy").toString());

        ShipperSettings settings = given.build(AppenderDefaults.NONE);

        assertThat(settings.url()).isEqualTo("http://loki:3100/loki/api/v1/push");
        assertThat(settings.warnings())
                .singleElement()
                .asString()
                .startsWith("config '")
                .contains("is not used: there is no file");
    }

    @Test
    void withoutAUrlTheReasonIsInTheRefusal() throws IOException {
        Files.writeString(file, CONFIG.replace("basic_auth {", "oauth2 {"));
        GivenSettings given = new GivenSettings();
        given.set("config", file.toString());

        assertThatThrownBy(() -> given.build(AppenderDefaults.NONE))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("OAuth 2 is not supported")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void wrongStagesAreRefusedAsAWholeAndLinesAreShipped() throws IOException {
        Files.writeString(file, CONFIG.replace("stage.decolorize", "stage.decolorise"));
        GivenSettings given = new GivenSettings();
        given.set("config", file.toString());

        ShipperSettings settings = given.build(AppenderDefaults.NONE);

        assertThat(settings.pipeline()).isNull();
        assertThat(settings.warnings().toString())
                .contains("config.alloy:2:3", "did you mean 'stage.decolorize'", "shipped unprocessed");
    }

    @Test
    void whatIsNotTakenOverIsSaidOnce() throws IOException {
        Files.writeString(file, CONFIG + "logging { }\notelcol.receiver.otlp \"x\" { }\n");
        GivenSettings given = new GivenSettings();
        given.set("config", file.toString());

        assertThat(given.build(AppenderDefaults.NONE).warnings())
                .singleElement()
                .asString()
                .contains("2 parts are not taken over", "penstock.jar validate");
    }

    @Test
    void aChangedFileIsAChange() throws IOException {
        GivenSettings given = new GivenSettings();
        given.set("config", file.toString());
        Map<String, String> before = given.texts(AppenderDefaults.NONE);

        Files.writeString(file, CONFIG + "\n");

        assertThat(given.texts(AppenderDefaults.NONE)).isNotEqualTo(before);
    }

    @Test
    void aBuilderTakesWhatIsNotSetAndLaterWins() {
        ShipperSettings settings = ShipperSettings.builder()
                .set("tenantId", "mine")
                .set("config", file.toString())
                .set("batchWait", "7s")
                .build();

        assertThat(settings.tenantId()).isEqualTo("mine");
        assertThat(settings.batchWait()).hasSeconds(7);
        assertThat(settings.credentials()).hasToString("basic");
        assertThat(settings.pipeline()).isInstanceOf(Pipeline.class);
    }

    @Test
    void metricsTakeTheirEndpointAndRules() {
        RemoteWriteSettings settings = RemoteWriteSettings.builder()
                .set("config", file.toString())
                .set("step", "20s")
                .build();

        assertThat(settings.delivery().url()).isEqualTo("http://mimir:9009/api/v1/push");
        assertThat(settings.delivery().tenantId()).isEqualTo("shop");
        assertThat(settings.writeRelabelRules().apply(Map.of("__name__", "up")))
                .isEqualTo(Map.of("__name__", "up", "cluster", "prod", "copy", "prod"));
        assertThat(settings.step()).hasSeconds(20);
    }

    @Test
    void ownExternalLabelsReplaceThoseOfTheFile() {
        RemoteWriteSettings settings = RemoteWriteSettings.builder()
                .set("externalLabels", "cluster = test")
                .set("config", file.toString())
                .build();

        assertThat(settings.writeRelabelRules().apply(Map.of("__name__", "up"))).containsEntry("copy", "test");
    }

    @Test
    void aConfigurationMayBeOnTheClassPath() {
        String location = "classpath:" + getClass().getPackageName().replace('.', '/') + "/compose.alloy";

        assertThat(AgentConfigurations.read("config", location).logs()).containsEntry("tenantId", "shop");
        assertThat(AgentConfigurations.read("config", "classpath:none.alloy").problems())
                .containsExactly(
                        "config 'classpath:none.alloy' is not used: there is no such resource on the class path");
    }

    @Test
    void aPipelineMayBeAWholeConfiguration() {
        ShipperSettings settings = ShipperSettings.builder()
                .url("http://loki:3100")
                .pipelineFile(file.toString())
                .build();

        assertThat(((Pipeline) settings.pipeline()).size()).isEqualTo(1);
    }
}
