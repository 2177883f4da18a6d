package dev.penstock.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.batch.Batch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryBufferTest {

    private static final long LONG = Duration.ofMinutes(10).toNanos();

    private final MemoryBuffer buffer = new MemoryBuffer();

    @Test
    void theOldestBatchStaysUntilItIsSettled() throws InterruptedException {
        Batch first = batch(1);
        Batch second = batch(2);
        buffer.add(first);
        buffer.add(second);

        assertThat(buffer.await()).isSameAs(first);
        assertThat(buffer.await()).isSameAs(first);
        assertThat(buffer.size()).isEqualTo(2);
        buffer.settle(first);

        assertThat(buffer.await()).isSameAs(second);
        assertThat(buffer.size()).isEqualTo(1);
    }

    @Test
    void batchesAreHandedOutAfterCloseAndThenNone() throws InterruptedException {
        Batch batch = batch(1);
        buffer.add(batch);
        buffer.close();

        assertThat(buffer.await()).isSameAs(batch);
        buffer.settle(batch);

        assertThat(buffer.await()).isNull();
    }

    @Test
    void addingWakesTheOneThatWaits() throws InterruptedException {
        AtomicReference<Batch> seen = new AtomicReference<>();
        Thread waiting = startAndAwaitParked(() -> seen.set(awaitBatch()));
        Batch batch = batch(1);

        buffer.add(batch);

        waiting.join();
        assertThat(seen.get()).isSameAs(batch);
    }

    @Test
    void closingWakesTheOneThatWaits() throws InterruptedException {
        AtomicReference<Batch> seen = new AtomicReference<>(batch(1));
        Thread waiting = startAndAwaitParked(() -> seen.set(awaitBatch()));

        buffer.close();

        waiting.join();
        assertThat(seen.get()).isNull();
    }

    @Test
    void settlingWakesOnlyThoseWhoseBatchIsSettled() throws InterruptedException {
        Batch first = batch(1);
        Batch second = batch(2);
        buffer.add(first);
        buffer.add(second);
        CompletableFuture<Boolean> one = new CompletableFuture<>();
        CompletableFuture<Boolean> two = new CompletableFuture<>();
        Thread waitsForOne = startAndAwaitParked(() -> one.complete(awaitSettled(1)));
        Thread waitsForTwo = startAndAwaitParked(() -> two.complete(awaitSettled(2)));

        buffer.settle(first);
        waitsForOne.join();
        assertThat(one).isCompletedWithValue(true);
        assertThat(two).isNotDone();
        buffer.settle(second);

        waitsForTwo.join();
        assertThat(two).isCompletedWithValue(true);
    }

    @Test
    void nothingToSettleIsSettled() throws InterruptedException {
        assertThat(buffer.awaitSettled(0, 0)).isTrue();
        assertThat(buffer.awaitSettled(0, -1)).isTrue();
    }

    @Test
    void waitingEndsWithItsTime() throws InterruptedException {
        buffer.add(batch(1));

        assertThat(buffer.awaitSettled(1, 0)).isFalse();
        assertThat(buffer.awaitSettled(1, -5)).isFalse();
        assertThat(buffer.awaitSettled(1, 1000)).isFalse();
    }

    private static Batch batch(long sequence) {
        return new Batch(sequence, null, new byte[0], 1, 0);
    }

    private Batch awaitBatch() {
        try {
            return buffer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean awaitSettled(long sequence) {
        try {
            return buffer.awaitSettled(sequence, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread startAndAwaitParked(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        await().until(() ->
                thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }
}
