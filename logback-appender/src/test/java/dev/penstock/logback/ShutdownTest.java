package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import dev.penstock.RunningShippers;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.StoredEntry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * However a program ends, all it logged arrives or is said to be lost, in one last line; and it ends as soon as it would
 * have, or as drainTimeout allows.
 */
@ExtendWith(EmbeddedBackendExtension.class)
class ShutdownTest {

    private static final int LINES = 500;

    /** Where there is no backend: ends the wait for it. */
    private static final Duration DRAIN = Duration.ofSeconds(1);

    /** Where there is one: on a busy machine the first request of a JVM takes its time. */
    private static final Duration LONG_DRAIN = Duration.ofMinutes(1);

    /** What the end of a JVM may take besides, on a busy machine; less than remoteTimeout takes a request. */
    private static final Duration OVERHEAD = Duration.ofSeconds(6);

    @TempDir
    Path folder;

    private final EmbeddedBackend backend;

    ShutdownTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    /** How a program ends. */
    enum Way {
        RETURN,
        EXIT,
        THROW,
        TERM,
        CONTEXT_STOP,
        /** Logback's own shutdown hook, as {@code <shutdownHook/>} configures it, beside ours. */
        LOGBACK_HOOK,
        /** A hook of the application's that logs while the others run. */
        HOOK_THAT_LOGS,
        /** One that goes on when all that was logged so far is delivered, so that ours has nothing left to do. */
        HOOK_THAT_LOGS_LATE,
        /** A framework's hook, which takes longer than drainTimeout before it logs again. */
        FRAMEWORK_HOOK;

        void play() throws InterruptedException {
            switch (this) {
                case RETURN, LOGBACK_HOOK -> {}
                case EXIT -> System.exit(3);
                case THROW -> throw new IllegalStateException("the application failed to start");
                case TERM -> Thread.sleep(Long.MAX_VALUE);
                case CONTEXT_STOP -> ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
                case HOOK_THAT_LOGS -> atExit(() -> log(LINES, 2 * LINES));
                case HOOK_THAT_LOGS_LATE ->
                    atExit(() -> {
                        boolean unused = RunningShippers.flush(LONG_DRAIN);
                        log(LINES, 2 * LINES);
                    });
                case FRAMEWORK_HOOK ->
                    Runtime.getRuntime()
                            .addShutdownHook(new Thread(
                                    () -> {
                                        LockSupport.parkNanos(2 * DRAIN.toNanos());
                                        log(LINES, 2 * LINES);
                                    },
                                    "SpringApplicationShutdownHook"));
            }
        }

        private static void atExit(Runnable work) {
            Runtime.getRuntime().addShutdownHook(new Thread(work));
        }

        int exitCode() {
            return switch (this) {
                case EXIT -> 3;
                case THROW -> 1;
                case TERM -> 143;
                default -> 0;
            };
        }

        int lines() {
            return switch (this) {
                case HOOK_THAT_LOGS, HOOK_THAT_LOGS_LATE, FRAMEWORK_HOOK -> 2 * LINES;
                default -> LINES;
            };
        }
    }

    /** The program. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            log(0, LINES);
            System.out.println("logged");
            Way.valueOf(args[0]).play();
        }
    }

    private static void log(int from, int to) {
        Logger logger = LoggerFactory.getLogger("program");
        for (int i = from; i < to; i++) {
            logger.info("line {}", i);
        }
    }

    /** What a program said, and how long its end took. */
    private record End(List<String> output, int exitCode, Duration took) {

        List<String> lastLines() {
            return output.stream()
                    .filter(line -> line.contains("Penstock: ") && line.contains(": accepted "))
                    .toList();
        }
    }

