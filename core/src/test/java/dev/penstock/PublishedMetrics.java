package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ledger.Stats;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.SampleSource;
import dev.penstock.remotewrite.TargetLabels;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** A shipper of metrics under test, with gauges that a test sets and a clock that it moves. */
final class PublishedMetrics implements AutoCloseable {

    /** Where the clock begins. */
    final long start = System.currentTimeMillis();

    final AtomicLong clock = new AtomicLong(start);
    final Map<String, Double> gauges = new LinkedHashMap<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final MetricShipper shipper;

    PublishedMetrics(RemoteWriteSettingsBuilder settings) {
        this(settings, MetricShipper.ScrapeSeries.NONE);
    }

    PublishedMetrics(RemoteWriteSettingsBuilder settings, MetricShipper.ScrapeSeries scrapeSeries) {
        RemoteWriteSettings built = settings.build();
        shipper = MetricShipper.start(
                "test",
                built,
                TargetLabels.of(built),
                scrapeSeries,
                () -> Instant.ofEpochMilli(clock.get()),
                (severity, message) -> messages.add(severity + " " + message));
    }

    static RemoteWriteSettingsBuilder settings(String url) {
        return RemoteWriteSettings.builder()
                .url(url)
                .job("shop")
                .instance("one")
                .set("minBackoff", "10ms")
                .set("maxBackoff", "50ms");
    }

    static MetricFamily gauge(String name) {
        return new MetricFamily(name, MetricType.GAUGE, "Help of " + name + ".", "");
    }

    /** Publishes the gauges, a second later than before. */
    boolean publish() {
        return publish(table -> gauges.forEach(
                (name, value) -> table.series(gauge(name), name, Labels.EMPTY).set(value)));
    }

    boolean publish(SampleSource source) {
        clock.addAndGet(1000);
        return shipper.publish(source);
    }

    /** Many gauges with the same value. */
    static SampleSource many(int count, double value) {
        return table -> {
            for (int i = 0; i < count; i++) {
                table.series(gauge("many"), "many", Labels.of("number", Integer.toString(i)))
                        .set(value);
            }
        };
    }

    void flush() {
        assertThat(shipper.flush(Duration.ofMinutes(2))).isTrue();
    }

    /** The equation holds at any instant. */
    Stats balanced() {
        Stats stats = shipper.stats();
        assertThat(stats.accepted()).isEqualTo(stats.delivered() + stats.dropped() + stats.pending());
        return stats;
    }

    void awaitMessage(String part) {
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(messages).anySatisfy(each -> assertThat(each).contains(part)));
    }

    @Override
    public void close() {
        shipper.close();
        balanced();
        assertThat(shipper.bufferedBytes()).isZero();
    }
}
