package dev.penstock.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.health.Health;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredSample;
import dev.penstock.testkit.StoredSeries;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** From start to close. */
class RemoteWriterLifeTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter counter =
            Counter.builder().withoutExemplars().name("work").register(registry);

    @Test
    void aShortLifeDeliversItsLastValuesOnceAndEndsItsSeries() {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            RemoteWriter writer = RemoteWriter.builder(registry)
                    .url(backend.remoteWriteUrl())
                    .set("step", "1h")
                    .set("job", "shop")
                    .set("instance", "one")
                    .start();
            counter.inc(42);
            writer.close();
            writer.close();
            List<StoredSeries> stored = backend.metrics().series();
            assertThat(stored)
                    .extracting(StoredSeries::name)
                    .containsExactlyInAnyOrder("work_total", "up", "scrape_duration_seconds", "scrape_samples_scraped");
            assertThat(stored).allSatisfy(series -> {
                assertThat(series.samples()).hasSize(2);
                assertThat(series.isStale()).isTrue();
                assertThat(series.labels()).containsEntry("job", "shop").containsEntry("instance", "one");
            });
            assertThat(backend.metrics()
                            .select("work_total")
                            .get(0)
                            .samples()
                            .get(0)
                            .value())
                    .isEqualTo(42);
            assertThat(writer.stats().accepted())
                    .isEqualTo(8)
                    .isEqualTo(writer.stats().delivered());
            assertThat(writer.health().status()).isEqualTo(Health.Status.DOWN);
            assertThat(writer.publish()).isFalse();
            assertThat(backend.metrics().violations()).isEmpty();
        }
    }

    @Test
    void everyStepIsPublished() {
        try (Pushed pushed = new Pushed(registry, "step", "100ms")) {
            await().until(() -> pushed.backend.metrics().select("work_total").stream()
                    .anyMatch(series -> series.samples().size() >= 3));
            List<StoredSample> samples = pushed.series("work_total").samples();
            assertThat(samples)
                    .extracting(StoredSample::timestampMillis)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(pushed.backend.metrics().violations()).isEmpty();
        }
    }

    @Test
    void publishesWithinOneMillisecondAreAllDelivered() {
        AtomicLong now = new AtomicLong(System.currentTimeMillis());
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            RemoteWriter writer = RemoteWriter.builder(registry)
                    .url(backend.remoteWriteUrl())
                    .set("step", "1h")
                    .clock(() -> Instant.ofEpochMilli(now.get()))
                    .start();
            assertThat(writer.publish()).isTrue();
            counter.inc();
            assertThat(writer.publish()).isTrue();
            now.addAndGet(-3_600_000);
            assertThat(writer.publish()).as("after the clock was set back").isFalse();
            counter.inc();
            writer.close();
            List<StoredSample> samples =
                    backend.metrics().select("work_total").get(0).samples();
            assertThat(samples)
                    .extracting(StoredSample::timestampMillis)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(samples.subList(0, 3)).extracting(StoredSample::value).containsExactly(0.0, 1.0, 2.0);
            assertThat(samples.get(3).isStale()).isTrue();
        }
    }

    @Test
    void aCollectorThatDoesNotReturnKeepsNobodyFromClosing() {
        CountDownLatch never = new CountDownLatch(1);
        boolean[] blocks = {false};
        registry.register((Collector) () -> {
            if (blocks[0]) {
                awaitUninterruptibly(never);
            }
            return GaugeSnapshot.builder().name("slow").build();
        });
        try (Pushed pushed = new Pushed(registry, "drainTimeout", "1s")) {
            pushed.flush();
            blocks[0] = true;
            assertThat(pushed.writer.flush(Duration.ofSeconds(30))).isFalse();
            pushed.writer.close();
            assertThat(pushed.warnings).anyMatch(warning -> warning.contains("could not be read in time"));
            assertThat(pushed.series("work_total").samples()).isNotEmpty();
        } finally {
            never.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingWhileInterruptedStillDelivers() {
        try (Pushed pushed = new Pushed(registry)) {
            counter.inc(3);
            Thread.currentThread().interrupt();
            pushed.writer.close();
            assertThat(Thread.interrupted()).isTrue();
            await().until(() -> !pushed.backend.metrics().select("work_total").isEmpty());
            assertThat(pushed.series("work_total").samples().get(0).value()).isEqualTo(3);
        }
    }

    @Test
    void twoWritersOfOneRegistryDoNotDisturbEachOther() {
        try (Pushed one = new Pushed(registry);
                Pushed other = new Pushed(registry)) {
            counter.inc();
            one.flush();
            other.flush();
            assertThat(one.sample("work_total").value())
                    .isEqualTo(other.sample("work_total").value());
        }
    }

    @Test
    void settingsAreEitherCompleteOrSingle() {
        RemoteWriteSettings settings =
                RemoteWriteSettings.builder().url("http://localhost:9090").build();
        assertThatThrownBy(() -> RemoteWriter.builder(registry)
                        .settings(settings)
                        .set("step", "5s")
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("settings");
        assertThatThrownBy(() -> RemoteWriter.builder(registry).set("stepp", "5s"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("stepp");
        assertThatThrownBy(() -> RemoteWriter.builder(registry).start())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("url");
    }

    @Test
    void completeSettingsAreTaken() {
        Gauge.builder().withoutExemplars().name("g").register(registry).set(1);
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                RemoteWriter writer = RemoteWriter.builder(registry)
                        .settings(RemoteWriteSettings.builder()
                                .url(backend.remoteWriteUrl())
                                .job("shop")
                                .build())
                        .name("orders")
                        .start()) {
            assertThat(writer.flush(Duration.ofMinutes(2))).isTrue();
            assertThat(backend.metrics().select("g{job=\"shop\"}")).hasSize(1);
            assertThat(writer).asString().startsWith("RemoteWriter[orders, http://");
            assertThat(writer.health()).isEqualTo(Health.UP);
        }
    }
}
