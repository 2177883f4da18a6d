package dev.penstock.buffer.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DirectoryLockTest {

    @TempDir
    Path directory;

    private SegmentLog open() throws IOException {
        return SegmentLog.open(directory, 1 << 20, new Heard());
    }

    @Test
    void aSecondLogInTheProcessIsRefused() throws IOException {
        try (SegmentLog log = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining(
                            "this process (pid " + ProcessHandle.current().pid() + ")");
            assertThat(log.recovered()).isEmpty();
        }
        open().close();
    }

    @Test
    void aLinkDoesNotHideThatTheDirectoryIsInUse() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory);
        try (SegmentLog log = open()) {
            assertThatThrownBy(() -> SegmentLog.open(link, 1 << 20, new Heard()))
                    .isInstanceOf(DirectoryInUseException.class);
            assertThat(log.recovered()).isEmpty();
        }
    }

    @Test
    void anotherProcessIsRefusedAlsoAfterARefusalInThisOne() throws IOException, InterruptedException {
        try (SegmentLog log = open()) {
            // On POSIX the lock is gone as soon as the process closes any descriptor of the file.
            assertThatThrownBy(this::open).isInstanceOf(DirectoryInUseException.class);
            Process other = HoldingProcess.start(directory);
            String said = other.inputReader().readLine();
            assertThat(other.waitFor()).isZero();
            assertThat(said)
                    .contains("in use by another process (pid "
                            + ProcessHandle.current().pid() + ")");
            assertThat(log.recovered()).isEmpty();
        }
    }

    @Test
    void theDirectoryOfAKilledProcessCanBeTakenOver() throws IOException, InterruptedException {
        Process other = HoldingProcess.start(directory);
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("holding");
            assertThatThrownBy(this::open)
                    .isInstanceOf(DirectoryInUseException.class)
                    .hasMessageContaining("another process (pid " + other.pid() + ")");
        } finally {
            other.destroyForcibly().waitFor();
        }
        try (SegmentLog log = open()) {
            assertThat(log.recovered()).extracting(StoredBatch::records).containsExactly(42);
            assertThat(log.read(log.recovered().get(0))).isEqualTo(Bodies.body(42, 500));
        }
    }

    @Test
    void aFailedOpenGivesTheDirectoryFree() throws IOException {
        assertThatThrownBy(() -> SegmentLog.open(directory, 1_000, 100, new Heard(), FaultyDisk.failingAt(1, 0)))
                .isInstanceOf(IOException.class);
        open().close();
    }
}
