package dev.penstock.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.StoredSample;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import org.junit.jupiter.api.Test;

/** What is wrong with one metric costs no other one. */
class RemoteWriterHostileTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private static MetricSnapshot gauge(String name, double value, Labels labels) {
        return GaugeSnapshot.builder()
                .name(name)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(labels)
                        .build())
                .build();
    }

    private void add(MetricSnapshot snapshot) {
        registry.register((Collector) () -> snapshot);
    }

    private void addGood() {
        Gauge.builder().withoutExemplars().name("good").register(registry).set(1);
    }

    @Test
    void aCollectorThatThrowsCostsOnlyItself() {
        addGood();
        registry.register((Collector) () -> {
            throw new IllegalStateException("out of order");
        });
        registry.register((MultiCollector) () -> {
            throw new StackOverflowError();
        });
        GaugeWithCallback.builder()
                .name("callback")
                .callback(callback -> {
                    throw new IllegalStateException("callback");
                })
                .register(registry);
        add(gauge("single", 2, Labels.EMPTY));
        registry.register((MultiCollector) () -> MetricSnapshots.of(gauge("multi", 3, Labels.EMPTY)));
        registry.register((Collector) () -> null);
        try (Pushed pushed = new Pushed(registry)) {
            pushed.flush().flush();
            assertThat(pushed.values())
                    .containsEntry("good", 1.0)
                    .containsEntry("single", 2.0)
                    .containsEntry("multi", 3.0)
                    .containsEntry("up", 1.0);
            assertThat(pushed.warnings)
                    .filteredOn(warning -> warning.contains("out of order") && warning.contains("all others are sent"))
                    .hasSize(1);
            assertThat(pushed.warnings)
                    .filteredOn(warning -> warning.contains("StackOverflow") && warning.contains("all others are sent"))
                    .hasSize(1);
            assertThat(pushed.warnings)
                    .filteredOn(warning -> warning.contains("the collector callback failed"))
                    .hasSize(1);
            assertThat(pushed.series("good").samples()).hasSize(2);
        }
    }

    @Test
    void aRegistryThatCannotBeReadIsDownUntilItCan() {
        boolean[] broken = {false};
        PrometheusRegistry own = new PrometheusRegistry() {
            @Override
            public MetricSnapshots scrape() {
                if (broken[0]) {
                    throw new IllegalStateException("no database");
                }
                return MetricSnapshots.of(gauge("good", 1, Labels.EMPTY));
            }
        };
        try (Pushed pushed = new Pushed(own)) {
            pushed.flush();
            broken[0] = true;
            assertThat(pushed.writer.publish()).isFalse();
            pushed.flush();
            assertThat(pushed.sample("up").value()).isZero();
            assertThat(pushed.series("good").isStale()).isTrue();
            assertThat(pushed.warnings).singleElement().asString().contains("no database");
            broken[0] = false;
            pushed.flush();
            assertThat(pushed.sample("up").value()).isEqualTo(1);
            assertThat(pushed.sample("good").value()).isEqualTo(1);
        }
    }

    @Test
    void twoTypesUnderOneNameAndSeriesThatComeTwiceCostNothingElse() {
        addGood();
        add(gauge("odd", 1, Labels.EMPTY));
        add(UnknownSnapshot.builder()
                .name("odd")
                .dataPoint(UnknownSnapshot.UnknownDataPointSnapshot.builder()
                        .value(2)
                        .labels(Labels.of("a", "b"))
                        .build())
                .build());
        add(gauge("twice", 1, Labels.EMPTY));
        add(gauge("twice", 2, Labels.EMPTY));
        try (Pushed pushed = new Pushed(registry)) {
            pushed.flush().flush();
            assertThat(pushed.values()).containsKeys("good", "odd", "odd|a=b", "twice");
            assertThat(pushed.warnings)
                    .filteredOn(warning -> warning.contains("twice"))
                    .hasSize(1);
            assertThat(pushed.backend.metrics().violations()).isEmpty();
        }
    }

    @Test
    void valuesArriveBitByBitAndNoNaNEndsASeries() {
        add(gauge("nan", Double.longBitsToDouble(StoredSample.STALE_MARKER), Labels.EMPTY));
        add(gauge("minus_zero", -0.0, Labels.EMPTY));
        add(gauge("minus_infinity", Double.NEGATIVE_INFINITY, Labels.EMPTY));
        add(gauge("tiny", Double.MIN_VALUE, Labels.EMPTY));
        try (Pushed pushed = new Pushed(registry)) {
            pushed.flush();
            assertThat(pushed.sample("nan").value()).isNaN();
            assertThat(pushed.sample("nan").isStale()).isFalse();
            assertThat(pushed.sample("minus_zero").bits()).isEqualTo(Double.doubleToRawLongBits(-0.0));
            assertThat(pushed.sample("minus_infinity").value()).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(pushed.sample("tiny").value()).isEqualTo(Double.MIN_VALUE);
        }
    }

    @Test
    void labelsWithoutValueAreLeftOut() {
        add(gauge("holes", 1, Labels.of(new String[] {"a", "b", "c"}, new String[] {"", null, "\uD800!"})));
        try (Pushed pushed = new Pushed(registry, "sendScrapeSeries", "false")) {
            assertThat(pushed.flush().values()).containsOnlyKeys("holes|c=\uFFFD!");
            assertThat(pushed.backend.metrics().violations()).isEmpty();
        }
    }

    @Test
    void aHelpOfTenMegabytesIsCut() {
        Gauge.builder()
                .withoutExemplars()
                .name("wordy")
                .help("x".repeat(10 << 20))
                .register(registry)
                .set(1);
        addGood();
        try (Pushed pushed = new Pushed(registry)) {
            pushed.flush();
            assertThat(pushed.values()).containsKeys("wordy", "good");
            assertThat(pushed.series("wordy").metadata().orElseThrow().help()).hasSize(4096);
        }
    }

    @Test
    void bucketsThatNoSpanCanDescribeCostOnlyTheirDataPoint() {
        addGood();
        add(HistogramSnapshot.builder()
                .name("wide")
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .nativeSchema(0)
                        .nativeBucketsForPositiveValues(NativeHistogramBuckets.of(
                                new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}, new long[] {1, 1}))
                        .sum(1)
                        .build())
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .nativeSchema(0)
                        .nativeBucketsForPositiveValues(NativeHistogramBuckets.of(new int[] {1}, new long[] {1}))
                        .labels(Labels.of("a", "b"))
                        .sum(1)
                        .build())
                .build());
        try (Pushed pushed = new Pushed(registry)) {
            pushed.flush();
            assertThat(pushed.values()).containsKeys("good");
            assertThat(pushed.series("wide").labels()).containsEntry("a", "b");
            assertThat(pushed.warnings).singleElement().asString().contains("wide{}");
        }
    }

    @Test
    void anExemplarThatIsTooLongIsLeftOutAndItsSampleIsNot() {
        add(CounterSnapshot.builder()
                .name("c")
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(1)
                        .exemplar(Exemplar.builder()
                                .value(1)
                                .labels(Labels.of("trace_id", "x".repeat(121)))
                                .timestampMillis(1)
                                .build())
                        .build())
                .build());
        try (Pushed pushed = new Pushed(registry)) {
            pushed.flush().flush();
            assertThat(pushed.sample("c_total").value()).isEqualTo(1);
            assertThat(pushed.exemplars()).isEmpty();
            assertThat(pushed.warnings).singleElement().asString().contains("129 characters");
        }
    }

    @Test
    void seriesThatComeAndGoEndAndBeginAgain() {
        Counter counter =
                Counter.builder().withoutExemplars().name("c").labelNames("a").register(registry);
        counter.labelValues("stays").inc();
        try (Pushed pushed = new Pushed(registry)) {
            for (int i = 0; i < 3; i++) {
                counter.labelValues("goes").inc();
                pushed.flush();
                assertThat(pushed.sample("c_total{a=\"goes\"}").value()).isEqualTo(1);
                counter.remove("goes");
                pushed.flush();
                assertThat(pushed.series("c_total{a=\"goes\"}").isStale()).isTrue();
            }
            assertThat(pushed.series("c_total{a=\"stays\"}").samples())
                    .hasSize(6)
                    .noneMatch(StoredSample::isStale);
            registry.clear();
            pushed.flush();
            assertThat(pushed.series("c_total{a=\"stays\"}").isStale()).isTrue();
            assertThat(pushed.warnings).isEmpty();
        }
    }
}