    private End run(Way way, Duration drain, String settings) throws InterruptedException {
        Path config = folder.resolve("logback.xml");
        Path output = folder.resolve("output");
        try {
            Files.writeString(config, """
                    <configuration>
                      <statusListener class="ch.qos.logback.core.status.OnConsoleStatusListener"/>
                      %s
                      <appender name="LOKI" class="dev.penstock.logback.LokiAppender">
                        <url>%s</url>
                        <drainTimeout>%dms</drainTimeout>
                        %s
                      </appender>
                      <root level="INFO"><appender-ref ref="LOKI"/></root>
                    </configuration>
                    """.formatted(
                    way == Way.LOGBACK_HOOK ? "<shutdownHook/>" : "", backend.url(), drain.toMillis(), settings));
            Process process = new ProcessBuilder(List.of(
                            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            "-Dlogback.configurationFile=" + config,
                            Program.class.getName(),
                            way.name()))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> !process.isAlive() || lines(output).contains("logged"));
            long begin = System.nanoTime();
            if (way == Way.TERM) {
                process.destroy();
            }
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as(() -> lines(output).toString())
                    .isTrue();
            return new End(lines(output), process.exitValue(), Duration.ofNanos(System.nanoTime() - begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertStored(int lines) {
        assertThat(backend.loki().entries())
                .extracting(StoredEntry::line)
                .containsExactlyElementsOf(
                        IntStream.range(0, lines).mapToObj(i -> "line " + i).toList());
    }

    @ParameterizedTest
    @EnumSource
    void allThatAProgramLoggedArrives(Way way) throws InterruptedException {
        Assumptions.assumeFalse(way == Way.TERM && File.separatorChar == '\\', "Windows knows no SIGTERM");
        End end = run(way, LONG_DRAIN, "");
        assertThat(end.exitCode()).as(end.output().toString()).isEqualTo(way.exitCode());
        assertThat(end.took()).isLessThan(LONG_DRAIN);
        assertStored(way.lines());
        assertThat(end.lastLines())
                .as(end.output().toString())
                .singleElement()
                .asString()
                .contains("accepted " + way.lines(), "delivered " + way.lines());
    }

    @Test
    void drainTimeoutBeginsWhenTheFrameworksHookHasEnded() throws InterruptedException {
        backend.stop();
        End end = run(Way.FRAMEWORK_HOOK, DRAIN, "");
        assertThat(end.took()).isGreaterThan(DRAIN.multipliedBy(2));
        assertThat(end.lastLines())
                .as(end.output().toString())
                .singleElement()
                .asString()
                .contains("accepted " + 2 * LINES, "dropped " + 2 * LINES + " as shutdown");
    }

    private void begin(String outage) {
        if (outage.equals("refused")) {
            backend.stop();
        } else {
            backend.faults().always(Fault.noAnswer());
        }
    }

    @ParameterizedTest
    @CsvSource({"RETURN,refused", "THROW,refused", "TERM,black hole", "CONTEXT_STOP,black hole", "LOGBACK_HOOK,refused"
    })
    void withoutABackendAProgramEndsInTimeAndSaysWhatIsLost(Way way, String outage) throws InterruptedException {
        begin(outage);
        End end = run(way, DRAIN, "");
        assertThat(end.exitCode()).isEqualTo(way.exitCode());
        assertThat(end.took()).isLessThan(DRAIN.plusSeconds(1).plus(OVERHEAD));
        assertThat(end.lastLines())
                .as(end.output().toString())
                .singleElement()
                .asString()
                .contains("WARN", "delivered 0", "dropped " + LINES + " as shutdown");
    }

    @ParameterizedTest
    @CsvSource({"RETURN,refused", "THROW,refused", "TERM,black hole", "CONTEXT_STOP,black hole", "LOGBACK_HOOK,refused"
    })
    void whatIsLeftOnDiskIsDeliveredByTheNextRun(Way way, String outage) throws InterruptedException {
        String settings = "<bufferDirectory>" + folder.resolve("buffer") + "</bufferDirectory>";
        begin(outage);
        End end = run(way, DRAIN, settings);
        assertThat(end.took()).isLessThan(DRAIN.plusSeconds(1).plus(OVERHEAD));
        assertThat(end.lastLines())
                .as(end.output().toString())
                .singleElement()
                .asString()
                .contains("delivered 0", "kept on disk " + LINES);
        backend.faults().clear();
        backend.restart();
        End next = run(Way.RETURN, LONG_DRAIN, settings);
        assertThat(next.lastLines()).singleElement().asString().contains("delivered " + 2 * LINES);
        assertThat(backend.loki().count()).isEqualTo(2 * LINES);
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).startsWith("line 0", "line 1");
    }
}
