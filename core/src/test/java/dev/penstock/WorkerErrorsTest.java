package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.health.Health;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.process.Entry;
import dev.penstock.settings.LogLevel;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a mapper throws costs its record and nothing else. */
@ExtendWith(EmbeddedBackendExtension.class)
class WorkerErrorsTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EmbeddedBackend backend;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    WorkerErrorsTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    /** One whose own words fail too. */
    private static final class Silent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
    }

    @SuppressWarnings("removal")
    static List<Throwable> errors() {
        return List.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new NoClassDefFoundError("some/Layout"),
                new ExceptionInInitializerError("static"),
                new ThreadDeath(),
                new AssertionError("assumed"),
                new InterruptedException("as if interrupted"),
                new IllegalStateException("odd"),
                new Silent());
    }

    @ParameterizedTest(name = "{index}") // For not each of them can be printed.
    @MethodSource("errors")
    void whateverAMapperThrowsCostsExactlyItsRecord(Throwable error) {
        try (Shipper<Object> shipper = shipper()) {
            for (int i = 0; i < 30; i++) {
                shipper.offer(i % 10 == 5 ? error : "line " + i, 100, LogLevel.INFO);
            }
            assertThat(shipper.flush(LONG)).isTrue();

            assertOnlyLost(shipper, 30, 3);
            assertThat(shipper.health().status()).isNotEqualTo(Health.Status.DOWN);
        }
        assertThat(backend.loki().entries())
                .extracting(StoredEntry::line)
                .containsExactlyElementsOf(IntStream.range(0, 30)
                        .filter(i -> i % 10 != 5)
                        .mapToObj(i -> "line " + i)
                        .toList());
        assertThat(messages).anyMatch(each -> each.contains(error.getClass().getName()));
    }

    @Test
    void aMapperThatRecursesForEverCostsItsRecord() {
        try (Shipper<Object> shipper = shipper()) {
            shipper.offer("before", 100, LogLevel.INFO);
            shipper.offer((Runnable) WorkerErrorsTest::recurse, 100, LogLevel.INFO);
            shipper.offer("after", 100, LogLevel.INFO);
            assertThat(shipper.flush(LONG)).isTrue();

            assertOnlyLost(shipper, 3, 1);
        }
    }

    @Test
    void whatAMapperHadBegunIsNotInTheNextRecord() {
        try (Shipper<Object> shipper = shipper()) {
            shipper.offer(new IllegalStateException("begun"), 100, LogLevel.ERROR);
            shipper.offer("next", 100, LogLevel.INFO);
            assertThat(shipper.flush(LONG)).isTrue();
        }
        assertThat(backend.loki().entries().get(0).labels()).doesNotContainKey("begun");
    }

    @SuppressWarnings("InfiniteRecursion") // That is the point.
    private static void recurse() {
        recurse();
    }

    private static void map(Object event, Entry entry) throws Exception {
        entry.setTimestamp(Instant.now());
        if (event instanceof Runnable run) {
            run.run();
        }
        if (event instanceof Throwable error) {
            entry.labels().add("begun", "yes");
            if (error instanceof Error fatal) {
                throw fatal;
            }
            throw (Exception) error;
        }
        entry.labels().add("app", "shop");
        entry.setLine((String) event);
    }

    private static void assertOnlyLost(Shipper<Object> shipper, long accepted, long lost) {
        Stats stats = shipper.stats();
        assertThat(stats.accepted()).isEqualTo(accepted);
        assertThat(stats.delivered()).isEqualTo(accepted - lost);
        assertThat(stats.dropped(DropReason.INTERNAL_ERROR)).isEqualTo(lost);
        assertThat(stats.pending()).isZero();
        assertThat(shipper.bufferedBytes()).isZero();
    }

    private Shipper<Object> shipper() {
        ShipperSettings settings = ShipperSettings.builder()
                .url(backend.url())
                .batchWait(Duration.ofMinutes(10))
                .build();
        return Shipper.start(
                "errors",
                settings,
                new StreamDefaults(Map.of(), "shop"),
                () -> WorkerErrorsTest::map,
                (severity, message) -> messages.add(message));
    }
}
