package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.health.Health;
import dev.penstock.health.Health.Status;
import dev.penstock.ledger.DropReason;
import dev.penstock.settings.ShipperSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(EmbeddedBackendExtension.class)
class HealthTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EmbeddedBackend backend;

    HealthTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @Test
    void aShipperThatDeliversIsUpAndAClosedOneIsDown() {
        LogShipper shipper = shipper(s -> {});
        assertThat(shipper.health()).isEqualTo(Health.UP);
        log(shipper, "line");
        assertThat(shipper.flush(LONG)).isTrue();
        assertThat(shipper.health()).isEqualTo(Health.UP);

        shipper.close();

        assertThat(shipper.health().status()).isEqualTo(Status.DOWN);
        assertThat(shipper.health().reason()).contains("closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void whatMayPassByItselfDegradesAndIsOverWithTheFirstSuccess(int status) {
        backend.faults().always(Fault.status(status).body("busy"));
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, "line");
            awaitStatus(shipper, Status.DEGRADED);
            assertThat(shipper.health().reason()).contains(backend.lokiPushUrl(), "HTTP " + status, "busy");

            backend.faults().clear();
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.health()).isEqualTo(Health.UP);
        }
    }

    @Test
    void refusedConnectionsDegrade() {
        backend.stop();
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, "line");
            awaitStatus(shipper, Status.DEGRADED);
            assertThat(shipper.health().reason()).contains(backend.lokiPushUrl(), "ConnectException");

            backend.restart();
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.health()).isEqualTo(Health.UP);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 405, 302})
    void whatAPersonMustMendIsDownAndNamesUrlAndStatus(int status) {
        backend.faults().always(Fault.status(status).body("not so"));
        try (LogShipper shipper = shipper(s -> s.tenantId("shop"))) {
            log(shipper, "line");
            awaitStatus(shipper, Status.DOWN);
            assertThat(shipper.health().reason())
                    .contains(backend.lokiPushUrl(), "HTTP " + status, "not so", "tenant shop");

            backend.faults().clear();
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(shipper.health()).isEqualTo(Health.UP);
        }
    }

    @Test
    void theReasonHoldsNoSecret() {
        backend.stop();
        String url = backend.url().replace("http://", "http://user:s3cret@");
        try (LogShipper shipper = LogShipper.builder(url)
                .settings(s -> s.drainTimeout(Duration.ZERO))
                .listener((severity, message) -> {})
                .build()) {
            log(shipper, "line");
            awaitStatus(shipper, Status.DEGRADED);

            assertThat(shipper.health().toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void lostRecordsDegradeThoughDeliveriesSucceed() {
        backend.faults().next(Fault.status(418));
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, "refused");
            assertThat(shipper.flush(LONG)).isTrue();
            log(shipper, "taken");
            assertThat(shipper.flush(LONG)).isTrue();

            assertThat(shipper.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(shipper.health().reason()).contains("1 rejected");
        }
    }

    @Test
    void droppingAtTheQueueDegrades() {
        backend.stop();
        try (LogShipper shipper = shipper(s -> s.bufferSize(64 << 10))) {
            while (shipper.stats().dropped(DropReason.QUEUE_FULL) == 0) {
                log(shipper, "x".repeat(10_000));
            }

            assertThat(shipper.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(shipper.health().reason()).contains("queue_full");
        }
    }

    /** An answer that refuses records is an answer: what was wrong before it is over. */
    @Test
    void aRefusalEndsTheTroubleBeforeIt() {
        backend.faults().next(Fault.status(401).body("wrong token")).next(Fault.status(418));
        try (LogShipper shipper = shipper(s -> {})) {
            log(shipper, "line");
            assertThat(shipper.flush(LONG)).isTrue();

            assertThat(shipper.health().status()).isEqualTo(Status.DEGRADED);
            assertThat(shipper.health().reason()).doesNotContain("401");
        }
    }

    private static void awaitStatus(LogShipper shipper, Status status) {
        await().atMost(LONG).until(() -> shipper.health().status() == status);
    }

    private LogShipper shipper(Consumer<ShipperSettingsBuilder> settings) {
        return LogShipper.builder(backend.url())
                .settings(s -> s.minBackoff(Duration.ofMillis(1))
                        .maxBackoff(Duration.ofMillis(5))
                        .batchWait(Duration.ofMillis(5))
                        .drainTimeout(Duration.ZERO))
                .settings(settings)
                .listener((severity, message) -> {})
                .build();
    }

    private static void log(LogShipper shipper, String line) {
        shipper.log(Instant.now(), Map.of("app", "shop"), line, Map.of());
    }
}
