package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.MetricShipper;
import dev.penstock.RunningShippers;
import dev.penstock.diagnostics.DiagnosticListener.Severity;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.ApplicationStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registry that is made while its application starts. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegistryStartTest {

    private final WriteReceiver receiver = WriteReceiver.start();
    private final ApplicationStart start = new ApplicationStart(Duration.ofHours(1));
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    private RemoteWriteMeterRegistry registry(Map<String, String> settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("url", receiver.url(), "sendScrapeSeries", "false", "step", "1h"));
        all.putAll(settings);
        return RemoteWriteMeterRegistry.builder(PushedRegistry.config(all))
                .applicationStart(start)
                .listener((severity, message) -> {
                    if (severity == Severity.WARN) {
                        troubles.add(message);
                    }
                })
                .build();
    }

    private static boolean isShipping() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(each -> each.getName().startsWith("penstock-deliver"));
    }

    private List<Pushed> pushes() {
        return receiver.timestamps().stream()
                .map(time -> new Pushed(receiver.samples(), time))
                .toList();
    }

    @Test
    void shippingBeginsWhenTheApplicationHasStarted() {
        await().until(() -> !isShipping());
        try (RemoteWriteMeterRegistry registry = registry(Map.of("step", "100ms"))) {
            registry.counter("c").increment();
            assertThat(isShipping()).isFalse();

            start.end();

            await().until(() -> pushes().size() >= 2);
            assertThat(pushes().get(0).values).containsExactly(Map.entry("c_total{}", 1.0));
        }
    }

    @Test
    void whoeverAsksForTheShipperHasItStarted() {
        try (RemoteWriteMeterRegistry registry = registry(Map.of())) {
            registry.counter("c").increment();

            MetricShipper shipper = registry.shipper();

            assertThat(shipper).isNotNull().isSameAs(registry.shipper());
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
            assertThat(pushes()).hasSize(1);
        }
    }

    @Test
    void aFlushOfAllHasItStarted() {
        try (RemoteWriteMeterRegistry registry = registry(Map.of())) {
            registry.counter("c").increment();

            assertThat(RunningShippers.flush(Duration.ofMinutes(2))).isTrue();

            assertThat(pushes()).hasSize(1);
        }
    }

    @Test
    void aRegistryThatIsClosedBeforeHasItsValuesSent() {
        RemoteWriteMeterRegistry registry = registry(Map.of());
        registry.counter("c").increment();

        registry.close();
        start.end();

        assertThat(pushes()).hasSize(2);
        assertThat(pushes().get(0).values).containsExactly(Map.entry("c_total{}", 1.0));
        assertThat(pushes().get(1).ended).containsExactly("c_total{}");
        MetricShipper shipper = registry.shipper();
        assertThat(shipper).isNotNull();
        Stats stats = shipper.stats();
        assertThat(stats.accepted()).isEqualTo(stats.delivered()).isEqualTo(2);
        await().until(() -> !isShipping());
    }

    @Test
    void closingAndTheEndOfTheStartMayMeet() throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            ApplicationStart another = new ApplicationStart(Duration.ofHours(1));
            RemoteWriteMeterRegistry registry = RemoteWriteMeterRegistry.builder(PushedRegistry.config(
                            Map.of("url", receiver.url(), "sendScrapeSeries", "false", "step", "1h")))
                    .applicationStart(another)
                    .build();
            registry.counter("c").increment();
            int before = receiver.timestamps().size();
            Thread ending = new Thread(another::end);
            ending.start();

            registry.close();
            ending.join();

            assertThat(receiver.timestamps()).hasSize(before + 2);
        }
        await().until(() -> !isShipping());
    }

    @Test
    void whatCannotBeStartedIsSaidOnce(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("ca.pem"));
        try (RemoteWriteMeterRegistry registry =
                registry(Map.of("url", "https://localhost", "tls.ca", file.toString(), "step", "100ms"))) {
            registry.counter("c").increment();

            start.end();

            await().until(() -> !troubles.isEmpty());
            registry.publish();
            assertThat(registry.shipper()).isNull();
        }
        assertThat(troubles).hasSize(1);
        assertThat(troubles.get(0)).contains("metrics are not shipped").contains(file.toString());
        assertThat(pushes()).isEmpty();
    }
}
