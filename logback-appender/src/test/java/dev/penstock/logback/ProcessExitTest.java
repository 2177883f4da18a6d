package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that ends without stopping Logback ships its last lines all the same. */
class ProcessExitTest {

    /** The program. */
    public static final class Program {
        private Program() {}

        /**
         * Logs, and ends in the way that is asked for.
         *
         * @param args the way
         */
        public static void main(String[] args) {
            Logger logger = LoggerFactory.getLogger("program");
            for (int i = 0; i < 500; i++) {
                logger.info("line {}", i);
            }
            switch (args[0]) {
                case "exit" -> System.exit(3);
                case "throw" -> throw new IllegalStateException("end");
                default -> logger.info("returning");
            }
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"exit", "throw", "return"})
    void theLastLinesOfAProgramArrive(String way) throws IOException, InterruptedException {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Path config = folder.resolve("logback.xml");
            Files.writeString(config, """
                    <configuration>
                      <appender name="LOKI" class="dev.penstock.logback.LokiAppender">
                        <url>%s</url>
                        <drainTimeout>1m</drainTimeout>
                      </appender>
                      <root level="INFO"><appender-ref ref="LOKI"/></root>
                    </configuration>
                    """.formatted(backend.url()));
            Process process = new ProcessBuilder(List.of(
                            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            "-Dlogback.configurationFile=" + config,
                            Program.class.getName(),
                            way))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(backend.loki().count()).as(output).isEqualTo(way.equals("return") ? 501 : 500);
            assertThat(backend.loki().streams())
                    .allMatch(labels -> labels.get("service_name").equals(Program.class.getName()));
        }
    }
}
