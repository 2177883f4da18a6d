package dev.penstock.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.LogShipper;
import dev.penstock.ledger.Stats;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application logs on while the backend is away, within its budget: nothing is lost, disordered or stored twice. */
class OutageTest {

    private static final int LINES_PER_SECOND = 2_000;

    /** How long the backend is away. */
    private static final int SECONDS = Integer.getInteger("penstock.outage.seconds", 3);

    /** How long it is there before. */
    private static final int SECONDS_BEFORE = Math.max(1, SECONDS / 6);

    /** How a backend is away. */
    enum Outage {
        REFUSED,
        BLACK_HOLE,
        STATUS_503,
        STATUS_429,
        STATUS_429_SECONDS,
        STATUS_429_DATE;

        void begin(EmbeddedBackend backend) {
            switch (this) {
                case REFUSED -> backend.stop();
                case BLACK_HOLE -> backend.faults().always(Fault.noAnswer());
                case STATUS_503 -> backend.faults().always(Fault.status(503));
                case STATUS_429 -> backend.faults().always(Fault.status(429));
                case STATUS_429_SECONDS ->
                    backend.faults().always(Fault.status(429).retryAfter("3"));
                case STATUS_429_DATE ->
                    backend.faults()
                            .always(Fault.status(429)
                                    .retryAfter(DateTimeFormatter.RFC_1123_DATE_TIME
                                            .withLocale(Locale.ROOT)
                                            .format(ZonedDateTime.now(ZoneOffset.UTC)
                                                    .plusSeconds(SECONDS))));
            }
        }

        void end(EmbeddedBackend backend) {
            backend.faults().clear();
            backend.restart();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOutageIsWaitedOut(Outage outage) {
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().authEnabled(true).start()) {
            LogShipper shipper = LogShipper.builder(backend.url())
                    .settings(s -> s.tenantId("shop").batchWait(Duration.ofMillis(200)))
                    .listener((severity, message) -> {})
                    .build();
            long[] before = new long[SECONDS_BEFORE * LINES_PER_SECOND];
            long[] during = new long[SECONDS * LINES_PER_SECOND];
            log(shipper, 0, before);
            outage.begin(backend);
            log(shipper, before.length, during);
            Stats away = shipper.stats();
            outage.end(backend);
            long back = System.nanoTime();
            int lines = before.length + during.length;
            // Of its own accord, without a flush that would cut its pauses short.
            await().atMost(Duration.ofMinutes(3)).until(() -> shipper.stats().delivered() == lines);
            long drained = System.nanoTime() - back;
            shipper.close();

            Stats stats = shipper.stats();
            assertThat(away.dropped()).as(away.toString()).isZero();
            assertThat(away.pending()).as(away.toString()).isPositive();
            assertThat(stats.accepted()).isEqualTo(lines);
            assertThat(stats.delivered()).isEqualTo(lines);
            assertThat(stats.pending() + stats.dropped()).isZero();
            assertThat(shipper.bufferedBytes()).isZero();
            int twice = checkStored(backend, lines);
            assertThat(twice).isZero();
            System.out.printf(
                    "OutageTest: %s of %d s: stored %d, twice %d, retries %d, drained in %d ms,"
                            + " append p99.9 before %.1f us, during %.1f us%n",
                    outage,
                    SECONDS,
                    backend.loki().count(),
                    twice,
                    stats.retries(),
                    drained / 1_000_000,
                    percentile(before) / 1e3,
                    percentile(during) / 1e3);
        }
    }

    /** At an even pace; how long each call took. */
    private static void log(LogShipper shipper, int first, long[] nanos) {
        Map<String, String> odd = Map.of("app", "shop", "stream", "odd");
        Map<String, String> even = Map.of("app", "shop", "stream", "even");
        long begin = System.nanoTime();
        for (int i = 0; i < nanos.length; i++) {
            long due = begin + i * (1_000_000_000L / LINES_PER_SECOND);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int number = first + i;
            String line = "order " + number + " placed";
            Instant now = Instant.now();
            long start = System.nanoTime();
            shipper.log(now, number % 2 == 0 ? even : odd, line, Map.of());
            nanos[i] = System.nanoTime() - start;
        }
    }

    private static long percentile(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[(int) (sorted.length * 0.999)];
    }

    /** How many are there twice; throws unless all are there, and those of each stream in their order. */
    private static int checkStored(EmbeddedBackend backend, int lines) {
        Set<Integer> seen = new HashSet<>();
        Map<String, Integer> newest = new HashMap<>();
        int twice = 0;
        for (StoredEntry each : backend.loki().entries("shop")) {
            int number = Integer.parseInt(each.line().split(" ")[1]);
            String stream = each.labels().get("stream");
            assertThat(stream).isEqualTo(number % 2 == 0 ? "even" : "odd");
            if (!seen.add(number)) {
                twice++;
                continue;
            }
            Integer old = newest.put(stream, number);
            if (old != null && old != number - 2) {
                throw new AssertionError(number + " comes behind " + old);
            }
        }
        assertThat(seen).hasSize(lines);
        return twice;
    }
}
