package dev.penstock.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.with;

import dev.penstock.LogShipper;
import dev.penstock.ledger.DropReason;
import dev.penstock.settings.Durability;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** With durability=event the journal is a second place that can be full; the overflow policy holds there too. */
@ExtendWith(EmbeddedBackendExtension.class)
class FullJournalTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String LINE = "x".repeat(10_000);

    @TempDir
    Path folder;

    private final EmbeddedBackend backend;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    FullJournalTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private LogShipper start(OverflowPolicy overflow) {
        return LogShipper.builder(backend.url())
                .settings(s -> s.bufferDirectory(folder.resolve("buffer"))
                        .durability(Durability.EVENT)
                        .overflow(overflow)
                        .maxBlock(LONG)
                        .batchWait(Duration.ofMinutes(10))
                        .bufferSize(1 << 20))
                .listener((severity, message) -> messages.add(message))
                .build();
    }

    private static void log(LogShipper shipper, String line) {
        shipper.log(Instant.now(), Map.of("app", "shop"), line, Map.of());
    }

    private static boolean isTaken(LogShipper shipper) {
        long refused = shipper.stats().dropped();
        log(shipper, LINE);
        return shipper.stats().dropped() == refused;
    }

    @Test
    void aJournalThatFillsClosesBatchesLongBeforeBatchWait() {
        try (LogShipper shipper = start(OverflowPolicy.DROP_NEWEST)) {
            // More than it holds, and fewer than would wake the shipping thread by their number.
            for (int i = 0; i < 100; i++) {
                with().pollInterval(Duration.ofMillis(2)).await().atMost(LONG).until(() -> isTaken(shipper));
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.stats().delivered()).isEqualTo(100);
        }
    }

    @Test
    void whoMayBlockWaitsForRoomInTheJournal() {
        try (LogShipper shipper = start(OverflowPolicy.BLOCK)) {
            for (int i = 0; i < 20_000; i++) {
                log(shipper, "line " + i);
            }
            for (int i = 0; i < 200; i++) {
                log(shipper, LINE);
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.stats().delivered()).isEqualTo(20_200);
            assertThat(shipper.stats().dropped()).isZero();
        }
    }

    @Test
    void whatNeverFitsIntoTheJournalIsTooLargeAndSaid() {
        try (LogShipper shipper = start(OverflowPolicy.BLOCK)) {
            log(shipper, "y".repeat(200_000));
            assertThat(shipper.stats().dropped(DropReason.TOO_LARGE)).isEqualTo(1);
            with().await()
                    .atMost(LONG)
                    .until(() ->
                            messages.stream().anyMatch(message -> message.contains("1 records dropped as too_large")));
        }
    }

    @Test
    void whatAnEarlierRunJournaledDoesNotGiveWayToYoungerRecords() throws IOException {
        Path directory = folder.resolve("buffer");
        backend.stop();
        try (Child child = Child.start(ShutdownTest.Program.class, backend.url(), directory, "halt")) {
            assertThat(child.awaitEnd()).isZero();
        }
        // Warned of before the other is read, which holds the shipping thread up until the buffer is full.
        Files.writeString(directory.resolve("events-0000000000000000.journal"), "not a journal");
        CountDownLatch full = new CountDownLatch(1);
        LogShipper shipper = LogShipper.builder(backend.url())
                .settings(s -> s.bufferDirectory(directory).bufferSize(64 << 10))
                .listener((severity, message) -> {
                    if (message.contains("left alone")) {
                        awaitUninterrupted(full);
                    }
                })
                .build();
        try (shipper) {
            while (shipper.stats().dropped() == 0) {
                log(shipper, "younger");
            }
            full.countDown();
            backend.restart();
            assertThat(shipper.flush(LONG)).isTrue();
        }
        assertThat(shipper.stats().dropped(DropReason.BUFFER_FULL)).isZero();
        assertThat(backend.loki().entries())
                .filteredOn(each -> each.line().startsWith("line "))
                .hasSize(ShutdownTest.LINES);
    }

    @Test
    void aJournalThatCannotBeMadeDoesNotKeepTheLastOnesRecordsBack() throws IOException {
        Path directory = folder.resolve("buffer");
        backend.stop();
        try (Child child = Child.start(ShutdownTest.Program.class, backend.url(), directory, "halt")) {
            assertThat(child.awaitEnd()).isZero();
        }
        backend.restart();
        // Cannot be deleted, as it would have to be first.
        Path obstacle = directory.resolve("events-00000000000000ff.journal.new");
        Files.createFile(Files.createDirectory(obstacle).resolve("a file"));
        try (LogShipper shipper = start(OverflowPolicy.DROP_NEWEST)) {
            assertThat(shipper.health().reason()).contains("bufferDirectory");
            assertThat(shipper.flush(LONG)).isTrue();
        }
        assertThat(backend.loki().count()).isEqualTo(ShutdownTest.LINES);
        assertThat(directory).isDirectoryNotContaining("glob:**.journal");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
