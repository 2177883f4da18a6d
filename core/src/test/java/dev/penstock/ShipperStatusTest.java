package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.health.Health;
import dev.penstock.metrics.Measured;
import dev.penstock.metrics.ShipperStatus;
import dev.penstock.metrics.ShipperStatus.Kind;
import dev.penstock.metrics.ShipperStatus.LastFailure;
import dev.penstock.metrics.ShipperStatus.StreamCount;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(EmbeddedBackendExtension.class)
class ShipperStatusTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final EmbeddedBackend backend;

    ShipperStatusTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    private LogShipper shipper() {
        return LogShipper.builder(backend.url())
                .name("audit")
                .settings(s -> s.tenantId("shop")
                        .batchWait(Duration.ofMillis(20))
                        .minBackoff(Duration.ofMillis(5))
                        .maxBackoff(Duration.ofMillis(20)))
                .build();
    }

    private static void log(LogShipper shipper, String app) {
        shipper.log(Instant.now(), Map.of("app", app), "line", Map.of());
    }

    private static ShipperStatus only() {
        return RunningShippers.all().stream()
                .filter(each -> each.name().equals("audit"))
                .map(Measured::status)
                .reduce((one, other) -> {
                    throw new AssertionError("two: " + one + ", " + other);
                })
                .orElseThrow();
    }

    @Test
    void aFreshShipperHasNothingToTell() {
        try (LogShipper unused = shipper()) {
            ShipperStatus status = only();

            assertThat(status.kind()).isEqualTo(Kind.LOGS);
            assertThat(status.url()).isEqualTo(backend.lokiPushUrl());
            assertThat(status.tenant()).isEqualTo("shop");
            assertThat(status.health()).isEqualTo(Health.UP);
            assertThat(status.stats().accepted()).isZero();
            assertThat(status.queuedRecords()).isZero();
            assertThat(status.queueCapacity()).isPositive();
            assertThat(status.bufferedBytes()).isZero();
            assertThat(status.bufferLimit()).isPositive();
            assertThat(status.onDiskBytes()).isZero();
            assertThat(status.lastFailure()).isNull();
            assertThat(status.lastSuccess()).isNull();
            assertThat(status.streams()).isEmpty();
            assertThat(status.streamsSeen()).isZero();
        }
        assertThat(RunningShippers.all()).noneMatch(each -> each.name().equals("audit"));
    }

    @Test
    void successAndStreamsAreTold() {
        Instant before = Instant.now().minusMillis(1);
        try (LogShipper shipper = shipper()) {
            log(shipper, "shop");
            log(shipper, "till");
            log(shipper, "shop");
            assertThat(shipper.flush(LONG)).isTrue();

            ShipperStatus status = only();
            assertThat(status.lastSuccess()).isBetween(before, Instant.now());
            assertThat(status.lastFailure()).isNull();
            assertThat(status.streams())
                    .containsExactly(new StreamCount("{app=\"shop\"}", 2), new StreamCount("{app=\"till\"}", 1));
            assertThat(status.streamsSeen()).isEqualTo(2);
            assertThat(status.otherRecords()).isZero();
        }
    }

    @Test
    void aFailureIsToldWithItsRemedyAndStaysWhenItIsOver() {
        backend.faults().always(Fault.status(401).body("no org id"));
        try (LogShipper shipper = shipper()) {
            log(shipper, "shop");
            await().atMost(LONG).until(() -> only().lastFailure() != null);
            LastFailure failure = Objects.requireNonNull(only().lastFailure());
            assertThat(failure.status()).isEqualTo(401);
            assertThat(failure.message()).contains(backend.lokiPushUrl(), "tenant shop", "HTTP 401", "no org id");
            assertThat(failure.remedy()).contains("tenantId");
            assertThat(failure.at()).isBeforeOrEqualTo(Instant.now());
            assertThat(only().health().status()).isEqualTo(Health.Status.DOWN);

            backend.faults().clear();
            assertThat(shipper.flush(LONG)).isTrue();
            assertThat(only().lastFailure()).isNotNull();
            assertThat(only().health()).isEqualTo(Health.UP);
        }
    }

    @Test
    void aBackendThatDoesNotAnswerHasNoStatus() {
        backend.stop();
        try (LogShipper shipper = shipper()) {
            log(shipper, "shop");
            await().atMost(LONG).until(() -> only().lastFailure() != null);
            LastFailure failure = Objects.requireNonNull(only().lastFailure());

            assertThat(failure.status()).isNull();
            assertThat(failure.message()).contains("ConnectException");
            assertThat(failure.remedy()).contains("url");
            backend.restart();
        }
    }

    @Test
    void metricsHaveNoQueueAndNoStreams() {
        MetricShipper shipper = MetricShipper.start(
                "audit",
                RemoteWriteSettings.builder()
                        .set(
                                "url",
                                "http://me:secret@" + backend.remoteWriteUrl().substring("http://".length())
                                        + "?key=secret")
                        .set("bufferDirectory", folder.toString())
                        .build(),
                (severity, message) -> {});
        try {
            assertThat(shipper.publish(sink -> {})).isTrue();
            assertThat(shipper.flush(LONG)).isTrue();
            ShipperStatus status = only();

            assertThat(status.kind()).isEqualTo(Kind.METRICS);
            assertThat(status.url()).isEqualTo(backend.remoteWriteUrl() + "?***");
            assertThat(status.toString()).doesNotContain("secret");
            assertThat(status.tenant()).isEmpty();
            assertThat(status.queueCapacity()).isZero();
            assertThat(status.streams()).isEmpty();
            assertThat(status.lastSuccess()).isNotNull();
            assertThat(status.stats().delivered()).isPositive();
        } finally {
            shipper.close();
        }
    }
}
