package dev.penstock.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.LogShipper;
import dev.penstock.Shipper;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.Durability;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Closing has one deadline, leaves nothing behind and nothing unsaid, whatever the backend does. */
@ExtendWith(EmbeddedBackendExtension.class)
class ShutdownTest {

    static final int LINES = 1_000;
    private static final Duration DRAIN = Duration.ofMillis(800);

    /**
     * What closing may take: its deadline, one second for threads that were told to give up, and three for a busy machine.
     * Whoever waited for a request to time out would take longer.
     */
    private static final Duration LONGEST = DRAIN.plusSeconds(4);

    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final EmbeddedBackend backend;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    ShutdownTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    /** How a backend is when a shipper is closed. */
    enum Backend {
        HEALTHY,
        SLOW,
        DEAD,
        BLACK_HOLE,
        RATE_LIMITED,
        FAILING,
        UNAUTHORIZED;

        void play(EmbeddedBackend backend) {
            switch (this) {
                case HEALTHY -> backend.faults().clear();
                case SLOW -> backend.faults().always(Fault.delay(Duration.ofMillis(100)));
                case DEAD -> backend.stop();
                case BLACK_HOLE -> backend.faults().always(Fault.noAnswer());
                case RATE_LIMITED -> backend.faults().always(Fault.status(429).retryAfter("60"));
                case FAILING -> backend.faults().always(Fault.status(500));
                case UNAUTHORIZED -> backend.faults().always(Fault.status(401));
            }
        }

