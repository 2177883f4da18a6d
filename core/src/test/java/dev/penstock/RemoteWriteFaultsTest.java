package dev.penstock;

import static dev.penstock.PublishedMetrics.many;
import static dev.penstock.PublishedMetrics.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.health.Health;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.NativeHistogram;
import dev.penstock.settings.ProtobufMessage;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.ReceivedRequest;
import dev.penstock.testkit.RemoteWriteVersion;
import dev.penstock.testkit.StoredSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of samples when the receiver, or the way to it, does not do as it should. */
class RemoteWriteFaultsTest {

    private EmbeddedBackend backend = EmbeddedBackend.start();
    private PublishedMetrics metrics = new PublishedMetrics(settings(backend.remoteWriteUrl()));

    @AfterEach
    void close() {
        metrics.close();
        backend.close();
    }

    private void with(RemoteWriteSettingsBuilder settings) {
        metrics.close();
        metrics = new PublishedMetrics(settings);
    }

    private void receiver(RemoteWriteVersion... versions) {
        backend.close();
        backend = EmbeddedBackend.builder().remoteWriteVersions(versions).start();
        with(settings(backend.remoteWriteUrl()));
    }

    private List<ReceivedRequest> requests() {
        return backend.metricRequests();
    }

    static Stream<Fault> passing() {
        return Stream.of(
                Fault.status(500),
                Fault.status(503).retryAfter("0"),
                Fault.status(429),
                Fault.status(429).retryAfter("1"),
                Fault.reset(),
                Fault.resetMidBody());
    }

