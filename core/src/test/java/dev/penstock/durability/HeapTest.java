package dev.penstock.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.LogShipper;
import dev.penstock.health.Health;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An application with a small heap logs far more than its buffer holds, while the backend accepts and never answers. */
class HeapTest {

    private static final int LARGE_EVENTS = 2_000;
    private static final int MARKERS = 100;

    /** What the used heap may grow by once the buffer is full. Bytes. */
    private static final long NOISE = 6 << 20;

    /** The application. */
    static final class Program {

        private static final Set<DropReason> WHILE_RUNNING =
                EnumSet.of(DropReason.QUEUE_FULL, DropReason.BUFFER_FULL, DropReason.TOO_LARGE);

        private Program() {}

        public static void main(String[] args) throws IOException {
            LogShipper shipper = LogShipper.builder(args[0])
                    .settings(s -> s.bufferSize(16 << 20)
                            .overflow(OverflowPolicy.valueOf(args[1]))
                            .maxBlock(Duration.ofMillis(1))
                            .remoteTimeout(Duration.ofSeconds(2))
                            .minBackoff(Duration.ofMillis(10))
                            .maxBackoff(Duration.ofMillis(100)))
                    .build();
            int half = Integer.parseInt(args[2]) / 2;
            int filled = 0;
            while (shipper.stats().dropped() < half) {
                log(shipper, filled, filled + 1000);
                filled += 1000;
            }
            long full = usedHeap();
            int events = filled + half;
            log(shipper, filled, events);
            Child.say("heap " + (usedHeap() - full));
            Child.say("events " + events);
            String large = "x".repeat(1 << 20);
            for (int i = 0; i < LARGE_EVENTS; i++) {
                shipper.log(Instant.now(), Map.of("app", "heap", "size", "large"), large, Map.of());
            }
            Child.say("health " + shipper.health().status());
            sayLedger("ledger", shipper.stats());
            Child.say("waiting");
            int unused = System.in.read();
            Child.say("drained " + shipper.flush(Duration.ofMinutes(1)));
            for (int i = 0; i < MARKERS; i++) {
                shipper.log(Instant.now(), Map.of("app", "marker"), "marker " + i, Map.of());
            }
            Child.say("flushed " + shipper.flush(Duration.ofMinutes(1)));
            shipper.close();
            sayLedger("last", shipper.stats());
            Child.say("budget " + shipper.bufferedBytes());
        }

        /** Lines of 200 characters, which compress as an application's do. */
        private static void log(LogShipper shipper, int from, int to) {
            Map<String, String> labels = Map.of("app", "heap", "level", "info");
            String rest = " order placed by customer ".repeat(8).substring(0, 180);
            for (int i = from; i < to; i++) {
                long noise = i * 0x9e3779b97f4a7c15L;
                shipper.log(Instant.now(), labels, Long.toHexString(noise | Long.MIN_VALUE) + rest, Map.of());
            }
        }

        /**
         * The least of some looks: a collection that is asked for while snappy holds an array does not take place, and the
         * shipping thread goes on allocating between it and the look.
         */
        private static long usedHeap() {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 25; i++) {
                System.gc();
                least = Math.min(
                        least,
                        Runtime.getRuntime().totalMemory()
                                - Runtime.getRuntime().freeMemory());
                LockSupport.parkNanos(20_000_000);
            }
            return least;
        }

        /** Accepted, delivered, dropped, pending, and how many of the dropped were so for another reason than room. */
        private static void sayLedger(String word, Stats stats) {
            long otherwise = 0;
            for (DropReason each : DropReason.values()) {
                otherwise += WHILE_RUNNING.contains(each) ? 0 : stats.dropped(each);
            }
            Child.say(word + " " + stats.accepted() + " " + stats.delivered() + " " + stats.dropped() + " "
                    + stats.pending() + " " + otherwise);
        }
    }

    private static List<Long> numbers(String said) {
        return List.of(said.split(" ")).stream().map(Long::valueOf).toList();
    }

    @ParameterizedTest
    @CsvSource({"DROP_NEWEST,10000000", "DROP_OLDEST,10000000", "SHED,10000000", "BLOCK,2000"})
    void aBackendThatNeverAnswersCostsTheBufferAndNoMore(OverflowPolicy overflow, long more) {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.faults().always(Fault.noAnswer());
            try (Child child = Child.start(
                    List.of("-Xmx96m", "-XX:+ExitOnOutOfMemoryError"), Program.class, backend.url(), overflow, more)) {
                child.await("waiting");
                long events = Long.parseLong(child.await("events"));
                assertThat(Long.parseLong(child.await("heap"))).isLessThan(NOISE);
                assertThat(child.await("health")).isNotEqualTo(Health.Status.UP.name());
                List<Long> ledger = numbers(child.await("ledger"));
                assertThat(ledger.get(0)).isEqualTo(events + LARGE_EVENTS);
                assertThat(ledger.get(1)).isZero();
                assertThat(ledger.get(2) + ledger.get(3)).isEqualTo(ledger.get(0));
                assertThat(ledger.get(4)).isZero();

                backend.faults().clear();
                child.tell("go");
                assertThat(child.await("drained")).isEqualTo("true");
                assertThat(child.await("flushed")).isEqualTo("true");
                assertThat(child.awaitEnd()).isZero();
                List<Long> last = numbers(child.await("last"));
                assertThat(last.get(0)).isEqualTo(events + LARGE_EVENTS + MARKERS);
                assertThat(last.get(1) + last.get(2)).isEqualTo(last.get(0));
                assertThat(last.get(2)).isEqualTo(ledger.get(2));
                assertThat(last.get(3)).isZero();
                assertThat(child.await("budget")).isEqualTo("0");
                assertThat(backend.loki().entries("fake", "{app=\"marker\"}")).hasSize(MARKERS);
                assertThat(backend.loki().count()).isEqualTo(last.get(1));
                assertThat(child.lines()).noneMatch(line -> line.contains("OutOfMemory"));
            }
        }
    }
}
