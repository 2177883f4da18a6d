package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What gives way when an outage outlasts the budget, and that all of it is counted. */
@ExtendWith(EmbeddedBackendExtension.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OverflowTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int THREADS = 4;
    private static final int LINES = 4_000;

    private final EmbeddedBackend backend;

    OverflowTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @ParameterizedTest
    @EnumSource
    void inAnOutageThatOutlastsTheBudgetEachRecordIsDeliveredOrCounted(OverflowPolicy overflow)
            throws InterruptedException {
        backend.stop();
        try (LogShipper shipper =
                shipper(s -> s.overflow(overflow).bufferSize(256 << 10).maxBlock(Duration.ofNanos(1)))) {
            logFromManyThreads(shipper);
            Stats during = shipper.stats();
            assertThat(during.accepted()).isEqualTo(THREADS * LINES);
            assertThat(during.delivered() + during.dropped() + during.pending()).isEqualTo(during.accepted());
            backend.restart();
            assertThat(shipper.flush(LONG)).isTrue();

            Stats stats = shipper.stats();
            assertThat(stats.dropped(DropReason.QUEUE_FULL) + stats.dropped(DropReason.BUFFER_FULL))
                    .isPositive();
            assertLedger(stats, THREADS * LINES);
            assertThat(shipper.bufferedBytes()).isZero();
        }
    }

    @Test
    void theOldestGiveWayAndTheNewestSurviveAnOutage() {
        backend.stop();
        try (LogShipper shipper =
                shipper(s -> s.overflow(OverflowPolicy.DROP_OLDEST).bufferSize(256 << 10))) {
            Random random = new Random(1);
            for (int i = 0; i < 5_000; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), i + " " + text(random), Map.of());
            }
            // A quarter of the budget is kept free for what comes.
            await().atMost(LONG).until(() -> shipper.bufferedBytes() < 190_000);
            for (int i = 5_000; i < 5_050; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), i + " " + text(random), Map.of());
            }
            backend.restart();
            assertThat(shipper.flush(LONG)).isTrue();

            assertLedger(shipper.stats(), 5_050);
            Set<Integer> stored = backend.loki().entries().stream()
                    .map(each ->
                            Integer.valueOf(each.line().substring(0, each.line().indexOf(' '))))
                    .collect(Collectors.toSet());
            for (int i = 5_000; i < 5_050; i++) {
                assertThat(stored).contains(i);
            }
            // What was being sent when the outage began does not give way; all else of the first half does.
            assertThat(shipper.stats().dropped(DropReason.BUFFER_FULL)).isPositive();
            assertThat(stored.stream().filter(each -> each < 2_500)).hasSizeLessThan(500);
        }
    }

    @Test
    void aCallerThatIsBlockedGoesOnWhenTheOutageEnds() throws InterruptedException {
        backend.stop();
        try (LogShipper shipper = shipper(
                s -> s.overflow(OverflowPolicy.BLOCK).bufferSize(64 << 10).maxBlock(Duration.ofMinutes(10)))) {
            Thread caller = new Thread(() -> log(shipper, LINES, new Random(1)));
            caller.start();
            await().atMost(LONG)
                    .until(() -> caller.getState() == Thread.State.TIMED_WAITING && shipper.bufferedBytes() > 40_000);
            backend.restart();
            caller.join();
            assertThat(shipper.flush(LONG)).isTrue();

            assertThat(shipper.stats().delivered()).isEqualTo(LINES);
            assertLedger(shipper.stats(), LINES);
        }
    }

    @Test
    void theLessImportantAreShedFirstAndErrorsStillGetThrough() {
        backend.stop();
        try (LogShipper shipper =
                shipper(s -> s.overflow(OverflowPolicy.SHED).bufferSize(1 << 20).batchWait(Duration.ofMinutes(10)))) {
            Random random = new Random(1);
            fillUntilShed(shipper, "DEBUG", random);
            log(shipper, "INFO", "info while debug is shed");
            log(shipper, "TRACE", "trace while debug is shed");
            assertThat(shipper.stats().dropped(DropReason.QUEUE_FULL)).isLessThanOrEqualTo(2);

            fillUntilShed(shipper, "INFO", random);
            log(shipper, "WARN", "warning while info is shed");
            log(shipper, "ERROR", "error while info is shed");
            backend.restart();
            assertThat(shipper.flush(LONG)).isTrue();

            assertThat(backend.loki().entries())
                    .extracting(StoredEntry::line)
                    .contains("info while debug is shed", "warning while info is shed", "error while info is shed");
            assertLedger(shipper.stats(), shipper.stats().accepted());
            log(shipper, "TRACE", "trace afterwards");
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(backend.loki().entries()).extracting(StoredEntry::line).contains("trace afterwards");
        }
    }

    @RepeatedTest(10)
    void closingWhileOldestGiveWayKeepsTheLedgerExact() throws InterruptedException {
        backend.stop();
        LogShipper shipper = shipper(
                s -> s.overflow(OverflowPolicy.DROP_OLDEST).bufferSize(64 << 10).drainTimeout(Duration.ofMillis(1)));
        Thread caller = new Thread(() -> log(shipper, LINES, new Random(1)));
        caller.start();
        await().atMost(LONG).until(() -> shipper.stats().dropped() > 0);
        shipper.close();
        caller.join();

        assertThat(shipper.stats().accepted()).isEqualTo(LINES);
        assertThat(shipper.stats().dropped()).isEqualTo(LINES);
        assertThat(shipper.stats().pending()).isZero();
        assertThat(shipper.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(OverflowPolicy.class)
    void aDropIsSaidAlsoWhenTheShippingThreadHasNothingToDo(OverflowPolicy overflow) {
        backend.stop();
        List<String> messages = new CopyOnWriteArrayList<>();
        try (LogShipper shipper = LogShipper.builder(backend.url())
                .listener((severity, message) -> messages.add(message))
                .settings(s -> s.overflow(overflow)
                        .bufferSize(64 << 10)
                        .maxBlock(Duration.ofMillis(1))
                        .drainTimeout(Duration.ofMillis(1)))
                .build()) {
            await().until(OverflowTest::theShippingThreadSleeps);
            shipper.log(Instant.now(), Map.of("app", "shop"), "x".repeat(100_000), Map.of());

            await().atMost(LONG)
                    .until(() -> messages.stream().anyMatch(message -> message.contains("dropped as too_large")));
        }
    }

    @Test
    void whatIsShedIsSaidAlsoWhenTheShippingThreadHasNothingToDo() {
        backend.faults().always(Fault.noAnswer());
        List<String> messages = new CopyOnWriteArrayList<>();
        try (LogShipper shipper = LogShipper.builder(backend.url())
                .listener((severity, message) -> messages.add(message))
                .settings(s -> s.overflow(OverflowPolicy.SHED)
                        .bufferSize(64 << 10)
                        .batchWait(Duration.ofMillis(1))
                        .drainTimeout(Duration.ofMillis(1)))
                .build()) {
            Random random = new Random(1);
            while (shipper.bufferedBytes() < 40 << 10) {
                String noise = random.ints(200, 0x21, 0x7e)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                shipper.log(Instant.now(), Map.of("level", "error"), noise, Map.of());
                await().pollInterval(Duration.ofMillis(1)).until(OverflowTest::theShippingThreadSleeps);
            }
            assertThat(messages).noneMatch(message -> message.contains("queue_full"));
            shipper.log(Instant.now(), Map.of("level", "debug"), "shed", Map.of());

            assertThat(shipper.stats().dropped(DropReason.QUEUE_FULL)).isEqualTo(1);
            await().atMost(LONG)
                    .until(() -> messages.stream().anyMatch(message -> message.contains("dropped as queue_full")));
        }
    }

    private static boolean theShippingThreadSleeps() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("penstock-ship-"))
                .allMatch(thread -> thread.getState() == Thread.State.WAITING);
    }

    /** A stack that overflows while the oldest is displaced must not leave it half displaced. */
    @RepeatedTest(5)
    void aCallerWhoseStackOverflowsWhileOldestGiveWayStopsNothing() throws InterruptedException {
        backend.stop();
        try (LogShipper shipper =
                shipper(s -> s.overflow(OverflowPolicy.DROP_OLDEST).bufferSize(64 << 10))) {
            Thread recursive = new Thread(null, () -> overflowStacks(shipper), "recursive", 256 * 1024);
            recursive.start();
            recursive.join();
            backend.restart();
            shipper.log(Instant.now(), Map.of("app", "shop"), "after", Map.of());

            assertThat(shipper.flush(LONG)).isTrue();
            Stats stats = shipper.stats();
            assertThat(backend.loki().entries()).extracting(StoredEntry::line).contains("after");
            assertThat(stats.pending()).isZero();
            assertThat(shipper.bufferedBytes()).isZero();
        }
    }

    private static void overflowStacks(LogShipper shipper) {
        for (int round = 0; round < 50; round++) {
            try {
                recurse(shipper);
            } catch (StackOverflowError e) {
                // What the application did to itself.
                continue;
            }
        }
    }

    @SuppressWarnings("InfiniteRecursion") // That is the point.
    private static int recurse(LogShipper shipper) {
        shipper.log(Instant.now(), Map.of("app", "shop"), "deeper", Map.of());
        return recurse(shipper) + 1;
    }

    private static void fillUntilShed(LogShipper shipper, String level, Random random) {
        long before = shipper.stats().dropped();
        int lines = 0;
        while (shipper.stats().dropped() == before) {
            log(shipper, "WARN", text(random));
            log(shipper, level, "perhaps shed " + ++lines);
            assertThat(lines).isLessThan(50_000);
        }
    }

    private static void logFromManyThreads(LogShipper shipper) throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            Random random = new Random(t);
            callers.add(new Thread(() -> log(shipper, LINES, random)));
        }
        callers.forEach(Thread::start);
        for (Thread caller : callers) {
            caller.join();
        }
    }

    private static void log(LogShipper shipper, int lines, Random random) {
        for (int i = 0; i < lines; i++) {
            shipper.log(Instant.now(), Map.of("app", "shop"), i + " " + text(random), Map.of());
        }
    }

    private static void log(LogShipper shipper, String level, String line) {
        shipper.log(Instant.now(), Map.of("app", "shop", "level", level), line, Map.of());
    }

    /** Text that hardly compresses. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(200, 33, 127).forEach(c -> text.append((char) c));
        return text.toString();
    }

    private LogShipper shipper(Consumer<ShipperSettingsBuilder> settings) {
        return LogShipper.builder(backend.url())
                .settings(s -> s.batchSize(8 << 10)
                        .batchWait(Duration.ofMillis(10))
                        .minBackoff(Duration.ofMillis(1))
                        .maxBackoff(Duration.ofMillis(5)))
                .settings(settings)
                .listener((severity, message) -> {})
                .build();
    }

    /** All that was delivered is stored, and the rest counted. */
    private void assertLedger(Stats stats, long accepted) {
        assertThat(stats.accepted()).isEqualTo(accepted);
        assertThat(stats.delivered() + stats.dropped()).isEqualTo(accepted);
        assertThat(stats.dropped(DropReason.QUEUE_FULL) + stats.dropped(DropReason.BUFFER_FULL))
                .isEqualTo(stats.dropped());
        assertThat(stats.pending()).isZero();
        assertThat(backend.loki().count()).isEqualTo(stats.delivered());
    }
}
