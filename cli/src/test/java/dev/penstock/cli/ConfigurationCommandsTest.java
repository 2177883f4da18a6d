package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code validate} and {@code dry-run}. */
class ConfigurationCommandsTest {

    private static final String CONFIG = """
            logging { level = "info" }
            loki.source.file "app" {
              targets    = [{ __path__ = "/var/log/app.log", job = "app" }]
              forward_to = [loki.process.app.receiver]
            }
            loki.process "app" {
              stage.json {
                expressions = { level = "", order = "order.id", tenant = "" }
              }
              stage.labels {
                values = { level = "" }
              }
              stage.structured_metadata {
                values = { order_id = "order" }
              }
              stage.tenant {
                source = "tenant"
              }
              stage.drop {
                expression          = "healthz"
                drop_counter_reason = "health"
              }
              forward_to = [loki.write.default.receiver]
            }
            loki.write "default" {
              endpoint {
                url                 = "http://me:s3cret@loki:3100/loki/api/v1/push"
                max_backoff_retries = 3
              }
              external_labels = { cluster = "prod" }
            }
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Path config = Path.of("");

    @BeforeEach
    void write() throws IOException {
        config = Files.writeString(directory.resolve("config.alloy"), CONFIG);
    }

    private int run(byte[] in, String... args) {
        out.reset();
        err.reset();
        return Penstock.run(new ByteArrayInputStream(in), stream(out), stream(err), new StopSignal(), args);
    }

    private int run(String... args) {
        return run(new byte[0], args);
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    /** Without the directory, which is another one each time. */
    private String out() {
        return out.toString(StandardCharsets.UTF_8).replace(directory + File.separator, "");
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).replace(directory + File.separator, "");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aReportIsGrouped() {
        assertThat(run("validate", config.toString())).isZero();

        assertThat(out()).isEqualToNormalizingNewlines("""
                Taken over:
                  config.alloy:6:1: loki.process.app: 5 stages of the pipeline
                  config.alloy:25:1: loki.write.default: ships to http://***@loki:3100/loki/api/v1/push, external labels cluster

                Replaced:
                  config.alloy:2:1: loki.source.file.app: replaced by the appender, which takes lines from the logging framework itself. What to do: if queries ask for its labels (job="app"), set them as labels of the appender

                Not taken over:
                  config.alloy:1:1: logging: how the agent itself logs has no meaning here: Penstock says things through status messages
                  config.alloy:28:27: loki.write.default: max_backoff_retries: giving up goes by age and not by attempts, so that an outage is waited out. What to do: set maxAge, which is 1h by default

