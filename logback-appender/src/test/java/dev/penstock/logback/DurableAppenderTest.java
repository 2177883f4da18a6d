package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.JobScope;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.health.Health;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.StoredEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/** The appender with a buffer directory, and how it says how it is. */
@ExtendWith(EmbeddedBackendExtension.class)
class DurableAppenderTest {

    private static final List<String> HEARD = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private final EmbeddedBackend backend;

    DurableAppenderTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    /** Named in a configuration. */
    public static final class Listener implements DiagnosticListener {
        @Override
        public void onMessage(Severity severity, String message) {
            HEARD.add(severity + " " + message);
        }
    }

    @BeforeEach
    void forget() {
        HEARD.clear();
    }

    private String elements(String durability) {
        return "<url>" + backend.url() + "</url><bufferDirectory>" + directory + "</bufferDirectory><durability>"
                + durability + "</durability><batchWait>20ms</batchWait><drainTimeout>100ms</drainTimeout>"
                + "<listener class=\"" + Listener.class.getName() + "\"/>";
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "event"})
    void whatALongOutageLeavesIsDeliveredByTheNextRun(String durability) {
        backend.stop();
        try (Logs logs = Logs.with(elements(durability))) {
            MDC.put("user", "jörg 😀");
            for (int i = 0; i < 100; i++) {
                logs.logger("shop").info("line {}", i);
            }
            MDC.clear();
            await().until(() -> logs.appender().stats().onDisk() == 100);
            assertThat(logs.appender().health().status()).isEqualTo(Health.Status.DEGRADED);
        }
        assertThat(HEARD).last().asString().contains("kept on disk 100", "delivered 0");

        backend.restart();
        try (Logs logs = Logs.with(elements(durability))) {
            logs.logger("shop").info("line 100");
            logs.flush();
            assertThat(logs.appender().stats().delivered()).isEqualTo(101);
            assertThat(logs.appender().health()).isEqualTo(Health.UP);
        }
        assertThat(backend.loki().entries())
                .extracting(StoredEntry::line)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, 100).mapToObj(i -> "line " + i).toList());
        assertThat(backend.loki().entries().get(0).structuredMetadata()).containsEntry("user", "jörg 😀");
        assertThat(directory).isDirectoryNotContaining(file -> !file.endsWith("penstock.lock"));
    }

    @Test
    void aSecondAppenderOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() {
        try (Logs first = Logs.with(elements("batch"));
                Logs second = Logs.with(elements("batch"))) {
            second.logger("shop").info("not shipped");
            first.logger("shop").info("shipped");
            first.flush();

            assertThat(second.warnings())
                    .anyMatch(message -> message.contains("bufferDirectory '" + directory)
                            && message.contains("in use by")
                            && message.contains(
                                    Long.toString(ProcessHandle.current().pid())));
            assertThat(second.appender().health().status()).isEqualTo(Health.Status.DOWN);
            assertThat(second.appender().health().reason()).contains("bufferDirectory");
            assertThat(second.errors()).isEmpty();
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("shipped");
    }

    @Test
    void aDirectoryThatCannotBeOneCostsSafetyOnly() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        try (Logs logs =
                Logs.with(elements("event").replace(directory + "</bufferDirectory>", file + "</bufferDirectory>"))) {
            logs.logger("shop").info("shipped");
            logs.flush();

            assertThat(logs.warnings())
                    .filteredOn(text -> text.contains("bufferDirectory"))
                    .hasSize(1);
            assertThat(logs.appender().health().status()).isEqualTo(Health.Status.DEGRADED);
        }
        assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("shipped");
    }

    @Test
    void healthSaysWhatSomebodyHasToMend() {
        backend.faults().always(Fault.status(401).body("no org id"));
        try (Logs logs = Logs.with(elements("batch"))) {
            logs.logger("shop").info("line");
            await().until(() -> logs.appender().health().status() == Health.Status.DOWN);
            assertThat(logs.appender().health().reason()).contains("401", "no org id", backend.url());

            backend.faults().clear();
            logs.flush();
            assertThat(logs.appender().health()).isEqualTo(Health.UP);
        }
        assertThat(HEARD).anyMatch(message -> message.startsWith("WARN") && message.contains("set tenantId"));
        assertThat(HEARD).anyMatch(message -> message.startsWith("INFO") && message.contains("again"));
    }

    @Test
    void aJobSendsEverythingAtItsEndAlsoWhenItThrows() {
        try (Logs logs = Logs.with("<url>" + backend.url() + "</url><batchWait>10m</batchWait>")) {
            try (JobScope job = JobScope.open(Duration.ofSeconds(20))) {
                logs.logger("job").info("half done");
                throw new IllegalStateException("the job fails");
            } catch (IllegalStateException e) {
                assertThat(backend.loki().entries())
                        .extracting(StoredEntry::line)
                        .containsExactly("half done");
            }
        }
    }

    @Test
    void debugIsShedFirstAndErrorsLast() {
        backend.faults().always(Fault.noAnswer());
        try (Logs logs =
                Logs.with("<url>" + backend.url() + "</url><overflow>shed</overflow><bufferSize>1MiB</bufferSize>"
                        + "<batchWait>10m</batchWait><batchSize>64KiB</batchSize><drainTimeout>0s</drainTimeout>"
                        + "<flushLevel>OFF</flushLevel>")) {
            int debug = 0;
            int info = 0;
            String text = "x".repeat(2000);
            while (logs.appender().stats().dropped() == 0) {
                logs.logger("shop").debug(text + debug++);
            }
            long droppedDebug = logs.appender().stats().dropped();
            logs.logger("shop").info("info gets through");
            assertThat(logs.appender().stats().dropped()).isEqualTo(droppedDebug);
            while (logs.appender().stats().dropped() == droppedDebug) {
                logs.logger("shop").info(text + info++);
            }
            long droppedInfo = logs.appender().stats().dropped();
            logs.logger("shop").error("errors get through");

            assertThat(logs.appender().stats().dropped()).isEqualTo(droppedInfo);
            assertThat(debug).isGreaterThan(10);
            assertThat(info).isGreaterThan(10);
        }
    }
}
