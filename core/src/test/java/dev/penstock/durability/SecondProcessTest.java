package dev.penstock.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.LogShipper;
import dev.penstock.Shipper;
import dev.penstock.diagnostics.DiagnosticListener.Severity;
import dev.penstock.health.Health;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.settings.Durability;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A buffer directory belongs to one shipper at a time, and one that cannot be used costs safety, not records. */
@ExtendWith(EmbeddedBackendExtension.class)
class SecondProcessTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final EmbeddedBackend backend;
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    SecondProcessTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    /** Logs whatever it is told, and ends when it is told. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws IOException {
            LogShipper shipper = LogShipper.builder(args[0])
                    .settings(s -> s.bufferDirectory(Path.of(args[1])).durability(Durability.EVENT))
                    .build();
            Child.say("started");
            int read = System.in.read();
            while (read != 'e') {
                if (read == 'l') {
                    log(shipper, "of the first");
                    Child.say("flushed " + shipper.flush(LONG));
                }
                read = System.in.read();
            }
            shipper.close();
        }
    }

    private static void log(LogShipper shipper, String line) {
        shipper.log(Instant.now(), Map.of("app", "shop"), line, Map.of());
    }

    private LogShipper start(Path directory, Durability durability) {
        return LogShipper.builder(backend.url())
                .settings(s -> s.bufferDirectory(directory)
                        .durability(durability)
                        .batchWait(Duration.ofMillis(10))
                        .batchSize(256 << 10)
                        .bufferDirectorySize(1 << 20))
                .listener((severity, message) -> {
                    if (severity == Severity.WARN) {
                        warnings.add(message);
                    }
                })
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSecondProcessIsRefusedUntilTheFirstHasEnded(boolean killed) {
        Path directory = folder.resolve("buffer");
        try (Child first = Child.start(Program.class, backend.url(), directory)) {
            first.await("started");
            for (Durability each : List.of(Durability.BATCH, Durability.EVENT)) {
                assertThatThrownBy(() -> start(directory, each))
                        .isInstanceOf(SettingException.class)
                        .hasMessageContainingAll("bufferDirectory", directory.toString(), "pid " + first.pid());
            }
            first.tell("l");
            assertThat(first.await("flushed")).isEqualTo("true");
            if (killed) {
                first.kill();
            } else {
                first.tell("e");
                assertThat(first.awaitEnd()).isZero();
            }
            assertWorks(directory);
        }
        assertThat(backend.loki().entries()).extracting(each -> each.line()).containsExactly("of the first", "a line");
    }

    @Test
    void aSecondShipperOfThisProcessIsRefusedUntilTheFirstIsClosed() throws IOException {
        Path directory = folder.resolve("buffer");
        Path another = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(directory));
        LogShipper first = start(directory, Durability.BATCH);
        for (Path each : List.of(directory, another)) {
            assertThatThrownBy(() -> start(each, Durability.BATCH))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContainingAll(
                            "bufferDirectory",
                            each.toString(),
                            "pid " + ProcessHandle.current().pid());
        }
        log(first, "of the first");
        assertThat(first.flush(LONG)).isTrue();
        assertThat(first.health()).isEqualTo(Health.UP);
        first.close();
        assertWorks(directory);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aShipperThatCannotStartGivesTheDirectoryBack() {
        Path directory = folder.resolve("buffer");
        ShipperSettings settings = ShipperSettings.builder()
                .url(backend.url())
                .bufferDirectory(directory)
                .build();
        assertThatThrownBy(() -> Shipper.start(
                        "loki",
                        settings,
                        new StreamDefaults(Map.of(), "shop"),
                        () -> {
                            throw new IllegalStateException("a layout that cannot be made");
                        },
                        (severity, message) -> {}))
                .hasMessage("a layout that cannot be made");
        assertWorks(directory);
    }

    private void assertWorks(Path directory) {
        LogShipper second = start(directory, Durability.BATCH);
        log(second, "a line");
        assertThat(second.flush(LONG)).isTrue();
        second.close();
        assertThat(second.stats().delivered()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BATCH", "EVENT"})
    void whereTheDirectoryShouldBeIsAFile(Durability durability) throws IOException {
        assertMemoryIsUsed(Files.writeString(folder.resolve("buffer"), "a file"), durability);
    }

    @ParameterizedTest
    @EnumSource(names = {"BATCH", "EVENT"})
    void theDirectoryIsReadOnly(Durability durability) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("buffer"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        Assumptions.assumeFalse(Files.isWritable(directory), "this user may write everywhere");
        assertMemoryIsUsed(directory, durability);
    }

    private void assertMemoryIsUsed(Path directory, Durability durability) {
        backend.stop();
        LogShipper shipper = start(directory, durability);
        assertThat(warnings).singleElement().asString().contains("bufferDirectory", directory.toString(), "memory");
        assertThat(shipper.health().status()).isEqualTo(Health.Status.DEGRADED);
        for (int i = 0; i < 100; i++) {
            log(shipper, "line " + i);
        }
        backend.restart();
        assertThat(shipper.flush(LONG)).isTrue();
        assertThat(shipper.health().reason()).contains("bufferDirectory");
        shipper.close();
        assertThat(shipper.stats().delivered()).isEqualTo(100);
        assertThat(backend.loki().count()).isEqualTo(100);
        assertThat(warnings)
                .filteredOn(each -> each.contains("bufferDirectory"))
                .hasSize(1);
    }

    @Test
    void beyondItsSizeTheOldestGiveWayAndAreCounted() {
        backend.stop();
        LogShipper shipper = start(folder.resolve("buffer"), Durability.BATCH);
        Random random = new Random(1);
        int lines = 3_000;
        for (int i = 0; i < lines; i++) {
            byte[] noise = new byte[750];
            random.nextBytes(noise);
            log(shipper, i + " " + Base64.getEncoder().encodeToString(noise));
        }
        await().atMost(LONG).until(() -> shipper.stats().dropped() > 0);
        assertThat(shipper.flush(Duration.ofMillis(1))).isFalse();
        backend.restart();
        assertThat(shipper.flush(LONG)).isTrue();
        shipper.close();
        Stats stats = shipper.stats();
        assertThat(stats.dropped())
                .isEqualTo(stats.dropped(DropReason.BUFFER_FULL))
                .isPositive();
        assertThat(stats.delivered() + stats.dropped()).isEqualTo(lines);
        assertThat(backend.loki().count()).isEqualTo(stats.delivered());
        assertThat(backend.loki().entries().get((int) stats.delivered() - 1).line())
                .startsWith(lines - 1 + " ");
    }
}
