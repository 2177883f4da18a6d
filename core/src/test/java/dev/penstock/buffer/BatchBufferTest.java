package dev.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.disk.SegmentLog;
import dev.penstock.buffer.disk.StoredBatch;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.Health;
import dev.penstock.health.Troubles;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchBufferTest {

    private static final long LONG = Duration.ofMinutes(10).toNanos();

    private final AtomicLong taken = new AtomicLong();
    private final Ledger ledger = new Ledger(taken::get);
    private final ByteBudget budget = new ByteBudget(1 << 20);
    private final BatchBuffer buffer = new BatchBuffer(ledger, budget);
    private final List<Long> safe = new ArrayList<>();
    private long sequence;

    @TempDir
    Path directory;

    BatchBufferTest() {
        buffer.tell(safe::add);
    }

    @Test
    void eachTenantHasALaneInWhichTheOldestComesFirst() {
        add("blue", 1);
        add(null, 2);
        add("blue", 3);

        assertThat(buffer.lanes()).extracting(Lane::tenant).containsExactly("blue", null);
        Lane blue = buffer.lanes().get(0);
        assertThat(claim(blue).records()).isEqualTo(1);
        assertThat(claim(blue).records()).isEqualTo(3);
        assertThat(buffer.claim(blue)).isNull();
        assertThat(buffer.hasUnclaimed(blue)).isFalse();
        assertThat(buffer.hasUnclaimed(buffer.lanes().get(1))).isTrue();
    }

    @Test
    void whatIsGivenBackComesUpAgain() {
        add(null, 1);
        add(null, 2);
        Lane lane = buffer.lanes().get(0);
        WaitingBatch first = claim(lane);
        WaitingBatch second = claim(lane);

        buffer.unclaim(second);
        assertThat(claim(lane)).isSameAs(second);
        buffer.unclaim(second);
        buffer.unclaim(first);
        assertThat(claim(lane)).isSameAs(first);
    }

    @Test
    void aSettledBatchIsGoneAndHoldsNothing() throws IOException {
        add(null, 5);
        assertThat(budget.used()).isPositive();
        WaitingBatch batch = claim(buffer.lanes().get(0));
        assertThat(buffer.load(batch)).hasSize(5);

        buffer.settle(batch, () -> {});
        buffer.settle(batch, () -> {});

        assertThat(buffer.size()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(safe).containsExactly(1L);
    }

    @Test
    void waitingForASequenceEndsWhenAllUpToItAreSettledWhateverTheOrder() throws InterruptedException {
        add("blue", 1);
        add(null, 1);
        add("blue", 1);
        CompletableFuture<Boolean> two = CompletableFuture.supplyAsync(() -> awaitSettled(2));
        WaitingBatch second = claim(buffer.lanes().get(1));
        buffer.settle(second, () -> {});
        assertThat(buffer.awaitSettled(2, 0)).isFalse();

        buffer.settle(claim(buffer.lanes().get(0)), () -> {});

        assertThat(two.join()).isTrue();
        assertThat(buffer.awaitSettled(2, 0)).isTrue();
        assertThat(buffer.awaitSettled(3, 1000)).isFalse();
    }

    @Test
    void whoeverWaitsForAChangeIsWokenAndMissesNone() {
        long seen = buffer.changes();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> awaitChange(seen));
        add(null, 1);
        waiting.join();
        // A change that came before the wait ends it at once.
        awaitChange(seen);

        long before = buffer.changes();
        Thread idle = new Thread(() -> awaitChange(before));
        idle.setDaemon(true);
        idle.start();
        await().until(() -> idle.getState() == Thread.State.WAITING);
        buffer.wake();
        await().until(() -> !idle.isAlive());
    }

    @Test
    void theOldestInMemoryGivesWayUnlessItIsUnderWay() {
        add("blue", 1);
        add(null, 2);
        add("blue", 4);
        WaitingBatch underWay = claim(buffer.lanes().get(0));

        assertThat(buffer.dropOldest()).isTrue();
        assertThat(buffer.dropOldest()).isTrue();
        assertThat(buffer.dropOldest()).isFalse();

        assertThat(ledger.snapshot().dropped(DropReason.BUFFER_FULL)).isEqualTo(6);
        assertThat(ledger.account("blue").dropped(DropReason.BUFFER_FULL)).isEqualTo(4);
        assertThat(safe).containsExactly(2L, 3L);
        buffer.settle(underWay, () -> {});
        assertThat(budget.used()).isZero();
    }

    @Test
    void theEndDropsWhatIsInMemoryAlsoWhatComesLaterAndForgetsNoTicket() {
        add(null, 3);
        buffer.close();
        buffer.abandon();
        add(null, 4);

        assertThat(buffer.isExhausted()).isTrue();
        assertThat(ledger.snapshot().dropped(DropReason.SHUTDOWN)).isEqualTo(7);
        assertThat(ledger.snapshot().pending()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(safe).isEmpty();
    }

    @Test
    void whatIsOnDiskTakesAHandleOfMemoryAndStaysThereAtTheEnd() throws IOException {
        try (SegmentLog log = open(1 << 20)) {
            buffer.keepIn(store(log));
            add("blue", 5000);
            add(null, 7);

            assertThat(ledger.snapshot().onDisk()).isEqualTo(5007);
            assertThat(budget.used()).isLessThan(1000);
            assertThat(safe).containsExactly(1L, 2L);
            assertThat(buffer.holdsInMemory()).isFalse();
            WaitingBatch batch = claim(buffer.lanes().get(0));
            assertThat(buffer.load(batch)).hasSize(5000);
            buffer.settle(batch, () -> {});
            assertThat(ledger.snapshot().onDisk()).isEqualTo(7);

            WaitingBatch underWay = claim(buffer.lanes().get(1));
            buffer.abandon();
            buffer.settle(underWay, () -> {});
            assertThat(ledger.snapshot().dropped()).isZero();
            assertThat(budget.used()).isZero();
        }
        try (SegmentLog log = open(1 << 20)) {
            assertThat(log.recovered()).extracting(StoredBatch::records).containsExactly(7);
        }
    }

    /** Otherwise a process that is killed as soon as all is delivered would have the next one deliver it again. */
    @Test
    void whatIsSettledIsOffTheDiskBeforeAnybodyHearsOfIt() throws IOException {
        try (SegmentLog log = open(1 << 20)) {
            List<Integer> waiting = new ArrayList<>();
            DiskStore store = store(log);
            buffer.keepIn(settlingBy(store, stored -> {
                store.settle(stored);
                waiting.add(buffer.size());
            }));
            add(null, 5);

            List<Long> counted = new ArrayList<>();
            long seen = buffer.changes();
            buffer.settle(claim(buffer.lanes().get(0)), () -> {
                counted.add(ledger.snapshot().onDisk());
                assertThat(buffer.changes()).isEqualTo(seen);
            });

            assertThat(waiting).containsExactly(1);
            assertThat(counted).containsExactly(0L);
            assertThat(buffer.changes()).isNotEqualTo(seen);
            assertThat(buffer.size()).isZero();
            assertThat(ledger.snapshot().onDisk()).isZero();
            assertThat(log.bytes()).isZero();
        }
    }

    @Test
    void aBatchGoesWhateverFails() throws IOException {
        try (SegmentLog log = open(1 << 20)) {
            buffer.keepIn(settlingBy(store(log), stored -> {
                throw new OutOfMemoryError("a test's");
            }));
            add(null, 5);
            WaitingBatch batch = claim(buffer.lanes().get(0));

            assertThatThrownBy(() -> buffer.settle(batch, () -> {})).isInstanceOf(OutOfMemoryError.class);

            add(null, 6);
            WaitingBatch next = claim(buffer.lanes().get(0));
            long seen = buffer.changes();
            assertThatThrownBy(() -> buffer.settle(next, () -> {
                        throw new IllegalStateException("a test's");
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(buffer.changes()).isNotEqualTo(seen);
            assertThat(buffer.size()).isZero();
            assertThat(awaitSettled(2)).isTrue();
        }
    }

    @Test
    void theOldestOnDiskGivesWayUnlessItIsUnderWay() throws IOException {
        try (SegmentLog log = open(1 << 20)) {
            buffer.keepIn(store(log));
            add(null, 60_000);
            WaitingBatch underWay = claim(buffer.lanes().get(0));
            byte[] body = buffer.load(underWay);
            for (int i = 0; i < 30; i++) {
                add(null, 60_000);
            }

            assertThat(buffer.gaveWay(underWay)).isTrue();
            assertThat(body).hasSize(60_000);
            assertThatThrownBy(() -> buffer.load(underWay)).isInstanceOf(IOException.class);
            ledger.account(null).delivered(underWay.records(), body.length);
            buffer.settle(underWay, () -> {});
            long dropped = ledger.snapshot().dropped(DropReason.BUFFER_FULL);
            assertThat(dropped).isPositive();
            assertThat(ledger.snapshot().onDisk()).isEqualTo(30 * 60_000L - dropped);
            assertThat(ledger.snapshot().pending()).isEqualTo(30 * 60_000L - dropped);
            assertThat(log.bytes()).isLessThanOrEqualTo(1 << 20);
            buffer.abandon();
            assertThat(budget.used()).isZero();
        }
    }

    @Test
    void aDiskThatFailsIsSaidOnceAndTicketsAreKeptUntilDelivery() throws IOException {
        List<String> messages = new ArrayList<>();
        Troubles troubles = new Troubles();
        SegmentLog log = open(1 << 20);
        log.close();
        buffer.keepIn(new DiskStore(
                log,
                new Diagnostics("test", (severity, message) -> messages.add(message), () -> 0),
                troubles,
                () -> 0,
                InstantSource.system()));
        add(null, 5);
        add(null, 6);

        assertThat(buffer.holdsInMemory()).isTrue();
        assertThat(safe).isEmpty();
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).contains("bufferDirectory cannot be written", "What to do");
        assertThat(troubles.worst().status()).isEqualTo(Health.Status.DEGRADED);
        buffer.settle(claim(buffer.lanes().get(0)), () -> {});
        assertThat(safe).containsExactly(1L);
    }

    private static BatchStore settlingBy(DiskStore store, Consumer<StoredBatch> settles) {
        return new BatchStore() {
            @Override
            public StoredBatch store(Batch batch) {
                return store.store(batch);
            }

            @Override
            public byte[] read(StoredBatch stored) throws IOException {
                return store.read(stored);
            }

            @Override
            public void settle(StoredBatch stored) {
                settles.accept(stored);
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    private DiskStore store(SegmentLog log) {
        Diagnostics diagnostics = new Diagnostics("test", (severity, message) -> {}, () -> 0);
        return new DiskStore(log, diagnostics, new Troubles(), () -> 0, InstantSource.system());
    }

    private SegmentLog open(long size) throws IOException {
        return SegmentLog.open(directory, size, new SegmentLog.Listener() {
            @Override
            public void evicted(StoredBatch batch) {
                buffer.evicted(batch);
            }

            @Override
            public void trouble(String message) {
                throw new AssertionError(message);
            }
        });
    }

    /** A batch of so many records and as many bytes, whose ticket is its sequence. */
    private void add(String tenant, int records) {
        taken.addAndGet(records);
        assertThat(budget.tryReserve(records)).isTrue();
        long number = ++sequence;
        buffer.add(new Batch(number, tenant, new byte[records], records, 0, new long[] {number}));
    }

    private WaitingBatch claim(Lane lane) {
        WaitingBatch batch = buffer.claim(lane);
        assertThat(batch).isNotNull();
        return batch;
    }

    private boolean awaitSettled(long last) {
        try {
            return buffer.awaitSettled(last, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitChange(long seen) {
        try {
            buffer.await(seen, Long.MAX_VALUE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
