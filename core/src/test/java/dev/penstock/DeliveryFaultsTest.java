package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the backend and the network can do to a delivery, and that the ledger says what came of it. */
@ExtendWith(EmbeddedBackendExtension.class)
class DeliveryFaultsTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EmbeddedBackend backend;
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final DiagnosticListener listener = (severity, message) -> messages.add(severity + " " + message);

    DeliveryFaultsTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    static List<Fault> passingFaults() {
        return List.of(
                Fault.status(429),
                Fault.status(429).retryAfter("0"),
                Fault.status(429).retryAfter("Wed, 21 Oct 2015 07:28:00 GMT"),
                Fault.status(429).retryAfter("soon"),
                Fault.status(408),
                Fault.status(500).body("ingester is shutting down"),
                Fault.status(502),
                Fault.status(503),
                Fault.status(504),
                Fault.status(401).body("no org id"),
                Fault.status(403),
                Fault.status(404).body("404 page not found"),
                Fault.status(405),
                Fault.status(302).header("Location", "/login"),
                Fault.delay(Duration.ofMillis(100)),
                Fault.reset(),
                Fault.resetMidBody());
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void aFaultThatPassesLosesNothing(Fault fault) {
        backend.faults().next(3, fault);
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, 10);
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 10, 10, 0);
        }
        assertStoredInOrder(10);
    }

    @Test
    void aLostAnswerIsSentAgainAndStoredOnce() {
        backend.faults().next(2, Fault.storeThenReset());
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, 10);
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 10, 10, 0);
        }
        assertStoredInOrder(10);
    }

    @Test
    void refusedConnectionsAreWaitedOut() {
        backend.stop();
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, 10);
            assertThat(shipper.flush(Duration.ofMillis(100))).isFalse();
            assertThat(shipper.stats().pending()).isEqualTo(10);
            backend.restart();
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 10, 10, 0);
        }
        assertStoredInOrder(10);
        assertThat(messages)
                .filteredOn(message -> message.startsWith("WARN"))
                .first()
                .asString()
                .contains(backend.lokiPushUrl(), "ConnectException", "check that Loki runs there");
        assertThat(messages).anyMatch(message -> message.startsWith("INFO") && message.contains("again"));
    }

    @Test
    void aBackendThatNeverAnswersIsTimedOutAndTriedAgain() {
        backend.faults().next(Fault.noAnswer());
        try (LogShipper shipper = shipper(s -> s.remoteTimeout(Duration.ofMillis(150)))) {
            log(shipper, 10);
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 10, 10, 0);
            assertThat(shipper.stats().retries()).isPositive();
        }
    }

    @Test
    void retryAfterReplacesTheBackoff() {
        backend.faults().next(Fault.status(429).retryAfter("1"));
        try (LogShipper shipper =
                shipper(s -> s.minBackoff(Duration.ofMinutes(5)).maxBackoff(Duration.ofMinutes(5)))) {
            log(shipper, 10);
            // With the backoff of minutes this would not come to an end.
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 10, 10, 0);
            assertThat(shipper.stats().retries()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422, 413, 418, 260})
    void aPermanentRefusalIsCountedAndDoesNotHoldUpTheRest(int status) {
        backend.faults().always(Fault.status(status).body("no such thing: it's wrong\nsecond line"));
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, 10);
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 10, 0, 10);
            assertThat(shipper.stats().dropped(DropReason.REJECTED)).isEqualTo(10);
            assertThat(backend.requests()).hasSizeLessThanOrEqualTo(33);

            backend.faults().clear();
            shipper.log(Instant.now(), Map.of("app", "shop"), "next", Map.of());
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 11, 1, 10);
        }
        assertThat(messages)
                .anyMatch(message -> message.contains("HTTP " + status + " 'no such thing: it's wrong'")
                        && message.contains("records as rejected")
                        && message.contains("What to do"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422, 413})
    void aRefusalThatIsNotRepeatedCostsNothing(int status) {
        backend.faults().next(Fault.status(status));
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, 10);
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 10, 10, 0);
        }
        assertThat(backend.loki().entries())
                .extracting(StoredEntry::line)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void aBatchOlderThanMaxAgeExpires() {
        backend.faults().always(Fault.status(503));
        try (LogShipper shipper = shipper(s -> s.maxAge(Duration.ofMillis(200)))) {
            log(shipper, 10);
            assertThat(shipper.flush(LONG)).isTrue();
            assertLedger(shipper.stats(), 10, 0, 10);
            assertThat(shipper.stats().dropped(DropReason.EXPIRED)).isEqualTo(10);
        }
    }

    @Test
    void closingDuringAnOutageEndsAtTheDeadlineAndCountsTheRest() {
        backend.faults().always(Fault.status(429).retryAfter("3600"));
        LogShipper shipper = shipper(s -> s.drainTimeout(Duration.ofMillis(100)));
        log(shipper, 10);
        shipper.close();

        assertLedger(shipper.stats(), 10, 0, 10);
        assertThat(shipper.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(10);
        assertThat(messages).anyMatch(message -> message.contains("dropped 10 as shutdown"));
    }

    @Test
    void closingTriesAtOnceInsteadOfWaitingForARetry() {
        backend.faults().next(Fault.status(503).retryAfter("3600"));
        LogShipper shipper = shipper(s -> s.drainTimeout(Duration.ofMinutes(5)));
        log(shipper, 10);
        await().atMost(LONG).until(() -> backend.requests().size() == 1);
        shipper.close();

        assertLedger(shipper.stats(), 10, 10, 0);
    }

    @Test
    void closingCutsAHangingRequestShort() {
        backend.faults().always(Fault.noAnswer());
        LogShipper shipper = shipper(s -> s.drainTimeout(Duration.ofMillis(100)).remoteTimeout(Duration.ofMinutes(5)));
        log(shipper, 10);
        await().atMost(LONG).until(() -> shipper.stats().pending() == 10);
        shipper.close();

        assertLedger(shipper.stats(), 10, 0, 10);
    }

    @Test
    void troubleIsSaidOnceNotOncePerAttempt() {
        backend.faults().next(20, Fault.status(503).body("busy"));
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, 10);
            assertThat(shipper.flush(LONG)).isTrue();
        }
        assertThat(messages).filteredOn(message -> message.contains("HTTP 503")).hasSize(1);
    }

    @Test
    void noSecretIsEverSaid() {
        backend.stop();
        String url = backend.url().replace("http://", "http://user:s3cret@");
        LogShipper shipper = LogShipper.builder(url)
                .settings(s -> s.headers(Map.of("X-Key", "k3y")).drainTimeout(Duration.ZERO))
                .listener(listener)
                .build();
        log(shipper, 1);
        await().atMost(LONG).until(() -> !messages.isEmpty());
        shipper.close();

        assertThat(messages).noneMatch(message -> message.contains("s3cret") || message.contains("k3y"));
    }

    private LogShipper shipper(Consumer<ShipperSettingsBuilder> settings) {
        return LogShipper.builder(backend.url())
                .settings(s -> s.minBackoff(Duration.ofMillis(1)).maxBackoff(Duration.ofMillis(10)))
                .settings(settings)
                .listener(listener)
                .build();
    }

    private static void log(LogShipper shipper, int lines) {
        for (int i = 0; i < lines; i++) {
            shipper.log(Instant.now(), Map.of("app", "shop"), "line " + i, Map.of());
        }
    }

    private void assertStoredInOrder(int lines) {
        assertThat(backend.loki().entries())
                .extracting(StoredEntry::line)
                .containsExactlyElementsOf(
                        IntStream.range(0, lines).mapToObj(i -> "line " + i).toList());
    }

    private static void assertLedger(Stats stats, long accepted, long delivered, long dropped) {
        assertThat(stats.accepted()).isEqualTo(accepted);
        assertThat(stats.delivered()).isEqualTo(delivered);
        assertThat(stats.dropped()).isEqualTo(dropped);
        assertThat(stats.pending()).isZero();
    }
}
