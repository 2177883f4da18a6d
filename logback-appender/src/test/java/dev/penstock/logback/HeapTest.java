package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An application with a small heap logs far more than the buffer holds, while the backend accepts and never answers. */
class HeapTest {

    private static final int EVENTS = 10_000_000;
    private static final int LARGE_EVENTS = 2_000;

    /** What the used heap may grow by once the buffer is full. Bytes. */
    private static final long NOISE = 6 << 20;

    /** The application. */
    static final class Program {

        private static final Logger LOGGER = LoggerFactory.getLogger("heap");
        private static int logged;

        private Program() {}

        public static void main(String[] args) throws IOException {
            LokiAppender appender = new LokiAppender();
            appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
            appender.setName("LOKI");
            appender.setUrl(args[0]);
            appender.setBufferSize("16MiB");
            appender.setRemoteTimeout("2s");
            appender.setMinBackoff("10ms");
            appender.setMaxBackoff("100ms");
            appender.start();
            ch.qos.logback.classic.Logger root =
                    ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
            root.detachAndStopAllAppenders();
            root.addAppender(appender);

            log(EVENTS / 2);
            long full = usedHeap();
            log(EVENTS / 2);
            say("grown", usedHeap() - full);
            String large = "x".repeat(1 << 20);
            for (int i = 0; i < LARGE_EVENTS; i++) {
                LOGGER.warn(large);
            }
            say("ledger", appender.stats());
            say("waiting", "");
            int unused = System.in.read();
            say("drained", appender.flush(Duration.ofMinutes(1)));
            LOGGER.info("marker");
            say("flushed", appender.flush(Duration.ofMinutes(1)));
            say("last", appender.stats());
        }

        private static void say(String word, Object what) {
            System.out.println(word + "=" + (what instanceof Stats stats ? ledger(stats) : what));
        }

        private static String ledger(Stats stats) {
            long forWantOfRoom = stats.dropped(DropReason.QUEUE_FULL)
                    + stats.dropped(DropReason.BUFFER_FULL)
                    + stats.dropped(DropReason.TOO_LARGE);
            boolean balanced = stats.accepted() == stats.delivered() + stats.dropped() + stats.pending();
            return stats.accepted() + " " + stats.delivered() + " " + stats.pending() + " "
                    + (balanced && forWantOfRoom == stats.dropped());
        }

        private static void log(int events) {
            String rest = " order placed by customer ".repeat(8).substring(0, 180);
            for (int i = 0; i < events; i++) {
                long noise = ++logged * 0x9e3779b97f4a7c15L;
                LOGGER.info(Long.toHexString(noise | Long.MIN_VALUE).concat(rest));
            }
        }

        /** The least of some looks: a collection does not take place while snappy holds an array. */
        private static long usedHeap() {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 25; i++) {
                System.gc();
                least = Math.min(
                        least,
                        Runtime.getRuntime().totalMemory()
                                - Runtime.getRuntime().freeMemory());
                LockSupport.parkNanos(20_000_000);
            }
            return least;
        }
    }

    @Test
    void aBackendThatNeverAnswersCostsTheBufferAndNoMore() throws IOException, InterruptedException {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.faults().always(Fault.noAnswer());
            Process process = new ProcessBuilder(List.of(
                            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                            "-Xmx96m",
                            "-XX:+UseSerialGC",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Program.class.getName(),
                            backend.url()))
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader output =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                List<String> said = until(output, "waiting");
                assertThat(Long.parseLong(value(said, "grown"))).isLessThan(NOISE);
                assertThat(value(said, "ledger"))
                        .startsWith(EVENTS + LARGE_EVENTS + " 0 ")
                        .endsWith("true");

                backend.faults().clear();
                try (OutputStream input = process.getOutputStream()) {
                    input.write('\n');
                }
                said = until(output, "last");
                assertThat(value(said, "drained")).isEqualTo("true");
                assertThat(value(said, "flushed")).isEqualTo("true");
                assertThat(value(said, "last"))
                        .startsWith(
                                EVENTS + LARGE_EVENTS + 1 + " " + backend.loki().count() + " 0 ")
                        .endsWith("true");
                assertThat(backend.loki().entries())
                        .last()
                        .satisfies(entry -> assertThat(entry.line()).isEqualTo("marker"));
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
                assertThat(process.exitValue()).isZero();
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private static List<String> until(BufferedReader output, String word) throws IOException {
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith(word + "=")) {
                return said;
            }
        }
        throw new AssertionError("ended without " + word + ": " + said);
    }

    private static String value(List<String> said, String word) {
        return said.stream()
                .filter(line -> line.startsWith(word + "="))
                .map(line -> line.substring(word.length() + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + word + " in " + said));
    }
}
