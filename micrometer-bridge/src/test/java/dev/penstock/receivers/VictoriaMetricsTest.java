package dev.penstock.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.MetricShipper;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.settings.RemoteWriteSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receiver of another make. It has what it was sent in memory for a while before a query finds it. */
class VictoriaMetricsTest {

    @Test
    void whatIsSentIsFoundAndEndsWithTheShipper(@TempDir Path directory) {
        List<String> messages = new CopyOnWriteArrayList<>();
        try (RealServer server = RealServer.victoriaMetrics(directory)) {
            MetricShipper shipper = MetricShipper.start(
                    "test",
                    RemoteWriteSettings.builder()
                            .url(server.writeUrl())
                            .job("shop")
                            .instance("one")
                            .build(),
                    (severity, message) -> messages.add(message));
            long now = System.currentTimeMillis();
            MetricFamily family = new MetricFamily("orders_total", MetricType.COUNTER, "Orders.", "");
            for (int i = 0; i < 4; i++) {
                int value = i;
                assertThat(shipper.publish(
                                table -> {
                                    for (int j = 0; j < 3000; j++) {
                                        table.series(family, "orders_total", Labels.of("shop", "é\"" + j))
                                                .set(value * 10 + j);
                                    }
                                },
                                now - 60_000 + i * 15_000))
                        .isTrue();
            }
            assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();

            Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(server.query("count(orders_total{job=\"shop\"})").values())
                        .containsExactly(3000.0);
                assertThat(server.query("orders_total{shop=\"é\\\"7\"}").values())
                        .containsExactly(37.0);
            });

            shipper.close();

            assertThat(shipper.stats().delivered())
                    .as(messages::toString)
                    .isEqualTo(shipper.stats().accepted());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(server.query("orders_total{job=\"shop\"}"))
                            .isEmpty());
        }
    }
}