                config.alloy: usable
                """);
        assertThat(err()).isEmpty();
    }

    @Test
    void errorsHaveTheLinesTheyAreAboutWithoutSecrets() throws IOException {
        Files.writeString(
                config,
                CONFIG.replace("stage.tenant", "stage.tennant")
                        .replace("max_backoff_retries = 3", "password = \"verysecret\""));

        assertThat(run("validate", config.toString())).isEqualTo(2);

        assertThat(out())
                .contains("Error: config.alloy:16:3: loki.process.app: there is no stage 'stage.tennant'; did you mean"
                        + " 'stage.tenant'?")
                .contains("16 |   stage.tennant {")
                .contains("^^^^^^^^^^^^^")
                .contains("password = \"**********\"")
                .contains("config.alloy: not usable, 2 errors")
                .doesNotContain("verysecret", "s3cret");
    }

    @Test
    void warningsAreAFailureUnderStrictAlone() throws IOException {
        Files.writeString(
                config, CONFIG + "loki.process \"lost\" {\n  forward_to = [loki.write.default.receiver]\n}\n");

        assertThat(run("validate", config.toString())).isZero();
        assertThat(out())
                .contains("Warnings:", "config.alloy:32:1: loki.process.lost: nothing refers to it", "1 warning");
        assertThat(run("validate", "--strict", config.toString())).isEqualTo(1);
        Files.writeString(config, "loki.process \"a\" {");
        assertThat(run("validate", "--strict", config.toString())).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stage.decolorize { } | 0",
                "stage.decolorize { } rule | 2",
                "stage.jsn { } | 2",
                "stage.cri { } | 2",
                "stage.json { | 2",
            })
    void stagesAloneAreFoundOut(String text, int exitCode) throws IOException {
        Path stages = Files.writeString(directory.resolve("stages.alloy"), text);

        assertThat(run("validate", stages.toString())).as(out()).isEqualTo(exitCode);
        assertThat(run("validate", "--pipeline", stages.toString())).as(out()).isEqualTo(exitCode);
        assertThat(run(utf8(text), "validate", "-")).isEqualTo(exitCode);
        assertThat(out()).contains("stdin: " + (exitCode == 0 ? "usable" : "not usable"));
    }

    @Test
    void directoriesAndSeveralFilesAreRead() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.txt"), "loki.write \"x\" {");

        assertThat(run("validate", directory.toString())).isZero();
        assertThat(run("validate", config.toString(), broken.toString())).isEqualTo(2);
        assertThat(out()).contains("config.alloy: usable", "broken.txt: not usable");
    }

    @Test
    void whatCannotBeReadIsNotUsable() {
        assertThat(run("validate", directory.resolve("none").toString())).isEqualTo(2);
        assertThat(err()).isEqualToNormalizingNewlines("validate: there is no file none\n");
        assertThat(run("validate", "--json", directory.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(out()).contains("\"usable\":false,\"errors\":1", "\"message\":\"there is no file none\"");
        assertThat(run("validate")).isEqualTo(2);
        assertThat(run("dry-run")).isEqualTo(2);
        assertThat(err()).contains("expected either a configuration or --pipeline FILE");
        assertThat(run("dry-run", "-")).isEqualTo(2);
        assertThat(run("dry-run", "--timestamp", "noon", config.toString())).isEqualTo(2);
        assertThat(err()).contains("--timestamp 'noon' is not accepted");
        assertThat(run("dry-run", "--label", "x", config.toString())).isEqualTo(2);
    }

    @Test
    void aReportForMachinesIsOneDocument() {
        assertThat(run("validate", "--json", config.toString())).isZero();

        assertThat(out())
                .startsWith("{\"usable\":true,\"exitCode\":0,\"configurations\":[{\"name\":")
                .contains("\"outcome\":\"taken_over\"", "\"line\":6,\"column\":1,\"component\":\"loki.process.app\"")
                .hasLineCount(1)
                .doesNotContain("s3cret");
    }

    @Test
    void aDryRunShowsWhatWouldBeSent() {
        byte[] lines = utf8("{\"level\":\"info\",\"order\":{\"id\":17},\"tenant\":\"team-a\"}\r\nGET /healthz\nplain");

        assertThat(run(
                        lines,
                        "dry-run",
                        config.toString(),
                        "--label=app=shop",
                        "--timestamp=2026-03-01T12:00:00.5+01:00"))
                .isZero();

        assertThat(out()).isEqualToNormalizingNewlines("""
                {app="shop", cluster="prod", level="info"} 2026-03-01T11:00:00.500000000Z
                  tenant    team-a
                  metadata  {order_id="17"}
                  line      {"level":"info","order":{"id":17},"tenant":"team-a"}
                dropped by stage.drop (line 19), reason health
                  line      GET /healthz
                {app="shop", cluster="prod"} 2026-03-01T11:00:00.500000000Z
                  line      plain
                """);
        assertThat(err()).isEmpty();
    }

    @Test
    void aDryRunForMachinesIsAnObjectInEachLine() {
        byte[] lines = utf8("{\"level\":\"info\",\"order\":{\"id\":17}}\nGET /healthz\n");

        assertThat(run(lines, "dry-run", "--json", "--timestamp=1700000000000000001", config.toString()))
                .isZero();

        assertThat(out()).isEqualToNormalizingNewlines("""
                {"labels":{"cluster":"prod","level":"info"},"structuredMetadata":{"order_id":"17"},"timestamp":"2023-11-14T22:13:20.000000001Z","line":"{\\"level\\":\\"info\\",\\"order\\":{\\"id\\":17}}"}
                {"droppedBy":"stage.drop (line 19)","reason":"health"}
                """);
    }

    @Test
    void stagesAloneSeeWhatTheEventHas() throws IOException {
        Path stages = Files.writeString(directory.resolve("stages"), """
                stage.labels { values = { level = "", bad-name = "user" } }
                stage.structured_metadata { values = { said = "message", at = "timestamp" } }
                """.replace("bad-name", "\"bad-name\""));

        assertThat(run(
                        utf8("\uFEFFhello\n"),
                        "dry-run",
                        "--json",
                        "--timestamp=2026-01-01T00:00:00Z",
                        "--pipeline",
                        stages.toString(),
                        "--value=level=INFO",
                        "--value=user=jo"))
                .as(err())
                .isZero();

        assertThat(out())
                .contains("\"labels\":{\"bad_name\":\"jo\",\"level\":\"INFO\"}")
                .contains("\"structuredMetadata\":{\"said\":\"hello\",\"at\":\"2026-01-01T00:00:00.000000000Z\"}");
    }

    @Test
    void whateverComesInIsALine() {
        byte[] huge = new byte[3 << 20];
        Arrays.fill(huge, (byte) 'x');
        byte[] rest = {'\n', (byte) 0xff, (byte) 0xfe, '\r', '\n', '\n', 'a', '\r', 'b', '\n', 0, 27, '[', 'm'};
        byte[] all = new byte[huge.length + rest.length];
        System.arraycopy(huge, 0, all, 0, huge.length);
        System.arraycopy(rest, 0, all, huge.length, rest.length);

        assertThat(run(all, "dry-run", "--json", config.toString())).isZero();

        List<String> lines = out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).hasSizeLessThan(300_000);
        assertThat(lines.get(1)).contains("\"line\":\"\uFFFD\uFFFD\"");
        assertThat(lines.get(2)).contains("\"line\":\"\"");
        assertThat(lines.get(3)).contains("\"line\":\"a\\rb\"");
        assertThat(lines.get(4)).contains("\"line\":\"\\u0000\\u001b[m\"");
        assertThat(run(all, "dry-run", config.toString())).isZero();
        assertThat(out()).doesNotContain("\u001b");
    }

    @Test
    void aPipelineThatCannotBeReadIsNotRun() throws IOException {
        Path stages = Files.writeString(directory.resolve("stages"), "stage.regex { expression = \"(\" }");

        assertThat(run(utf8("x\n"), "dry-run", "--pipeline", stages.toString())).isEqualTo(2);

        assertThat(out()).isEmpty();
        assertThat(err()).contains("Error: stages:1:", "1 | stage.regex", "^");
    }

    @Test
    void aWholeConfigurationIsNoPipeline() {
        assertThat(run("validate", "--pipeline", config.toString())).isEqualTo(2);

        assertThat(out()).contains("found the component loki.write, expected a stage; a pipeline has stages alone");
    }

    @Test
    void aTenantThatCannotBeIsSaid() throws IOException {
        Path stages = Files.writeString(directory.resolve("stages"), "stage.tenant { value = \"a/b\" }");

        assertThat(run(utf8("x\n"), "dry-run", "--json", "--pipeline", stages.toString()))
                .isZero();

        assertThat(out()).contains("\"droppedBy\":\"tenant\"", "not a tenant: 'a/b'");
    }

    @Test
    void aLimitDoesNotWait() throws IOException {
        Path stages = Files.writeString(directory.resolve("stages"), "stage.limit {\n  rate  = 0.001\n  burst = 1\n}");

        assertThat(run(utf8("a\nb\nc\n"), "dry-run", "--json", "--pipeline", stages.toString()))
                .isZero();

        assertThat(out().lines()).hasSize(3);
    }
}