    @ParameterizedTest
    @MethodSource("passing")
    void whatPassesIsWaitedOutAndArrivesInOrderWithItsOwnTimes(Fault fault) {
        backend.metricFaults().next(2, fault);
        for (int i = 0; i < 5; i++) {
            metrics.gauges.put("a", (double) i);
            metrics.publish();
        }
        metrics.flush();

        assertThat(backend.metrics().select("a").get(0).samples())
                .extracting(StoredSample::value)
                .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0);
        Stats stats = metrics.balanced();
        assertThat(stats.delivered()).isEqualTo(5);
        assertThat(stats.dropped()).isZero();
        assertThat(stats.retries()).isPositive();
        assertThat(metrics.shipper.counts().samplesRetried()).isPositive();
        assertThat(metrics.shipper.counts().samplesFailed()).isZero();
        assertThat(requests())
                .filteredOn(each -> each.header("Retry-Attempt") != null)
                .isNotEmpty();
    }

    @Test
    void aRepetitionSaysWhichItIs() {
        backend.metricFaults().next(3, Fault.status(503));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(requests()).extracting(each -> each.header("Retry-Attempt")).containsExactly(null, "1", "2", "3");
    }

    @Test
    void anOutageIsWaitedOut() {
        metrics.gauges.put("a", 0.0);
        metrics.publish();
        metrics.flush();
        backend.stop();
        for (int i = 1; i <= 100; i++) {
            metrics.gauges.put("a", (double) i);
            metrics.publish();
        }
        metrics.awaitMessage("will try again");
        assertThat(metrics.balanced().pending()).isEqualTo(100);
        backend.restart();
        metrics.flush();

        assertThat(backend.metrics().select("a").get(0).samples()).hasSize(101);
        assertThat(metrics.balanced().delivered()).isEqualTo(101);
        metrics.awaitMessage("again");
    }

    @Test
    void aSlowAnswerIsNoFailure() {
        backend.metricFaults().next(Fault.delay(Duration.ofMillis(300)));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(metrics.balanced().retries()).isZero();
    }

    @Test
    void aBlackHoleIsGivenUpAfterTheTimeout() {
        with(settings(backend.remoteWriteUrl()).set("remoteTimeout", "200ms"));
        backend.metricFaults().next(Fault.noAnswer());
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(metrics.balanced().retries()).isEqualTo(1);
        assertThat(backend.metrics().sampleCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 422, 409})
    void whatIsRefusedIsNeverSentAgain(int status) {
        backend.metricFaults().next(Fault.status(status).body("no such thing"));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(requests()).hasSize(1);
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(1);
        assertThat(metrics.shipper.counts().samplesFailed()).isEqualTo(1);
        metrics.awaitMessage("HTTP " + status + " 'no such thing'");
        boolean forPeople = status > 400 && status < 406;
        assertThat(metrics.shipper.health().status())
                .isEqualTo(forPeople ? Health.Status.DOWN : Health.Status.DEGRADED);

        metrics.publish();
        metrics.flush();

        assertThat(metrics.balanced().delivered()).isEqualTo(1);
        assertThat(metrics.shipper.health().status()).isNotEqualTo(Health.Status.DOWN);
    }

    @Test
    void ofAPartialWriteWhatWasWrittenIsDeliveredAndTheRestRejected() {
        backend.metricFaults()
                .next(Fault.status(400)
                        .body("out of order sample")
                        .header("X-Prometheus-Remote-Write-Samples-Written", "7")
                        .header("X-Prometheus-Remote-Write-Histograms-Written", "0"));
        metrics.publish(many(10, 1));
        metrics.flush();

        Stats stats = metrics.balanced();
        assertThat(stats.delivered()).isEqualTo(7);
        assertThat(stats.dropped(DropReason.REJECTED)).isEqualTo(3);
        assertThat(requests()).hasSize(1);
        metrics.awaitMessage("dropped 3 of 10 samples as rejected");
    }

    @Test
    void whatASuccessHasNotWrittenIsRejected() {
        backend.metricFaults().next(Fault.status(200).header("X-Prometheus-Remote-Write-Samples-Written", "9"));
        metrics.publish(many(10, 1));
        metrics.flush();

        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(1);
        metrics.awaitMessage("dropped 1 of 10 samples");
    }

    @Test
    void aRequestThatIsTooLargeIsDividedAndOnlyWhatIsTooLargeAloneIsRejected() {
        backend.metricFaults().when(each -> Long.parseLong(each.header("Content-Length")) > 2000, Fault.status(413));
        metrics.publish(table -> {
            many(500, 1).collect(table);
            StringBuilder noise = new StringBuilder();
            for (int i = 0; i < 4000; i++) {
                noise.append((char) ('a' + (i * 7919 + i / 26) % 26)).append(i);
            }
            table.series(PublishedMetrics.gauge("huge"), "huge", Labels.of("noise", noise.toString()))
                    .set(1);
        });
        metrics.flush();

        Stats stats = metrics.balanced();
        assertThat(stats.delivered()).isEqualTo(500);
        assertThat(stats.dropped(DropReason.REJECTED)).isEqualTo(1);
        assertThat(backend.metrics().select("many")).hasSize(500);
        assertThat(backend.metrics().violations()).isEmpty();
        assertThat(backend.metrics().select("many{number=\"7\"}").get(0).metadata())
                .hasValueSatisfying(each -> assertThat(each.help()).isEqualTo("Help of many."));
    }

    @Test
    void aReceiverThatAnswers415Gets10FromThenOn() {
        receiver(RemoteWriteVersion.V1);
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.publish();
        metrics.flush();

        assertThat(requests())
                .extracting(each -> each.header("X-Prometheus-Remote-Write-Version"))
                .startsWith("2.0.0", "0.1.0")
                .filteredOn(each -> "2.0.0".equals(each))
                .hasSize(1);
        assertThat(backend.metrics().select("a").get(0).samples()).hasSize(2);
        assertThat(metrics.balanced().delivered()).isEqualTo(2);
        assertThat(metrics.balanced().dropped()).isZero();
        metrics.awaitMessage("does not know remote write 2.0");
        assertThat(backend.metrics().metadata()).containsKey("a");
    }

    @Test
    void aReceiverThatAnswersWithoutSayingWhatItWroteGets10FromThenOn() {
        backend.metricFaults()
                .when(each -> "2.0.0".equals(each.header("X-Prometheus-Remote-Write-Version")), Fault.status(204));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.publish();
        metrics.flush();

        assertThat(backend.metrics().select("a").get(0).samples()).hasSize(2);
        assertThat(metrics.balanced().delivered()).isEqualTo(2);
        assertThat(requests())
                .filteredOn(each -> "2.0.0".equals(each.header("X-Prometheus-Remote-Write-Version")))
                .hasSize(1);
    }

    @Test
    void whoInsistsOn20IsToldThatItIsNotKnown() {
        receiver(RemoteWriteVersion.V1);
        with(settings(backend.remoteWriteUrl()).protobufMessage(ProtobufMessage.V2));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(1);
        metrics.awaitMessage("set protobufMessage to auto");
    }

    @Test
    void aSuccessThatSaysNothingIsNoneWhereSomebodyInsistsOn20() {
        with(settings(backend.remoteWriteUrl()).protobufMessage(ProtobufMessage.V2));
        backend.metricFaults().always(Fault.status(204));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(1);
        metrics.awaitMessage("without saying what it has written");
        backend.metricFaults().clear();
    }

    @Test
    void namesThat10DoesNotKnowAreEscaped() {
        with(settings(backend.remoteWriteUrl()).protobufMessage(ProtobufMessage.V1));
        metrics.publish(table -> table.series(
                        PublishedMetrics.gauge("größe.x"), "größe.x", Labels.of("länder-code", "é", "9a", "b"))
                .set(1));
        metrics.flush();

        assertThat(backend.metrics().select("gr__e_x{l_nder_code=\"é\",_a=\"b\"}"))
                .hasSize(1);
        assertThat(backend.metrics().violations()).isEmpty();
    }

    @Test
    void customBucketsCannotBeSentBy10() {
        with(settings(backend.remoteWriteUrl())
                .protobufMessage(ProtobufMessage.V1)
                .sendNativeHistograms(true));
        metrics.publish(table -> {
            table.series(PublishedMetrics.gauge("custom"), "custom", Labels.EMPTY)
                    .set(NativeHistogram.builder(NativeHistogram.CUSTOM_BUCKETS)
                            .count(1, 1)
                            .customValues(1)
                            .positive(new int[] {0, 1}, new double[] {1})
                            .build());
            table.series(PublishedMetrics.gauge("exponential"), "exponential", Labels.EMPTY)
                    .set(NativeHistogram.builder(0)
                            .count(1, 1)
                            .positive(new int[] {0, 1}, new double[] {1})
                            .build());
        });
        metrics.flush();

        assertThat(backend.metrics().select("exponential")).hasSize(1);
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(1);
        assertThat(metrics.balanced().delivered()).isEqualTo(1);
    }

    @Test
    void by10NativeHistogramsAreNotSentUnlessAskedFor() {
        receiver(RemoteWriteVersion.V1);
        for (int i = 0; i < 2; i++) {
            metrics.publish(table -> {
                table.series(PublishedMetrics.gauge("a"), "a", Labels.EMPTY).set(1);
                table.series(PublishedMetrics.gauge("h"), "h", Labels.EMPTY)
                        .set(NativeHistogram.builder(0).build());
            });
            metrics.flush();
        }

        assertThat(backend.metrics().select("a").get(0).samples()).hasSize(2);
        // Of the first publish, before it was known; after that it is not even accepted.
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(1);
    }

    @Test
    void aReceiverThatHasProvedToKnow20KeepsIt() {
        metrics.publish(many(10, 1));
        metrics.flush();
        backend.metricFaults().next(Fault.status(200).body("<html>a login page</html>"));
        metrics.publish(many(10, 2));
        metrics.publish(many(10, 3));
        metrics.flush();

        assertThat(requests()).allMatch(each -> "2.0.0".equals(each.header("X-Prometheus-Remote-Write-Version")));
        assertThat(metrics.balanced().delivered()).isEqualTo(20);
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(10);
    }

    @Test
    void aReceiverThatNoMoreKnows10Gets20Again() {
        receiver(RemoteWriteVersion.V2);
        backend.metricFaults().next(Fault.status(415));
        metrics.publish(many(10, 1));
        metrics.publish(many(10, 2));
        metrics.flush();

        assertThat(metrics.balanced().delivered()).isEqualTo(20);
    }

    @Test
    void nonsenseInTheHeadersDoesNotUpsetTheLedger() {
        backend.metricFaults()
                .next(Fault.status(200)
                        .header("X-Prometheus-Remote-Write-Samples-Written", "9223372036854775807")
                        .header("X-Prometheus-Remote-Write-Histograms-Written", "9223372036854775807"))
                .next(Fault.status(200).header("X-Prometheus-Remote-Write-Samples-Written", "-7"));
        metrics.publish(many(3, 1));
        metrics.publish(many(3, 2));
        metrics.flush();

        Stats stats = metrics.balanced();
        assertThat(stats.delivered()).isEqualTo(3);
        assertThat(stats.dropped(DropReason.REJECTED)).isEqualTo(3);
        assertThat(stats.pending()).isZero();
    }

    @Test
    void seriesThatAreTheSameOnceEscapedAreNotBothSentBy10() {
        with(settings(backend.remoteWriteUrl()).protobufMessage(ProtobufMessage.V1));
        metrics.publish(table -> {
            table.series(PublishedMetrics.gauge("a"), "a", Labels.of("x.y", "1"))
                    .set(1);
            table.series(PublishedMetrics.gauge("a"), "a", Labels.of("x_y", "1"))
                    .set(2);
            table.series(PublishedMetrics.gauge("b"), "b", Labels.EMPTY).set(3);
        });
        metrics.flush();

        assertThat(backend.metrics().violations()).isEmpty();
        assertThat(metrics.balanced().delivered()).isEqualTo(2);
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(1);
        metrics.awaitMessage("the same once their names are escaped");
    }

    @Test
    void aHugeLabelCostsOneSample() {
        with(settings(backend.remoteWriteUrl()).set("bufferSize", "64KiB"));
        StringBuilder noise = new StringBuilder();
        new Random(1).ints(200_000, 'a', 'z').forEach(each -> noise.append((char) each));
        metrics.publish(table -> {
            many(500, 1).collect(table);
            table.series(PublishedMetrics.gauge("huge"), "huge", Labels.of("noise", noise.toString()))
                    .set(1);
        });
        metrics.flush();

        assertThat(metrics.balanced().delivered()).isEqualTo(500);
        assertThat(metrics.balanced().dropped(DropReason.TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void anOutageIsSaidHoweverManyNamesThereWasTroubleWith() {
        metrics.publish(table -> {
            for (int i = 0; i < 300; i++) {
                table.series(PublishedMetrics.gauge("n" + i), "n" + i, Labels.EMPTY)
                        .set(1);
                table.series(PublishedMetrics.gauge("n" + i), "n" + i, Labels.EMPTY)
                        .set(1);
            }
        });
        metrics.flush();
        backend.stop();
        metrics.publish(many(1, 1));

        metrics.awaitMessage("will try again until maxAge");
        backend.restart();
        metrics.flush();
        assertThat(metrics.balanced().dropped()).isEqualTo(300);
    }

    @Test
    void theTenantAndCredentialsAreSent() {
        backend.close();
        backend = EmbeddedBackend.builder()
                .authEnabled(true)
                .bearerToken("s3cret")
                .start();
        with(settings(backend.remoteWriteUrl()).tenantId("team-a").set("bearer_token", "s3cret"));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(backend.metrics().select("team-a", "a")).hasSize(1);
    }

    @Test
    void aWrongTokenIsSaidWithoutTheToken() {
        backend.close();
        backend = EmbeddedBackend.builder().bearerToken("s3cret").start();
        with(settings(backend.remoteWriteUrl()).set("bearer_token", "wr0ng"));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.flush();

        metrics.awaitMessage("HTTP 401");
        assertThat(metrics.messages).noneMatch(each -> each.contains("wr0ng"));
        assertThat(metrics.shipper.health().status()).isEqualTo(Health.Status.DOWN);
    }

    @Test
    void stoppedInAnOutageEverythingIsCountedAsShutdown() {
        with(settings(backend.remoteWriteUrl()).set("drainTimeout", "200ms"));
        backend.stop();
        metrics.publish(many(3000, 1));
        metrics.close();

        Stats stats = metrics.balanced();
        assertThat(stats.dropped(DropReason.SHUTDOWN)).isEqualTo(6000);
        assertThat(stats.pending()).isZero();
    }

    @Test
    void onDiskSamplesOutliveTheProcessAndArriveInOrder(@TempDir Path directory) {
        backend.stop();
        with(settings(backend.remoteWriteUrl())
                .set("bufferDirectory", directory.toString())
                .set("drainTimeout", "200ms"));
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.publish();
        metrics.close();
        assertThat(metrics.shipper.stats().onDisk()).isEqualTo(3);

        backend.restart();
        PublishedMetrics next =
                new PublishedMetrics(settings(backend.remoteWriteUrl()).set("bufferDirectory", directory.toString()));
        next.clock.set(metrics.clock.get() + 1000);
        next.gauges.put("a", 2.0);
        next.publish();
        next.flush();

        assertThat(backend.metrics().select("a").get(0).samples())
                .extracting(StoredSample::isStale)
                .containsExactly(false, false, true, false);
        assertThat(next.balanced().delivered()).isEqualTo(4);
        next.close();
    }

    @Test
    void whatIsTooOldIsGivenUp() {
        with(settings(backend.remoteWriteUrl()).set("maxAge", "300ms"));
        backend.stop();
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        Awaitility.await()
                .untilAsserted(() -> assertThat(metrics.balanced().dropped(DropReason.EXPIRED))
                        .isEqualTo(1));
    }

    @Test
    void theOldestCanGiveWayToTheNewest() {
        with(settings(backend.remoteWriteUrl()).set("bufferSize", "64KiB").set("overflow", "drop_oldest"));
        backend.stop();
        for (int i = 0; i < 100; i++) {
            metrics.publish(many(500, i + Math.random()));
        }
        backend.restart();
        metrics.flush();

        Stats stats = metrics.balanced();
        assertThat(stats.dropped(DropReason.BUFFER_FULL)).isPositive();
        assertThat(backend.metrics().select("many{number=\"0\"}").get(0).lastSample())
                .hasValueSatisfying(each -> assertThat(each.value()).isGreaterThan(99));
    }
}
