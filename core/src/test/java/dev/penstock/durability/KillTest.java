package dev.penstock.durability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.LogShipper;
import dev.penstock.RunningShippers;
import dev.penstock.ledger.Stats;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.SelfMetrics;
import dev.penstock.settings.Durability;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is safe by {@link Durability} outlives {@code kill -9}, again and again, whether or not the backend is there: it
 * arrives once, whole, in order, and where it belongs.
 */
class KillTest {

    /** More of them by hand, for a night. */
    private static final int KILLS = Integer.getInteger("penstock.kill.times", 30);

    /** Numbers that one life may use up. */
    private static final long NUMBERS = 1_000_000;

    @TempDir
    Path directory;

    private final long seed = Long.getLong("penstock.kill.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private static LogShipper shipper(String url, Path directory, Durability durability) {
        return LogShipper.builder(url)
                .settings(s -> s.bufferDirectory(directory)
                        .durability(durability)
                        .bufferSize(8 << 20)
                        .overflow(OverflowPolicy.BLOCK)
                        .maxBlock(Duration.ofMinutes(1))
                        .batchWait(Duration.ofMillis(20))
                        .batchSize(8 << 10)
                        .minBackoff(Duration.ofMillis(2))
                        .maxBackoff(Duration.ofMillis(20))
                        .remoteTimeout(Duration.ofSeconds(5))
                        .tenantId("nobody"))
                .listener((severity, message) -> {})
                .build();
    }

    /** Logs bursts for ever, and says up to which number all is on disk or was delivered. */
    static final class BatchProgram {

        private BatchProgram() {}

        public static void main(String[] args) {
            // Counted once they are off the disk, so that none of them is on disk too.
            AtomicLong settled = new AtomicLong();
            AutoCloseable unused = RunningShippers.listen(new Settlements(settled));
            LogShipper shipper = shipper(args[0], Path.of(args[1]), Durability.BATCH);
            long number = Long.parseLong(args[2]);
            Random random = new Random(number);
            Child.say("started");
            while (true) {
                for (int i = 1 + random.nextInt(200); i > 0; i--) {
                    NumberedRecord.log(shipper, ++number);
                }
                while (!isSafe(shipper, settled)) {
                    LockSupport.parkNanos(100_000);
                }
                Child.say("safe " + number);
            }
        }

        /** Nothing is logged meanwhile, and each record is in one of the two sums at most: both together are all there is. */
        private static boolean isSafe(LogShipper shipper, AtomicLong settled) {
            long off = settled.get();
            Stats stats = shipper.stats();
            return off + stats.onDisk() == stats.accepted() && stats.dropped() == 0;
        }
    }

    private record Settlements(AtomicLong settled) implements RunningShippers.Listener, SelfMetrics {

        @Override
        public void started(Measured shipper) {
            shipper.measure(this);
        }

        @Override
        public void closed(Measured shipper) {
            // Is not closed, but killed.
        }

        @Override
        public void request(@Nullable String tenant, int status, long bytes, long nanos) {
            // Only what becomes of records matters.
        }

        @Override
        public void propagated(@Nullable String tenant, long records, long nanos) {
            settled.addAndGet(records);
        }
    }

    /** Logs for ever, and says each number once its call has returned. */
    static final class EventProgram {

        private EventProgram() {}

        public static void main(String[] args) {
            LogShipper shipper = shipper(args[0], Path.of(args[1]), Durability.EVENT);
            long number = Long.parseLong(args[2]);
            Child.say("started");
            while (true) {
                NumberedRecord.log(shipper, ++number);
                if (shipper.stats().dropped() > 0) {
                    Child.say("dropped " + shipper.stats());
                    return;
                }
                Child.say("safe " + number);
            }
        }
    }

    @Test
    void whatIsInAClosedBatchOutlivesTheProcess() throws IOException {
        killAgainAndAgain(BatchProgram.class, Durability.BATCH);
    }

    @Test
    void whatWasLoggedOutlivesTheProcess() throws IOException {
        killAgainAndAgain(EventProgram.class, Durability.EVENT);
    }

    private void killAgainAndAgain(Class<?> program, Durability durability) throws IOException {
        long[] safe = new long[KILLS];
        try (EmbeddedBackend backend =
                EmbeddedBackend.builder().authEnabled(true).start()) {
            for (int life = 0; life < KILLS; life++) {
                // Down while it starts, so that it sees each record settled.
                backend.stop();
                try (Child child = Child.start(program, backend.url(), directory, life * NUMBERS)) {
                    liveAndDie(child, backend);
                    assertThat(child.heard("dropped")).isNull();
                    String last = child.heard("safe");
                    safe[life] = last == null ? life * NUMBERS : Long.parseLong(last);
                }
            }
            backend.restart();
            drain(backend, durability);
            assertStored(backend, safe);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("penstock.lock");
        }
    }

    /** Mostly it is killed at work, and sometimes before it has begun. */
    private void liveAndDie(Child child, EmbeddedBackend backend) {
        if (random.nextInt(5) == 0) {
            LockSupport.parkNanos(random.nextInt(600) * 1_000_000L);
            child.kill();
            return;
        }
        // A busy machine may take longer to be safe for the first time than the rest of such a life lasts.
        child.await(random.nextBoolean() ? "started" : "safe");
        boolean up = false;
        for (int i = random.nextInt(4); i >= 0; i--) {
            LockSupport.parkNanos(random.nextInt(100) * 1_000_000L);
            if (i > 0 && up) {
                backend.stop();
                up = false;
            } else if (i > 0) {
                backend.restart();
                up = true;
            }
        }
        child.kill();
    }

    private void drain(EmbeddedBackend backend, Durability durability) {
        LogShipper last = shipper(backend.url(), directory, durability);
        assertThat(last.flush(Duration.ofMinutes(1))).as("seed %d", seed).isTrue();
        last.close();
        Stats stats = last.stats();
        assertThat(stats.delivered()).as("seed %d: %s", seed, stats).isEqualTo(stats.accepted());
        assertThat(stats.pending() + stats.onDisk() + stats.dropped()).isZero();
    }

    private void assertStored(EmbeddedBackend backend, long[] safe) {
        Set<Long> stored = new HashSet<>();
        for (String tenant : backend.loki().tenants()) {
            Map<String, Long> newest = new HashMap<>();
            List<StoredEntry> entries = backend.loki().entries(tenant);
            for (StoredEntry each : entries) {
                long number = NumberedRecord.check(tenant, each);
                assertThat(stored.add(number))
                        .as("seed %d: %d is stored twice", seed, number)
                        .isTrue();
                long before = newest.merge(NumberedRecord.stream(number), number, (old, now) -> {
                    assertThat(now).as("seed %d: behind %d", seed, old).isGreaterThan(old);
                    return now;
                });
                assertThat(before).isEqualTo(number);
            }
        }
        long safeInAll = 0;
        for (int life = 0; life < KILLS; life++) {
            for (long number = life * NUMBERS + 1; number <= safe[life]; number++) {
                safeInAll++;
                if (!stored.contains(number)) {
                    throw new AssertionError("seed " + seed + ": " + number + " is lost; safe was " + safe[life]);
                }
            }
        }
        assertThat(safeInAll).as("seed %d", seed).isPositive();
    }
}
