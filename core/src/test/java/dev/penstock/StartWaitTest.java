package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.loki.StreamDefaults;
import dev.penstock.queue.EventQueue;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.ApplicationStart;
import dev.penstock.settings.GivenSettings;
import dev.penstock.settings.LogLevel;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(EmbeddedBackendExtension.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StartWaitTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final long BUDGET = 64L << 20;

    private final EmbeddedBackend backend;
    private final EventQueue<String> queue = new EventQueue<>(1024);
    private final ApplicationStart start = new ApplicationStart(LONG);
    private final AtomicBoolean asked = new AtomicBoolean();

    StartWaitTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private Thread waiting(long budget) {
        StartWait wait = new StartWait(start, budget);
        Thread thread = new Thread(() -> wait.await(queue, asked::get));
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void offer(EventQueue<String> queue, int events) {
        for (int i = 0; i < events; i++) {
            queue.offer("event", 100, false);
        }
    }

    static Stream<Arguments> whatEndsIt() {
        return Stream.of(
                ending("the start is over", (queue, start) -> start.end()),
                ending("an urgent event", (queue, start) -> queue.offer("error", 100, true)),
                ending("many events", (queue, start) -> offer(queue, 256)),
                ending("the end of the shipper", (queue, start) -> queue.close()),
                ending("whoever wakes the queue", (queue, start) -> queue.wake()));
    }

    private static Arguments ending(String name, BiConsumer<EventQueue<String>, ApplicationStart> what) {
        return Arguments.of(name, what);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatEndsIt")
    void aWaitEndsWith(String name, BiConsumer<EventQueue<String>, ApplicationStart> what) throws InterruptedException {
        offer(queue, 10);
        Thread thread = waiting(BUDGET);
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        what.accept(queue, start);

        thread.join();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatEndsIt")
    void itDoesNotBeginAfter(String name, BiConsumer<EventQueue<String>, ApplicationStart> what)
            throws InterruptedException {
        if (!name.startsWith("whoever")) {
            what.accept(queue, start);
        } else {
            asked.set(true);
        }

        waiting(BUDGET).join();
    }

    @ParameterizedTest
    @CsvSource({"65536, 1", "131072, 2", "1048576, 16"})
    void fewerEventsGatherInASmallBuffer(long budget, int events) throws InterruptedException {
        Thread thread = waiting(budget);
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        offer(queue, events);

        thread.join();
    }

    @Test
    void itEndsByItself() throws InterruptedException {
        AtomicLong clock = new AtomicLong();
        ApplicationStart passed = new ApplicationStart(Duration.ofSeconds(3), clock::get);
        assertThat(passed.nanosLeft()).isEqualTo(3_000_000_000L);
        clock.set(2_000_000_000L);
        assertThat(passed.nanosLeft()).isEqualTo(1_000_000_000L);
        clock.set(4_000_000_000L);
        assertThat(passed.nanosLeft()).isZero();

        new StartWait(passed, BUDGET).await(queue, () -> false);
    }

    private Shipper<LogRecord> shipper() {
        GivenSettings settings = new GivenSettings();
        settings.set("url", backend.url().toString());
        return Shipper.start(
                "test",
                settings.build(
                        AppenderDefaults.builder().applicationStart(start).build()),
                new StreamDefaults(Map.of(), "shop"),
                () -> LogRecord::map,
                (severity, message) -> {});
    }

    private static void log(Shipper<LogRecord> shipper, String line, LogLevel level) {
        LogRecord copy = LogRecord.copyOf(Instant.now(), Map.of("app", "shop"), line, Map.of());
        assertThat(shipper.offer(copy, (int) copy.bytes(), level)).isTrue();
    }

    static Stream<Arguments> whatHasLinesSent() {
        return Stream.of(
                sending("the start is over", (start, shipper) -> start.end()),
                sending("an error", (start, shipper) -> log(shipper, "error", LogLevel.ERROR)),
                sending(
                        "a flush",
                        (start, shipper) -> assertThat(shipper.flush(LONG)).isTrue()),
                sending("the end of the shipper", (start, shipper) -> shipper.close()),
                sending("the end of the JVM", (start, shipper) -> shipper.flushAtExit()));
    }

    private static Arguments sending(String name, BiConsumer<ApplicationStart, Shipper<LogRecord>> what) {
        return Arguments.of(name, what);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("whatHasLinesSent")
    void linesAreSentAtOnceWith(String name, BiConsumer<ApplicationStart, Shipper<LogRecord>> what) {
        try (Shipper<LogRecord> shipper = shipper()) {
            log(shipper, "one", LogLevel.INFO);
            log(shipper, "two", LogLevel.INFO);

            what.accept(start, shipper);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> shipper.stats().delivered() == shipper.stats().accepted());
            assertThat(backend.loki().entries()).extracting(StoredEntry::line).startsWith("one", "two");
        }
    }
}
