package dev.penstock.spring.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.EmbeddedBackend;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Applications in JVMs of their own, which end at once. */
class EndOfJvmTest {

    @TempDir
    Path directory;

    /** A job. */
    static final class Job {

        private Job() {}

        public static void main(String[] args) {
            ConfigurableApplicationContext context =
                    Applications.shop(LogShippingTest.SayingGoodbye.class).run(args);
            LoggerFactory.getLogger(Job.class).info("done");
            System.exit(SpringApplication.exit(context));
        }
    }

    /** A service that is told to stop. */
    static final class Service {

        private Service() {}

        public static void main(String[] args) {
            Applications.shop(LogShippingTest.SayingGoodbye.class).run(args);
            LoggerFactory.getLogger(Service.class).info("done");
            // As SIGTERM does it.
            System.exit(0);
        }
    }

    /** An application whose start fails. */
    static final class Failure {

        private Failure() {}

        public static void main(String[] args) {
            Applications.shop(LogShippingTest.Failing.class).run(args);
        }
    }

    /** An application that ends the JVM before it is ready. */
    static final class Impatient {

        private Impatient() {}

        public static void main(String[] args) {
            LogShippingTest.Working.arrival = () -> {
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(() -> LoggerFactory.getLogger(Job.class).info("lights out")));
                LoggerFactory.getLogger(Job.class).info("done");
                System.exit(0);
            };
            Applications.shop(LogShippingTest.Working.class, LogShippingTest.SayingGoodbye.class)
                    .run(args);
        }
    }

    private List<String> run(Class<?> main, String... more) throws IOException, InterruptedException {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            File output = Files.createTempFile(directory, "out", ".txt").toFile();
            List<String> command = new ArrayList<>(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            "-Dexpected.logging.system=" + Applications.loggingSystem(),
                            main.getName(),
                            "--spring.application.name=shop",
                            "--spring.docker.compose.enabled=false",
                            "--spring.devtools.restart.enabled=false",
                            "--penstock.loki.batch-wait=1m",
                            "--penstock.loki.url=" + backend.url()));
            command.addAll(List.of(more));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as(() -> text(output))
                    .isTrue();
            List<String> lines = Applications.lines(backend);
            assertThat(lines).as(() -> text(output)).isNotEmpty().doesNotHaveDuplicates();
            return lines;
        }
    }

    private static String text(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aJobShipsItsLastLines() throws Exception {
        assertThat(run(Job.class)).contains("done", "goodbye").anyMatch(each -> each.startsWith("Starting "));
    }

    @Test
    void aServiceShipsWhatItSaysWhileItStops() throws Exception {
        assertThat(run(Service.class)).contains("done", "goodbye");
    }

    @Test
    void anApplicationThatIsNotReadyYetShipsItsLines() throws Exception {
        assertThat(run(Impatient.class))
                .contains("done", "goodbye")
                .anyMatch(each -> each.startsWith("Starting "));
    }

    /** As in a servlet container: Spring Boot does not end the logging system then. */
    @Test
    void noHookOfSpringBootsIsNeededForThat() throws Exception {
        assertThat(run(Impatient.class, "--logging.register-shutdown-hook=false"))
                .contains("done", "goodbye", "lights out")
                .anyMatch(each -> each.startsWith("Starting "));
    }

    @Test
    void aFailedStartShipsTheFailure() throws Exception {
        assertThat(run(Failure.class)).anyMatch(each -> each.contains("the cellar is flooded"));
    }
}
