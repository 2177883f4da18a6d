package dev.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.BatchBuffer;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.LastOutcomes;
import dev.penstock.health.Troubles;
import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.metrics.SelfMetrics;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.transport.Outcome;
import dev.penstock.transport.Transport;
import dev.penstock.wire.OpenedRequest;
import dev.penstock.wire.RequestFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DelivererTest {

    private static final Duration MAX_AGE = Duration.ofMinutes(10);

    private final Script transport = new Script();
    private final Ledger ledger = new Ledger(() -> 0);
    private final ByteBudget budget = new ByteBudget(1 << 20);
    private final BatchBuffer buffer = new BatchBuffer(ledger, budget);
    private final Troubles troubles = new Troubles();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicLong clockAhead = new AtomicLong();
    private final LongSupplier clock = () -> System.nanoTime() + clockAhead.get();
    private long sequence;
    private Deliverer deliverer;
    private Thread thread;

    @AfterEach
    void end() throws InterruptedException {
        buffer.close();
        if (thread != null) {
            deliverer.abandon();
            thread.join();
        }
    }

    @Test
    void batchesAreSentOneAfterTheOther() {
        for (int i = 1; i <= 5; i++) {
            put(i, i % 2 == 0 ? "blue" : null);
        }

        deliver();

        assertThat(transport.sent).containsExactly("1 null 0", "2 blue 0", "3 null 0", "4 blue 0", "5 null 0");
        assertThat(ledger.snapshot().delivered()).isEqualTo(15);
        assertThat(ledger.snapshot().sentBytes()).isEqualTo(15);
        assertThat(messages).isEmpty();
        assertNothingIsHeld();
    }

    @Test
    void aBatchIsRepeatedUntilItIsTakenAndTheNextOneWaits() {
        transport.then(answer(503)).then(failure()).then(answer(429)).then(answer(401));
        put(1, null);
        put(2, null);

        deliver();

        assertThat(transport.sent)
                .containsExactly("1 null 0", "1 null 1", "1 null 2", "1 null 3", "1 null 4", "2 null 0");
        assertThat(ledger.snapshot().retries()).isEqualTo(4);
        assertThat(ledger.snapshot().delivered()).isEqualTo(3);
        assertThat(messages).last().asString().contains("again");
        assertNothingIsHeld();
    }

    @ParameterizedTest
    @ValueSource(ints = {260, 400, 413, 422})
    void aRefusedBatchIsDroppedAsRejectedAndTheNextOneSent(int status) {
        transport.then(() -> new Outcome.Answered(status, "why it is so", null));
        put(3, "blue");
        put(1, null);

        deliver();

        assertThat(ledger.snapshot().dropped(DropReason.REJECTED)).isEqualTo(3);
        assertThat(ledger.snapshot().delivered()).isEqualTo(1);
        assertThat(ledger.snapshot().retries()).isZero();
        assertThat(messages.get(0))
                .contains("http://loki:3100/loki/api/v1/push", "tenant blue", "HTTP " + status, "'why it is so'")
                .contains("dropped 3 records as rejected");
        assertNothingIsHeld();
    }

    @Test
    void aBatchIsGivenUpByAge() {
        transport.then(answer(503)).then(() -> {
            clockAhead.addAndGet(MAX_AGE.toNanos());
            return new Outcome.Answered(503, "", null);
        });
        put(2, null);

        deliver();

        assertThat(transport.sent).hasSize(2);
        assertThat(ledger.snapshot().dropped(DropReason.EXPIRED)).isEqualTo(2);
        assertThat(ledger.snapshot().delivered()).isZero();
        assertNothingIsHeld();
    }

    @Test
    void whateverTheTransportThrowsIsAFailedAttempt() {
        transport
                .then(() -> {
                    throw new StackOverflowError("deep");
                })
                .then(() -> {
                    throw new NoClassDefFoundError("gone");
                })
                .then(() -> {
                    throw new IllegalStateException("odd");
                });
        put(1, null);
        put(2, null);

        deliver();

        assertThat(transport.sent).hasSize(5);
        assertThat(ledger.snapshot().delivered()).isEqualTo(3);
        assertNothingIsHeld();
    }

    @Test
    void anInterruptLosesNothing() {
        transport.then(() -> {
            Thread.currentThread().interrupt();
            return new Outcome.Answered(503, "", null);
        });
        put(1, null);
        put(2, null);

        deliver();

        assertThat(ledger.snapshot().delivered()).isEqualTo(3);
        assertNothingIsHeld();
    }

    @Test
    void abandonEndsTheBackoffAndDropsTheRestAsShutdown() throws InterruptedException {
        start(Duration.ofHours(1));
        // The wait is asked for by the backend, for the backoff's is random.
        transport.always(() -> new Outcome.Answered(503, "", "500"));
        put(1, null);
        put(2, null);
        await().until(() -> transport.sent.size() == 1 && thread.getState() == Thread.State.TIMED_WAITING);

        deliverer.abandon();
        buffer.close();
        thread.join();

        assertThat(transport.sent).hasSize(1);
        assertThat(ledger.snapshot().dropped(DropReason.SHUTDOWN)).isEqualTo(3);
        assertNothingIsHeld();
    }

    @Test
    void abandonCutsTheRequestInFlight() throws InterruptedException {
        start(Duration.ofHours(1));
        transport.always(transport::hang);
        put(1, null);
        put(2, null);
        await().until(() -> transport.sent.size() == 1);

        deliverer.abandon();
        buffer.close();
        thread.join();

        assertThat(transport.sent).hasSize(1);
        assertThat(ledger.snapshot().dropped(DropReason.SHUTDOWN)).isEqualTo(3);
        assertThat(messages).isEmpty();
        assertNothingIsHeld();
    }

    @Test
    void aBatchThatIsTakenWhileAbandonedCountsAsDelivered() throws InterruptedException {
        start(Duration.ofMillis(1));
        transport.always(() -> {
            deliverer.abandon();
            return new Outcome.Answered(204, "", null);
        });
        put(1, null);
        put(2, null);
        buffer.close();
        thread.join();

        assertThat(ledger.snapshot().delivered()).isEqualTo(1);
        assertThat(ledger.snapshot().dropped(DropReason.SHUTDOWN)).isEqualTo(2);
        assertNothingIsHeld();
    }

    private static Supplier<Outcome> answer(int status) {
        return () -> new Outcome.Answered(status, "", null);
    }

    private static Supplier<Outcome> failure() {
        return () -> new Outcome.Failed(new IOException("reset"));
    }

    /** A batch of so many records and as many bytes. */
    private void put(int records, String tenant) {
        byte[] body = new byte[records];
        assertThat(budget.tryReserve(body.length)).isTrue();
        buffer.add(new Batch(++sequence, tenant, body, records, clock.getAsLong()));
    }

    private void deliver() {
        buffer.close();
        deliverer(Duration.ofMillis(1)).run();
    }

    private void start(Duration backoff) {
        deliverer = deliverer(backoff);
        thread = new Thread(deliverer);
        thread.setDaemon(true);
        thread.start();
    }

    private Deliverer deliverer(Duration backoff) {
        ShipperSettings settings = ShipperSettings.builder()
                .url("http://loki:3100")
                .minBackoff(backoff)
                .maxBackoff(backoff)
                .maxAge(MAX_AGE)
                .build();
        Diagnostics diagnostics = new Diagnostics("test", (severity, message) -> messages.add(message), clock);
        DeliveryContext context = new DeliveryContext(
                Receiver.LOKI,
                settings,
                buffer,
                new NoFormat(),
                ledger,
                budget,
                diagnostics,
                troubles,
                new LastOutcomes(),
                SelfMetrics.NONE,
                clock,
                () -> Instant.EPOCH,
                () -> 0.5,
                1 << 20);
        return new Deliverer(context, transport);
    }

    /** The bodies of this test are no requests. */
    private static final class NoFormat implements RequestFormat {

        @Override
        public int uncompressedSize(byte[] body) {
            throw new IllegalArgumentException();
        }

        @Override
        public OpenedRequest open(byte[] body) {
            throw new IllegalArgumentException();
        }

        @Override
        public byte[] merge(List<byte[]> bodies) {
            throw new IllegalArgumentException();
        }
    }

    private void assertNothingIsHeld() {
        assertThat(budget.used()).isZero();
        assertThat(buffer.size()).isZero();
    }

    /** Answers as it is told, and 204 after that. */
    private static final class Script implements Transport {

        final List<String> sent = new CopyOnWriteArrayList<>();
        private final Deque<Supplier<Outcome>> outcomes = new ArrayDeque<>();
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private volatile Supplier<Outcome> otherwise = answer(204);

        Script then(Supplier<Outcome> outcome) {
            outcomes.add(outcome);
            return this;
        }

        void always(Supplier<Outcome> outcome) {
            otherwise = outcome;
        }

        Outcome hang() {
            try {
                cancelled.await();
                return new Outcome.Failed(new IOException("Canceled"));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Outcome send(byte[] body, String tenant, int attempt) {
            sent.add(body.length + " " + tenant + " " + attempt);
            Supplier<Outcome> next = outcomes.poll();
            return next == null ? otherwise.get() : next.get();
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }

        @Override
        public void close() {}
    }
}
