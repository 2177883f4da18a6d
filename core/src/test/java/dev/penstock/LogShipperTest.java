package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.settings.SettingException;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.ReceivedRequest;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole pipe, from {@code log} to what the backend stores. */
@ExtendWith(EmbeddedBackendExtension.class)
class LogShipperTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EmbeddedBackend backend;

    LogShipperTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @Test
    void everythingGivenArrives() {
        Instant now = Instant.now();
        try (LogShipper shipper = shipper().build()) {
            shipper.log(now, Map.of("app", "shop", "level", "INFO"), "order placed", Map.of("customer", "c-17"));
            assertThat(shipper.flush(LONG)).isTrue();
            assertBalanced(shipper.stats(), 1, 1);
        }

        StoredEntry stored = backend.loki().entries().get(0);
        assertThat(stored.timestamp()).isEqualTo(now);
        assertThat(stored.line()).isEqualTo("order placed");
        assertThat(stored.labels())
                .containsOnly(entry("app", "shop"), entry("level", "INFO"), entry("service_name", "shop"));
        assertThat(stored.structuredMetadata()).containsEntry("customer", "c-17");
    }

    @Test
    void aMillionLinesOfOneThreadAllArriveInOrder() {
        int lines = 1_000_000;
        try (LogShipper shipper = shipper()
                .settings(s -> s.bufferSize(1L << 30).batchSize(4 << 20))
                .build()) {
            Map<String, String> labels = Map.of("app", "shop");
            for (int i = 0; i < lines; i++) {
                shipper.log(Instant.now(), labels, "line " + i, Map.of());
            }
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
            assertBalanced(shipper.stats(), lines, lines);
            assertThat(shipper.bufferedBytes()).isZero();
        }

        List<StoredEntry> stored = backend.loki().entries();
        assertThat(stored).hasSize(lines);
        for (int i = 0; i < lines; i++) {
            if (!stored.get(i).line().equals("line " + i)) {
                throw new AssertionError("line " + i + " is " + stored.get(i));
            }
        }
    }

    @RepeatedTest(5)
    void severalThreadsLoseNothing() throws InterruptedException {
        int threads = 4;
        int lines = 5_000;
        try (LogShipper shipper = shipper().build()) {
            List<Thread> writers = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String name = "t" + t;
                writers.add(new Thread(() -> IntStream.range(0, lines)
                        .forEach(i -> shipper.log(Instant.now(), Map.of("thread", name), name + " " + i, Map.of()))));
            }
            writers.forEach(Thread::start);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertBalanced(shipper.stats(), (long) threads * lines, (long) threads * lines);
        }

        for (int t = 0; t < threads; t++) {
            String name = "t" + t;
            assertThat(backend.loki().entries("fake", "{thread=\"" + name + "\"}"))
                    .extracting(StoredEntry::line)
                    .containsExactlyElementsOf(IntStream.range(0, lines)
                            .mapToObj(i -> name + " " + i)
                            .toList());
        }
    }

    @Test
    void equalLinesOfTheSameInstantAreAllStored() {
        Instant instant = Instant.now();
        try (LogShipper shipper = shipper().build()) {
            for (int i = 0; i < 100; i++) {
                shipper.log(instant, Map.of("app", "shop"), "tick", Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();
        }

        assertThat(backend.loki().count()).isEqualTo(100);
    }

    @Test
    void equalLinesOfEqualInstantsAreAllStoredInWhateverOrderTheyCome() {
        Instant instant = Instant.now();
        try (LogShipper shipper = shipper().build()) {
            for (int i = 0; i < 300; i++) {
                shipper.log(instant.plusNanos(i * 37 % 100), Map.of("app", "shop"), "tick", Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();
        }

        assertThat(backend.loki().count()).isEqualTo(300);
    }

    @Test
    void anInstantOutOfOrderIsKeptAsItIs() {
        Instant instant = Instant.now();
        try (LogShipper shipper = shipper().build()) {
            for (int nanos : new int[] {50, 20, 40, 30, 10}) {
                shipper.log(instant.plusNanos(nanos), Map.of("app", "shop"), "at " + nanos, Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();
        }

        assertThat(backend.loki().entries())
                .allSatisfy(stored -> assertThat("at "
                                + Duration.between(instant, stored.timestamp()).toNanos())
                        .isEqualTo(stored.line()));
    }

    @Test
    void anOpenBatchIsSentAfterBatchWaitWithoutAnyFlush() {
        try (LogShipper shipper =
                shipper().settings(s -> s.batchWait(Duration.ofMillis(20))).build()) {
            shipper.log(Instant.now(), Map.of("app", "shop"), "line", Map.of());
            await().atMost(LONG).until(() -> backend.loki().count() == 1);
        }
    }

    @Test
    void labelsThatLokiWouldRefuseAreRepaired() {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            labels.put("label" + i, "v" + i);
        }
        try (LogShipper shipper = shipper().build()) {
            shipper.log(
                    Instant.now(),
                    Map.of(
                            "a-b",
                            "1",
                            "1x",
                            "2",
                            "ü",
                            "3",
                            "",
                            "4",
                            "ok",
                            "quote\" back\\ line\n \u0000 \ufeff \ufffd \ud800"),
                    "names",
                    Map.of("___", "lost", "a.b", "kept"));
            shipper.log(Instant.now(), labels, "many", Map.of());
            shipper.log(Instant.now(), Map.of("app", "x".repeat(3000)), "long " + "é".repeat(200_000), Map.of());
            assertThat(shipper.flush(LONG)).isTrue();
            assertBalanced(shipper.stats(), 3, 3);
            assertThat(shipper.stats().truncatedLines()).isEqualTo(1);
        }

        assertThat(backend.requests()).noneMatch(ReceivedRequest::refused);
        StoredEntry names = stored("names");
        assertThat(names.labels())
                .contains(entry("a_b", "1"), entry("key_1x", "2"))
                .containsEntry("ok", "quote\" back\\ line\n \u0000 \ufeff \ufffd \ufffd");
        assertThat(names.structuredMetadata()).containsEntry("a_b", "kept").doesNotContainValue("lost");
        StoredEntry many = stored("many");
        assertThat(many.labels()).hasSize(16).containsKey("service_name");
        assertThat(labels)
                .allSatisfy((name, value) -> assertThat(value)
                        .isEqualTo(many.labels()
                                .getOrDefault(name, many.structuredMetadata().get(name))));
    }

    @Test
    void aTenantOfItsOwnHasARequestOfItsOwn() {
        try (EmbeddedBackend tenants =
                        EmbeddedBackend.builder().authEnabled(true).start();
                LogShipper shipper = LogShipper.builder(tenants.url())
                        .settings(s -> s.tenantId("one"))
                        .build()) {
            shipper.log(Instant.now(), Map.of("app", "shop"), "default", Map.of());
            shipper.log(Instant.now(), Map.of("app", "shop", "__tenant_id__", "two"), "other", Map.of());
            assertThat(shipper.flush(LONG)).isTrue();

            assertThat(tenants.loki().entries("one"))
                    .extracting(StoredEntry::line)
                    .containsExactly("default");
            assertThat(tenants.loki().entries("two"))
                    .extracting(StoredEntry::line)
                    .containsExactly("other");
            assertThat(tenants.loki().streams()).noneMatch(labels -> labels.containsKey("__tenant_id__"));
        }
    }

    @Test
    void aTenantThatCannotBeCostsItsRecordOnly() {
        try (LogShipper shipper = shipper().build()) {
            shipper.log(Instant.now(), Map.of("app", "shop", "__tenant_id__", "ü\n"), "nobody's", Map.of());
            shipper.log(Instant.now(), Map.of("app", "shop", "", "x"), "good", Map.of("", "x"));
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.stats().dropped(DropReason.INTERNAL_ERROR)).isEqualTo(1);
            assertBalanced(shipper.stats(), 2, 1);
        }
    }

    @Test
    void aListenerThatFailsStopsNothing() {
        backend.faults().next(Fault.status(400));
        try (LogShipper shipper = LogShipper.builder(backend.url())
                .listener((severity, message) -> {
                    throw new AssertionError("listener");
                })
                .build()) {
            shipper.log(Instant.now(), Map.of("app", "shop"), "refused", Map.of());
            assertThat(shipper.flush(LONG)).isTrue();
            shipper.log(Instant.now(), Map.of("app", "shop"), "taken", Map.of());
            assertThat(shipper.flush(LONG)).isTrue();
            assertBalanced(shipper.stats(), 2, 1);
        }
    }

    @Test
    void nullsAndChangingMapsCostTheirLineOnly() {
        try (LogShipper shipper = shipper().build()) {
            shipper.log(Instant.now(), Map.of("app", "shop"), null, Map.of());
            shipper.log(null, Map.of("app", "shop"), "no time", Map.of());
            shipper.log(Instant.now(), null, "no labels", Map.of());
            Map<String, String> mutable = new HashMap<>(Map.of("app", "shop"));
            shipper.log(Instant.now(), mutable, "good", Map.of());
            mutable.put("app", "changed later");
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.stats().dropped(DropReason.INTERNAL_ERROR)).isEqualTo(3);
            assertBalanced(shipper.stats(), 4, 1);
        }

        assertThat(stored("good").labels()).containsEntry("app", "shop");
    }

    @Test
    void aFullBudgetDropsTheNewestAndCountsIt() {
        backend.stop();
        String line = "x".repeat(10_000);
        LogShipper shipper = shipper()
                .settings(s -> s.bufferSize(64 << 10)
                        .batchSize(16 << 10)
                        .drainTimeout(Duration.ZERO)
                        .minBackoff(Duration.ofMillis(1))
                        .maxBackoff(Duration.ofMillis(5)))
                .build();
        for (int i = 0; i < 2000; i++) {
            shipper.log(Instant.now(), Map.of("app", "shop"), i + line, Map.of());
        }
        Stats during = shipper.stats();
        assertThat(during.dropped(DropReason.QUEUE_FULL)).isPositive();
        assertThat(during.accepted()).isEqualTo(2000);
        assertThat(during.delivered() + during.dropped() + during.pending()).isEqualTo(2000);

        shipper.log(Instant.now(), Map.of("app", "shop"), "y".repeat(100_000), Map.of());
        assertThat(shipper.stats().dropped(DropReason.TOO_LARGE)).isEqualTo(1);
        shipper.close();
        assertThat(shipper.stats().pending()).isZero();
        assertThat(shipper.stats().dropped(DropReason.SHUTDOWN)).isPositive();
    }

    @Test
    void blockWaitsForRoomInsteadOfDropping() {
        backend.faults().next(3, Fault.delay(Duration.ofMillis(50)));
        try (LogShipper shipper = shipper()
                .settings(s -> s.bufferSize(64 << 10)
                        .batchSize(8 << 10)
                        .overflow(OverflowPolicy.BLOCK)
                        .maxBlock(Duration.ofSeconds(30)))
                .build()) {
            for (int i = 0; i < 5_000; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), "line " + i, Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertBalanced(shipper.stats(), 5_000, 5_000);
        }
        assertThat(backend.loki().count()).isEqualTo(5_000);
    }

    @Test
    void anInterruptedCallerDoesNotWaitAndKeepsItsInterrupt() {
        backend.stop();
        try (LogShipper shipper = shipper()
                .settings(s -> s.bufferSize(64 << 10)
                        .overflow(OverflowPolicy.BLOCK)
                        .maxBlock(Duration.ofHours(1))
                        .drainTimeout(Duration.ZERO))
                .build()) {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 50; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), "x".repeat(5_000), Map.of());
            }
            assertThat(Thread.interrupted()).isTrue();
            assertThat(shipper.stats().dropped(DropReason.QUEUE_FULL)).isPositive();
        }
    }

    @Test
    void whatIsLoggedAfterCloseIsCountedAsShutdown() {
        LogShipper shipper = shipper().build();
        shipper.close();
        shipper.close();
        shipper.log(Instant.now(), Map.of("app", "shop"), "late", Map.of());

        assertThat(shipper.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
        assertThat(shipper.stats().pending()).isZero();
        assertThat(shipper.flush(LONG)).isTrue();
    }

    @RepeatedTest(50)
    void closingWhileOthersLogKeepsTheLedgerExact() throws InterruptedException {
        LogShipper shipper = shipper().build();
        CountDownLatch started = new CountDownLatch(2);
        Runnable work = () -> {
            for (int i = 0; i < 2_000; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), "line", Map.of());
                if (i == 200) {
                    started.countDown();
                }
            }
        };
        Thread first = new Thread(work);
        Thread second = new Thread(work);
        first.start();
        second.start();
        started.await();
        shipper.close();
        first.join();
        second.join();

        Stats stats = shipper.stats();
        assertThat(stats.accepted()).isEqualTo(4_000);
        assertThat(stats.pending()).isZero();
        assertThat(stats.delivered() + stats.dropped(DropReason.SHUTDOWN)).isEqualTo(4_000);
        assertThat(backend.loki().count()).isEqualTo(stats.delivered());
        backend.clear();
    }

    @Test
    void closedShippersLeaveNoThreads() {
        for (int i = 0; i < 50; i++) {
            LogShipper shipper = shipper().name("leak").build();
            shipper.log(Instant.now(), Map.of("app", "shop"), "line", Map.of());
            shipper.close();
        }

        await().atMost(LONG)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("penstock-")
                                && thread.getName().endsWith("leak")));
        assertThat(backend.loki().count()).isEqualTo(50);
    }

    @Test
    void anInterruptOfAWorkerLosesNothing() {
        try (LogShipper shipper = shipper().name("interrupted").build()) {
            for (int i = 0; i < 100; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), "line " + i, Map.of());
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().endsWith("-interrupted"))
                        .forEach(Thread::interrupt);
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.stats().delivered()).isEqualTo(100);
            // An interrupt that stays would turn every sleep into a spin.
            await().atMost(LONG)
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().endsWith("-interrupted"))
                            .allMatch(thread -> thread.getState() == Thread.State.WAITING && !thread.isInterrupted()));
        }
    }

    @RepeatedTest(5)
    void aCallerWhoseStackOverflowsLosesCountOfNothing() throws InterruptedException {
        try (LogShipper shipper = shipper().build()) {
            Thread recursive = new Thread(
                    null,
                    () -> {
                        for (int round = 0; round < 20; round++) {
                            try {
                                recurse(shipper);
                            } catch (StackOverflowError e) {
                                // What the application did to itself.
                                continue;
                            }
                        }
                    },
                    "recursive",
                    256 * 1024);
            recursive.start();
            recursive.join();
            shipper.log(Instant.now(), Map.of("app", "shop"), "after", Map.of());

            assertThat(shipper.flush(LONG)).isTrue();
            Stats stats = shipper.stats();
            assertThat(stats.pending()).isZero();
            assertThat(stats.accepted())
                    .isEqualTo(stats.delivered()
                            + stats.dropped(DropReason.INTERNAL_ERROR)
                            + stats.dropped(DropReason.QUEUE_FULL));
        }
    }

    @SuppressWarnings("InfiniteRecursion") // That is the point.
    private static int recurse(LogShipper shipper) {
        shipper.log(Instant.now(), Map.of("app", "shop"), "deeper", Map.of());
        return recurse(shipper) + 1;
    }

    @Test
    void anExtremeTimestampDoesNotCostLaterEqualLines() {
        Instant now = Instant.now();
        try (LogShipper shipper = shipper().build()) {
            shipper.log(Instant.MAX, Map.of("app", "shop"), "too new", Map.of());
            assertThat(shipper.flush(LONG)).isTrue();
            for (int i = 0; i < 10; i++) {
                shipper.log(now, Map.of("app", "shop"), "tick", Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();
            assertBalanced(shipper.stats(), 11, 10);
        }
        assertThat(backend.loki().count()).isEqualTo(10);
    }

    @Test
    void droppingAtTheQueueIsSaid() {
        backend.stop();
        List<String> messages = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (LogShipper shipper = LogShipper.builder(backend.url())
                .settings(s -> s.bufferSize(64 << 10).drainTimeout(Duration.ZERO))
                .listener((severity, message) -> messages.add(message))
                .build()) {
            for (int i = 0; i < 1_000; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop"), "x".repeat(1_000), Map.of());
            }
            await().atMost(LONG)
                    .until(() -> messages.stream().anyMatch(each -> each.contains("dropped as queue_full")));
        }
    }

    @Test
    void aWrongSettingIsRefusedWhenTheShipperIsBuilt() {
        assertThatThrownBy(() -> LogShipper.builder("ftp://x").build())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("url 'ftp://x'")
                .hasMessageContaining("http://localhost:3100");
    }

    private LogShipper.Builder shipper() {
        return LogShipper.builder(backend.url()).listener((severity, message) -> {});
    }

    private StoredEntry stored(String line) {
        return backend.loki().entries().stream()
                .filter(each -> each.line().equals(line))
                .findFirst()
                .orElseThrow();
    }

    private static void assertBalanced(Stats stats, long accepted, long delivered) {
        assertThat(stats.accepted()).isEqualTo(accepted);
        assertThat(stats.delivered()).isEqualTo(delivered);
        assertThat(stats.pending()).isZero();
        assertThat(stats.delivered() + stats.dropped() + stats.pending()).isEqualTo(stats.accepted());
    }
}
