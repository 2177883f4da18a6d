package dev.penstock.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a user runs it: in a JVM of its own. */
class QuickstartTest {

    /** What a run printed, and its exit code. */
    private record Result(int exitCode, String out) {
        String lastLine() {
            List<String> lines = out.lines().toList();
            return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        }
    }

    @TempDir
    Path folder;

    @Test
    void theShopsLogArrivesAndIsShown() throws Exception {
        Result result = run("");

        assertThat(result.exitCode()).isZero();
        assertThat(result.lastLine())
                .matches(
                        "quickstart: accepted=(\\d+) delivered=\\1 dropped=0 pending=0 stored=\\1 samples=(\\d+) samplesStored=\\2");
        assertThat(result.out())
                .contains(
                        "level=\"TRACE\"",
                        "level=\"ERROR\"",
                        "newest entries",
                        "ledger",
                        "shop_orders_total",
                        "shop_payment_euros_sum",
                        "schönen Feierabend")
                .doesNotContain("Exception", "SLF4J", "logback", "WARN in");
    }

    @Test
    void everyLineOfATextArrivesWhateverIsInIt() throws Exception {
        Path text = folder.resolve("a b.log");
        byte[] odd = "first\r\n\r\n\nmiddle \u0000 \ufeff \n".getBytes(StandardCharsets.UTF_8);
        byte[] invalid = {'x', (byte) 0xff, (byte) 0xc3, '\n', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n'};
        try (var out = Files.newOutputStream(text)) {
            out.write(odd);
            out.write(invalid);
            out.write("ü".repeat(300 * 1024).getBytes(StandardCharsets.UTF_8));
            out.write("\na\rb\nlast".getBytes(StandardCharsets.UTF_8));
        }
        Path empty = Files.createFile(folder.resolve("empty"));
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Result result = run(
                    "from\nstdin",
                    "--file",
                    text.toString(),
                    "-f",
                    empty.toString(),
                    "-f",
                    "-",
                    "--loki",
                    backend.url());

            assertThat(result.lastLine())
                    .as(result.out())
                    .startsWith("quickstart: accepted=11 delivered=11 dropped=0 pending=0 stored=11 samples=");
            assertThat(result.exitCode()).isZero();
            List<String> lines =
                    backend.loki().entries().stream().map(StoredEntry::line).toList();
            assertThat(lines)
                    .startsWith("first", "", "", "middle \u0000 \ufeff ", "x\ufffd\ufffd", "\ufffd")
                    .endsWith("a\rb", "last", "from", "stdin");
            assertThat(lines.get(6)).matches("üüü.*\\d+ bytes cut]");
        }
    }

    @Test
    void standardInputNamedTwiceIsEmptyTheSecondTime() throws Exception {
        Result result = run("a\nb", "-f", "-", "-f", "-");

        assertThat(result.exitCode()).as(result.out()).isZero();
        assertThat(result.lastLine())
                .startsWith("quickstart: accepted=2 delivered=2 dropped=0 pending=0 stored=2 samples=");
    }

    @Test
    void metricsGoToThePrometheusThatIsNamed() throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Result result = run("", "--prometheus", backend.url());

            assertThat(result.exitCode()).as(result.out()).isZero();
            assertThat(backend.metrics().select("shop_orders_total{job=\"quickstart\"}"))
                    .hasSize(1);
            assertThat(backend.loki().entries()).isEmpty();
        }
    }

    @Test
    void aPrometheusThatIsNotThereIsExitCode1() throws Exception {
        Result result = run("a\nb", "-f", "-", "--prometheus", "http://127.0.0.1:1", "--timeout", "1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.lastLine())
                .matches("quickstart: accepted=2 delivered=2 dropped=0 pending=0 stored=2"
                        + " samples=[1-9]\\d* samplesStored=0");
        assertThat(result.out()).contains("check that the receiver runs there");
    }

    @Test
    void aTenantIsShippedToAndAskedFor() throws Exception {
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().authEnabled(true).start()) {
            Result result = run("x", "-f", "-", "--loki", backend.lokiPushUrl(), "--tenant", "shop");

            assertThat(result.exitCode()).as(result.out()).isZero();
            assertThat(backend.loki().entries("shop")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--file|/no/such/file|/no/such/file",
                "--file|.|directory",
                "--loki|nonsense|nonsense",
                "--loki|ftp://x|ftp://x",
                "--loki|http://|http://",
                "--prometheus|nonsense|nonsense",
                "--tenant|a/b|a/b",
                "--timeout|0|0",
                "--nonsense|x|--nonsense"
            })
    void aWrongOptionIsOneLineAndExitCode2(String words) throws Exception {
        String[] word = words.split("\\|");
        List<String> args = new ArrayList<>(List.of(word[0], word[1]));
        if (word[0].equals("--tenant")) {
            args.addAll(List.of("--loki", "http://localhost:3100"));
        }
        Result result = run("", args.toArray(new String[0]));

        assertThat(result.exitCode()).as(result.out()).isEqualTo(2);
        assertThat(result.out().lines()).hasSize(1);
        assertThat(result.out()).startsWith("quickstart: ").contains(word[2]);
    }

    @Test
    void helpExplains() throws Exception {
        Result result = run("", "--help");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains("--file", "--loki", "LOKI_URL", "standard", "Exit codes");
    }

    @Test
    void aLokiThatIsNotThereIsExitCode1AndAccountedFor() throws Exception {
        String url;
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            url = backend.url();
        }
        Result result = run("a\nb", "-f", "-", "--loki", url, "--timeout", "1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.lastLine())
                .matches("quickstart: accepted=2 delivered=0 dropped=2 pending=0 stored=0"
                        + " samples=(\\d+) samplesStored=\\1");
        assertThat(result.out()).contains("check that Loki runs there", "dropped as shutdown: 2");
    }

    private Result run(String input, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Quickstart.class.getName()));
        command.addAll(List.of(args));
        Path in = folder.resolve("in");
        Files.writeString(in, input);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(in.toFile());
        builder.environment().remove("LOKI_URL");
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out);
    }
}
