package dev.penstock.buffer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentLogTest {

    private static final long MAX_BYTES = 1 << 20;

    @TempDir
    Path temporary;

    private Path directory;
    private final Heard heard = new Heard();

    @BeforeEach
    void chooseDirectory() {
        directory = temporary.resolve("missing/parents/buffer");
    }

    private SegmentLog open() throws IOException {
        return SegmentLog.open(directory, MAX_BYTES, heard);
    }

    /** A log with small segments that forces nothing. */
    private SegmentLog open(long maxBytes, long segmentBytes) throws IOException {
        return SegmentLog.open(directory, maxBytes, segmentBytes, heard, FaultyDisk.sound());
    }

    @Test
    void whatWasAppendedCanBeRead() throws IOException {
        try (SegmentLog log = open()) {
            StoredBatch batch = log.append("shop", Bodies.body(1, 300), 7, 1234);

            assertThat(log.read(batch)).isEqualTo(Bodies.body(1, 300));
            assertThat(batch.tenant()).isEqualTo("shop");
            assertThat(batch.records()).isEqualTo(7);
            assertThat(batch.bytes()).isEqualTo(300);
            assertThat(batch.closedAtEpochMillis()).isEqualTo(1234);
            assertThat(batch).hasToString("0000000000000001.batches@24[7 records, 300 bytes]");
        }
    }

    @Test
    void pendingBatchesAreRecoveredInTheOrderOfAppend() throws IOException {
        try (SegmentLog log = open(100_000, 1_000)) {
            for (int i = 1; i <= 20; i++) {
                StoredBatch batch = log.append(null, Bodies.body(i, 150), i, i);
                if (i % 3 == 0) {
                    log.settle(batch);
                }
            }
        }
        try (SegmentLog log = open(100_000, 1_000)) {
            assertThat(log.recovered())
                    .extracting(StoredBatch::records)
                    .containsExactly(1, 2, 4, 5, 7, 8, 10, 11, 13, 14, 16, 17, 19, 20);
            assertThat(log.recovery())
                    .isEqualTo(new Recovery(14, 147, 0, List.of(), 0, 0, List.of()))
                    .returns("14 batches (147 records) from an earlier run will be delivered", Recovery::message);
            for (StoredBatch each : log.recovered()) {
                assertThat(log.read(each)).isEqualTo(Bodies.body(each.records(), 150));
            }
        }
    }

    @Test
    void tenantsSurvive() throws IOException {
        String[] tenants = {null, "", "shop", "日本語 \uD83D\uDE00 ü\n", "x".repeat(65_535)};
        try (SegmentLog log = open()) {
            for (String each : tenants) {
                log.append(each, new byte[0], 0, Long.MIN_VALUE);
            }
        }
        try (SegmentLog log = open()) {
            assertThat(log.recovered()).extracting(StoredBatch::tenant).containsExactly(tenants);
        }
    }

    @Test
    void anOverlongTenantIsRefused() throws IOException {
        try (SegmentLog log = open()) {
            assertThatThrownBy(() -> log.append("ü".repeat(32_768), new byte[1], 1, 0))
                    .isInstanceOf(BatchTooLargeException.class)
                    .hasMessage("a tenant of 65536 bytes is longer than 65535 bytes");
        }
    }

    @Test
    void recoveredBatchesOfATenantShareItsName() throws IOException {
        try (SegmentLog log = open()) {
            log.append("shop", new byte[1], 1, 0);
            log.append("shop", new byte[1], 1, 0);
        }
        try (SegmentLog log = open()) {
            List<StoredBatch> found = log.recovered();
            assertThat(found.get(0).tenant()).isSameAs(found.get(1).tenant());
        }
    }

    @Test
    void aLogWithNothingPendingLeavesNoSegment() throws IOException {
        try (SegmentLog log = open()) {
            assertThat(log.recovery().isEmpty()).isTrue();
        }
        assertThat(Bodies.segments(directory)).isEmpty();
        try (SegmentLog log = open()) {
            StoredBatch first = log.append(null, Bodies.body(1, 10), 1, 0);
            StoredBatch second = log.append(null, Bodies.body(2, 10), 1, 0);
            log.settle(second);
            log.settle(second);
            assertThat(log.bytes()).isPositive().isEqualTo(Bodies.size(directory));
            log.settle(first);
            assertThat(log.bytes()).isZero();
            assertThat(Bodies.segments(directory)).isEmpty();
            log.settle(log.append(null, Bodies.body(3, 10), 1, 0));
        }
        try (var files = Files.list(directory)) {
            assertThat(files.map(each -> each.getFileName().toString())).containsExactly(DirectoryLock.FILE_NAME);
        }
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    void theOldestSegmentsMakeRoom() throws IOException {
        try (SegmentLog log = open(5_000, 1_000)) {
            List<StoredBatch> appended = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                appended.add(log.append("t", Bodies.body(i, 200), i, i));
                if (i == 50) {
                    log.settle(appended.get(49));
                }
                assertThat(log.bytes()).isEqualTo(Bodies.size(directory)).isLessThanOrEqualTo(5_000);
            }
            // 4 of 234 bytes fit into a segment, 5 segments into the log.
            assertThat(heard.evicted)
                    .hasSize(79)
                    .doesNotContain(appended.get(49))
                    .isSubsetOf(appended.subList(0, 80));
            assertThatThrownBy(() -> log.read(appended.get(0)))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("evicted");
            log.settle(appended.get(0));
            assertThat(log.read(appended.get(80))).isEqualTo(Bodies.body(80, 200));
        }
    }

    @Test
    void theOnlySegmentMakesRoomToo() throws IOException {
        try (SegmentLog log = open(500, 1_000)) {
            StoredBatch first = log.append(null, Bodies.body(1, 300), 1, 0);
            StoredBatch second = log.append(null, Bodies.body(2, 300), 1, 0);
            assertThat(heard.evicted).containsExactly(first);
            assertThat(log.read(second)).isEqualTo(Bodies.body(2, 300));
        }
    }

    @Test
    void aLogThatIsNowTooLargeShrinksAtTheNextAppend() throws IOException {
        try (SegmentLog log = open(10_000, 1_000)) {
            for (int i = 0; i < 30; i++) {
                log.append(null, Bodies.body(i, 200), i, i);
            }
        }
        try (SegmentLog log = open(3_000, 1_000)) {
            assertThat(log.recovered()).hasSize(30);
            log.append(null, Bodies.body(30, 200), 30, 30);
            assertThat(log.bytes()).isLessThanOrEqualTo(3_000);
            assertThat(heard.evicted.size() + log.recovered().size()).isEqualTo(30);
        }
    }

    @Test
    void aBatchThatCanNeverFitIsRefusedAndEvictsNothing() throws IOException {
        try (SegmentLog log = open(2_000, 1_000)) {
            StoredBatch first = log.append(null, Bodies.body(1, 300), 1, 0);
            assertThatThrownBy(() -> log.append(null, new byte[2_000], 1, 0))
                    .isInstanceOf(BatchTooLargeException.class)
                    .hasMessageContaining("a batch of 2033 bytes is larger than the buffer directory");
            assertThat(heard.evicted).isEmpty();
            assertThat(log.read(first)).isEqualTo(Bodies.body(1, 300));
            log.append(null, Bodies.body(2, 2_000 - 24 - 33), 1, 0);
            assertThat(log.bytes()).isEqualTo(2_000);
        }
    }

    @Test
    void aBatchLargerThanASegmentHasOneOfItsOwn() throws IOException {
        try (SegmentLog log = open(100_000, 1_000)) {
            log.append(null, Bodies.body(1, 100), 1, 0);
            StoredBatch large = log.append(null, Bodies.body(2, 10_000), 1, 0);
            log.append(null, Bodies.body(3, 100), 1, 0);
            assertThat(Bodies.segments(directory)).hasSize(3);
            assertThat(log.read(large)).isEqualTo(Bodies.body(2, 10_000));
        }
    }

    @Test
    void anInterruptedThreadGoesOn() throws IOException {
        try (SegmentLog log = open()) {
            Thread.currentThread().interrupt();
            StoredBatch first = log.append(null, Bodies.body(1, 100), 1, 0);
            StoredBatch second = log.append(null, Bodies.body(2, 100), 1, 0);
            assertThat(log.read(first)).isEqualTo(Bodies.body(1, 100));
            log.settle(first);
            assertThat(log.read(second)).isEqualTo(Bodies.body(2, 100));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(heard.troubles).isEmpty();
        Thread.currentThread().interrupt();
        try (SegmentLog log = open()) {
            assertThat(log.recovered()).hasSize(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void interruptsInTheMiddleAreSurvived() throws IOException, InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        Thread victim = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            while (!done.get()) {
                victim.interrupt();
                Thread.onSpinWait();
            }
        });
        try (SegmentLog log = open()) {
            interrupter.start();
            try {
                for (int i = 0; i < 100; i++) {
                    StoredBatch batch = log.append(null, Bodies.body(i, 100), 1, 0);
                    assertThat(log.read(batch)).isEqualTo(Bodies.body(i, 100));
                    log.settle(batch);
                }
            } finally {
                done.set(true);
                while (interrupter.isAlive()) {
                    // Join would end at the very interrupts that are being waited out.
                    Thread.onSpinWait();
                }
                boolean unused = Thread.interrupted();
            }
        }
        assertThat(heard.troubles).isEmpty();
    }

    @Test
    void filesAreForTheirOwnerOnly() throws IOException {
        assumeThat(temporary.getFileSystem().supportedFileAttributeViews()).contains("posix");
        try (SegmentLog log = open()) {
            log.append(null, new byte[1], 1, 0);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            try (var files = Files.list(directory)) {
                assertThat(files.toList())
                        .hasSize(2)
                        .allSatisfy(
                                each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void aLinkToADirectoryIsADirectory() throws IOException {
        Path link = temporary.resolve("link");
        Files.createSymbolicLink(link, Files.createDirectory(temporary.resolve("real")));
        for (Path each : List.of(link, link.resolve("below"))) {
            try (SegmentLog log = SegmentLog.open(each, MAX_BYTES, heard)) {
                log.append(null, new byte[1], 1, 0);
            }
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedIsSaid() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));
        assertThatThrownBy(() -> SegmentLog.open(file, MAX_BYTES, heard))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot use the buffer directory " + file + ": ");
        assertThatThrownBy(() -> SegmentLog.open(directory, 1_000, 100, heard, FaultyDisk.failingAt(0, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("createDirectory");
        assertThatThrownBy(() -> SegmentLog.open(directory, 1_000, 100, heard, FaultyDisk.failingAt(1, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("list");
        open().close();
    }

    @Test
    void aFailedAppendNamesTheFileAndTheNextOneSucceeds() throws IOException {
        FaultyDisk disk = FaultyDisk.failingAt(6, 0);
        try (SegmentLog log = SegmentLog.open(directory, MAX_BYTES, 1_000, heard, disk)) {
            assertThatThrownBy(() -> log.append(null, Bodies.body(1, 100), 1, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("cannot write to .*0000000000000001\\.batches: .*injected: write");
            assertThat(log.bytes()).isZero();
            assertThat(Bodies.segments(directory)).isEmpty();
            StoredBatch batch = log.append(null, Bodies.body(2, 100), 1, 0);
            assertThat(log.read(batch)).isEqualTo(Bodies.body(2, 100));
        }
    }

    @Test
    void anAppendThatCannotBeForcedFails() throws IOException {
        FaultyDisk disk = FaultyDisk.failingAt(7, 0);
        try (SegmentLog log = SegmentLog.open(directory, MAX_BYTES, 1_000, heard, disk)) {
            assertThatThrownBy(() -> log.append(null, Bodies.body(1, 100), 1, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("injected: force");
        }
        assertThat(Bodies.segments(directory)).isEmpty();
    }

    @Test
    void aClosedLogRefusesAndTouchesNothing() throws IOException {
        SegmentLog log = open();
        StoredBatch batch = log.append(null, Bodies.body(1, 100), 1, 0);
        log.close();
        log.close();
        assertThatThrownBy(() -> log.append(null, new byte[1], 1, 0)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> log.read(batch)).isInstanceOf(IOException.class);
        log.settle(batch);
        assertThat(heard.troubles).singleElement().asString().contains("after the log was closed");
        try (SegmentLog next = open()) {
            assertThat(next.recovered()).hasSize(1);
        }
    }

    @Test
    void aListenerThatFailsDoesNoHarm() throws IOException {
        SegmentLog.Listener broken = new SegmentLog.Listener() {
            @Override
            public void evicted(StoredBatch batch) {
                throw new IllegalStateException("evicted");
            }

            @Override
            public void trouble(String message) {
                throw new IllegalStateException("trouble");
            }
        };
        try (SegmentLog log = SegmentLog.open(directory, 500, 1_000, broken, FaultyDisk.sound())) {
            log.append(null, Bodies.body(1, 300), 1, 0);
            StoredBatch second = log.append(null, Bodies.body(2, 300), 1, 0);
            assertThat(log.read(second)).isEqualTo(Bodies.body(2, 300));
        }
    }

    @Test
    void impossibleArgumentsAreRefused() throws IOException {
        assertThatThrownBy(() -> SegmentLog.open(directory, 0, heard))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxBytes must be at least 1, was 0");
        try (SegmentLog log = open()) {
            assertThatThrownBy(() -> log.append(null, new byte[1], -1, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void noDescriptorIsLeaked() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeThat(descriptors).exists();
        long before = count(descriptors);
        for (int i = 0; i < 1_000; i++) {
            try (SegmentLog log = open(10_000, 1_000)) {
                for (StoredBatch each : log.recovered()) {
                    assertThat(log.read(each)).hasSize(each.bytes());
                    log.settle(each);
                }
                log.append(null, Bodies.body(i, 100), 1, 0);
                assertThatThrownBy(this::open).isInstanceOf(DirectoryInUseException.class);
            }
        }
        // The test runner itself may open a few.
        assertThat(count(descriptors)).isLessThan(before + 50);
    }

    private static long count(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.count();
        }
    }
}
