package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program that ends without stopping Log4j ships its last lines all the same, whoever's shutdown hook it is. */
class ProcessExitTest {

    /** The program. */
    public static final class Program {
        private Program() {}

        /**
         * Logs, and ends in the way that is asked for.
         *
         * @param args the way
         * @throws InterruptedException when it is told to end while it waits
         */
        public static void main(String[] args) throws InterruptedException {
            Logger logger = LogManager.getLogger("program");
            for (int i = 0; i < 499; i++) {
                logger.info("line {}", i);
            }
            logger.info(args[0]);
            switch (args[0]) {
                case "exit" -> System.exit(3);
                case "throw" -> throw new IllegalStateException("end");
                case "kill" -> {
                    System.out.println("ready");
                    new CountDownLatch(1).await();
                }
                default -> {}
            }
        }
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "exit,log4j",
        "throw,log4j",
        "return,log4j",
        "kill,log4j",
        "exit,disable",
        "return,disable",
        "kill,disable"
    })
    void theLastLinesOfAProgramArrive(String way, String hook) throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Path config = folder.resolve("log4j2.xml");
            String shutdownHook = hook.equals("disable") ? "shutdownHook='disable'" : "";
            Files.writeString(
                    config,
                    Logs.xml("<Penstock name='LOKI' url='" + backend.url() + "' batchWait='10m'/>")
                            .replace("<Configuration>", "<Configuration " + shutdownHook + ">"));
            Process process = ChildJvm.start(
                    ChildJvm.CLASS_PATH,
                    List.of("-XX:TieredStopAtLevel=1", "-Dlog4j2.configurationFile=" + config.toUri()),
                    Program.class,
                    way);
            BufferedReader reader = process.inputReader();
            StringBuilder output = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                output.append(line).append('\n');
                if (line.equals("ready")) {
                    // By its handle, which leaves what it prints to be read.
                    process.toHandle().destroy();
                }
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s", output).isTrue();

            assertThat(backend.loki().count()).as("%s", output).isEqualTo(500);
            assertThat(backend.loki().streams())
                    .allMatch(labels -> labels.get("service_name").equals(Program.class.getName()));
            assertThat(output.toString()).doesNotContain("ERROR", "Penstock: ");
        }
    }
}