        boolean delivers() {
            return this == HEALTHY || this == SLOW;
        }
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Backend each : Backend.values()) {
            for (Durability durability : Durability.values()) {
                cases.add(Arguments.of(each, durability));
            }
        }
        return cases.stream();
    }

    private LogShipper start(Durability durability, Duration drain) {
        return LogShipper.builder(backend.url())
                .settings(s -> s.bufferDirectory(durability == Durability.NONE ? null : folder.resolve("buffer"))
                        .durability(durability)
                        .bufferSize(1 << 20)
                        .batchWait(Duration.ofMillis(20))
                        .drainTimeout(drain))
                .listener((severity, message) -> messages.add(message))
                .build();
    }

    private static void log(LogShipper shipper, int from, int to) {
        for (int i = from; i < to; i++) {
            shipper.log(Instant.now(), Map.of("app", "shop"), "line " + i, Map.of());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void closingTakesNoLongerThanItMayAndSaysWhatBecameOfAll(Backend kind, Durability durability) {
        kind.play(backend);
        // What can be delivered takes as long as the machine needs, and closing ends with it.
        LogShipper shipper = start(durability, kind.delivers() ? LONG : DRAIN);
        log(shipper, 0, LINES / 2);
        // Some are in flight, some wait out a pause, and some come just before the end.
        boolean unused = shipper.flush(Duration.ofMillis(200));
        log(shipper, LINES / 2, LINES);
        long begin = System.nanoTime();
        shipper.close();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(took).isLessThan(kind.delivers() ? LONG : LONGEST);
        Stats stats = shipper.stats();
        assertThat(stats.accepted()).isEqualTo(LINES);
        assertThat(stats.pending()).as(stats.toString()).isEqualTo(stats.onDisk());
        assertThat(stats.dropped()).isEqualTo(stats.dropped(DropReason.SHUTDOWN));
        assertThat(shipper.bufferedBytes()).isZero();
        if (kind.delivers()) {
            assertThat(stats.delivered()).isEqualTo(LINES);
        } else if (durability == Durability.NONE) {
            assertThat(stats.dropped()).isEqualTo(LINES);
        } else {
            assertThat(stats.onDisk()).isEqualTo(LINES);
        }
        assertLastLine(stats);
        shipper.close();
        shipper.log(Instant.now(), Map.of("app", "shop"), "too late", Map.of());
        assertLastLine(stats);
        assertThat(shipper.stats().accepted()).isEqualTo(LINES + 1);

        backend.faults().clear();
        backend.restart();
        if (durability != Durability.NONE) {
            deliverTheRest(durability);
        }
    }

    private void assertLastLine(Stats stats) {
        assertThat(messages).filteredOn(each -> each.contains("closed")).hasSize(1);
        assertThat(messages.get(messages.size() - 1))
                .contains("accepted " + LINES, "delivered " + stats.delivered())
                .satisfies(line -> assertThat(line.contains("kept on disk " + stats.onDisk()))
                        .isEqualTo(stats.onDisk() > 0))
                .satisfies(line -> assertThat(line.contains("dropped " + stats.dropped() + " as shutdown"))
                        .isEqualTo(stats.dropped() > 0));
    }

    private void deliverTheRest(Durability durability) {
        try (LogShipper next = start(durability, LONG)) {
            assertThat(next.flush(LONG)).isTrue();
        }
        List<String> expected =
                Stream.iterate(0, i -> i + 1).limit(LINES).map(i -> "line " + i).toList();
        assertThat(backend.loki().entries()).extracting(each -> each.line()).containsExactlyElementsOf(expected);
        assertDirectoryClean();
    }

    private void assertDirectoryClean() {
        try (Stream<Path> left = Files.list(folder.resolve("buffer"))) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("penstock.lock");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void withNoTimeToDrainAllIsOnDiskOrCounted(Durability durability) {
        backend.stop();
        LogShipper shipper = start(durability, Duration.ZERO);
        log(shipper, 0, LINES);
        shipper.close();
        Stats stats = shipper.stats();
        assertThat(stats.pending()).as(stats.toString()).isEqualTo(stats.onDisk());
        assertThat(stats.onDisk()).isEqualTo(durability == Durability.NONE ? 0 : LINES);
        assertThat(stats.onDisk() + stats.dropped(DropReason.SHUTDOWN)).isEqualTo(LINES);
        assertThat(shipper.bufferedBytes()).isZero();
        backend.restart();
        if (durability != Durability.NONE) {
            deliverTheRest(durability);
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE,1000", "BATCH,1000", "EVENT,200"})
    void startingAndStoppingLeavesNothingBehind(Durability durability, int times) throws IOException {
        cycle(durability, 0, 20);
        long files = openFiles();
        cycle(durability, 20, times);
        assertThat(threads()).isEmpty();
        // The embedded backend notices the end of a connection a moment later than we do.
        await().atMost(LONG).untilAsserted(() -> assertThat(openFiles()).isLessThanOrEqualTo(files + 4));
        assertThat(backend.loki().count()).isEqualTo(times);
        if (durability != Durability.NONE) {
            assertDirectoryClean();
        }
    }

    private void cycle(Durability durability, int from, int to) {
        for (int i = from; i < to; i++) {
            LogShipper shipper = start(durability, LONG);
            log(shipper, i, i + 1);
            shipper.close();
            assertThat(shipper.stats().delivered()).isEqualTo(1);
            assertThat(shipper.bufferedBytes()).isZero();
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(Shipper::isShipping)
                .toList();
    }

    /** -1 where they cannot be counted. */
    private static long openFiles() throws IOException {
        Path files = Path.of("/proc/self/fd");
        if (!Files.isDirectory(files)) {
            return -1;
        }
        try (Stream<Path> all = Files.list(files)) {
            return all.count();
        }
    }

    /** A process that ends without closing anything. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            LogShipper shipper = LogShipper.builder(args[0])
                    .settings(s -> s.bufferDirectory(Path.of(args[1]))
                            .durability(Durability.EVENT)
                            .batchWait(Duration.ofMinutes(1)))
                    .build();
            log(shipper, 0, LINES);
            if (args[2].equals("exit")) {
                System.exit(0);
            }
            if (args[2].equals("throw")) {
                throw new IllegalStateException("end");
            }
            if (args[2].equals("halt")) {
                Runtime.getRuntime().halt(0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"return,0", "exit,0", "throw,1", "halt,0"})
    void aProcessThatNeverClosesEndsAndLosesNothingThatIsJournaled(String way, int exit) {
        try (Child child = Child.start(Program.class, backend.url(), folder.resolve("buffer"), way)) {
            assertThat(child.awaitEnd()).isEqualTo(exit);
        }
        deliverTheRest(Durability.EVENT);
    }

    @Test
    void anInterruptedThreadClosesAllTheSameAndStaysInterrupted() {
        Assumptions.assumeFalse(Thread.interrupted());
        LogShipper shipper = start(Durability.BATCH, LONG);
        log(shipper, 0, LINES);
        Thread.currentThread().interrupt();
        shipper.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(shipper.stats().delivered()).isEqualTo(LINES);
        assertDirectoryClean();
    }
}
