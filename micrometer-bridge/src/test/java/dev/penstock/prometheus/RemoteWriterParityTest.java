package dev.penstock.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSeries;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.StateSet;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.expositionformats.generated.com_google_protobuf_4_35_0.Metrics;
import io.prometheus.metrics.expositionformats.internal.PrometheusProtobufWriterImpl;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What arrives is what the client's own writers expose. */
class RemoteWriterParityTest {

    private static final long CREATED = 1_700_000_000_000L;

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private void add(MetricSnapshot snapshot) {
        registry.register((Collector) () -> snapshot);
    }

    private void assertParity(PrometheusRegistry of, Pushed pushed) {
        assertThat(pushed.flush().values())
                .isEqualTo(TextExposition.of(of.scrape()).values());
        assertThat(pushed.backend.metrics().violations()).isEmpty();
    }

    private Pushed textual() {
        return new Pushed(registry, "sendNativeHistograms", "false", "sendScrapeSeries", "false");
    }

    @Test
    void metricsOfTheClientAreSentAsItsTextHasThem() {
        Counter counter = Counter.builder()
                .withoutExemplars()
                .name("http.requests")
                .help("requests, \\ and\nmore")
                .labelNames("http.method", "path")
                .register(registry);
        counter.labelValues("GET", "/a\"b\\c\nd").inc(3);
        counter.labelValues("POST", "").inc();
        Counter.builder()
                .withoutExemplars()
                .name("heat_joules_total")
                .unit(Unit.JOULES)
                .register(registry)
                .inc(2.5);
        Counter.builder()
                .withoutExemplars()
                .name("named.total")
                .register(registry)
                .inc();
        Gauge gauge = Gauge.builder()
                .withoutExemplars()
                .name("temp.celsius")
                .unit(Unit.CELSIUS)
                .labelNames("Ort")
                .register(registry);
        gauge.labelValues("Köln").set(-1.5);
        gauge.labelValues("nowhere").set(Double.NaN);
        gauge.labelValues("hell").set(Double.POSITIVE_INFINITY);
        Gauge.builder()
                .withoutExemplars()
                .name("queue.total")
                .register(registry)
                .set(7);
        Gauge.builder()
                .withoutExemplars()
                .name("files.created")
                .register(registry)
                .set(8);
        Gauge.builder().withoutExemplars().name("größe-in m").register(registry).set(9);
        Histogram both = Histogram.builder()
                .withoutExemplars()
                .name("both_seconds")
                .labelNames("a")
                .register(registry);
        Histogram classic = Histogram.builder()
                .withoutExemplars()
                .name("classic")
                .classicOnly()
                .classicUpperBounds(0.000001, 0.5, 1, 10, 1e6, 123456789)
                .register(registry);
        Histogram exponential = Histogram.builder()
                .withoutExemplars()
                .name("exponential")
                .nativeOnly()
                .register(registry);
        Summary summary = Summary.builder()
                .withoutExemplars()
                .name("latency_seconds")
                .quantile(0.5)
                .quantile(0.99)
                .quantile(1)
                .labelNames("x")
                .register(registry);
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            double value = random.nextDouble() * 20;
            both.labelValues("b" + i % 3).observe(value);
            classic.observe(value);
            exponential.observe(value - 5);
            summary.labelValues("y").observe(value);
        }
        Info.builder()
                .name("build_info")
                .labelNames("version", "vm")
                .register(registry)
                .setLabelValues("1.2", "");
        StateSet states = StateSet.builder()
                .name("feature.flags")
                .labelNames("env")
                .states("on", "off")
                .register(registry);
        states.labelValues("dev").setTrue("on");

        try (Pushed pushed = textual()) {
            assertParity(registry, pushed);
            counter.labelValues("PUT", "/").inc();
            states.labelValues("dev").setTrue("off");
            assertParity(registry, pushed);
        }
    }

    @Test
    void snapshotsOfAllTypesAreSentAsTheTextHasThem() {
        add(HistogramSnapshot.builder()
                .name("gauge_histogram")
                .gaugeHistogram(true)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(
                                new double[] {1, 2.5, Double.POSITIVE_INFINITY}, new long[] {3, 0, 1}))
                        .sum(4)
                        .labels(Labels.of("a", "b"))
                        .createdTimestampMillis(CREATED)
                        .build())
                .build());
        add(HistogramSnapshot.builder()
                .name("sumless")
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(
                                ClassicHistogramBuckets.of(new double[] {Double.POSITIVE_INFINITY}, new long[] {2}))
                        .build())
                .build());
        add(SummarySnapshot.builder()
                .name("empty_summary")
                .dataPoint(SummaryDataPointSnapshot.builder().build())
                .dataPoint(SummaryDataPointSnapshot.builder()
                        .labels(Labels.of("a", "quantiles"))
                        .quantiles(Quantiles.of(new Quantile(0, 1), new Quantile(0.001, Double.NaN)))
                        .build())
                .dataPoint(SummaryDataPointSnapshot.builder()
                        .labels(Labels.of("a", "count"))
                        .count(3)
                        .build())
                .dataPoint(SummaryDataPointSnapshot.builder()
                        .labels(Labels.of("a", "sum"))
                        .sum(-4)
                        .build())
                .build());
        add(UnknownSnapshot.builder()
                .name("who.knows")
                .dataPoint(UnknownSnapshot.UnknownDataPointSnapshot.builder()
                        .value(-0.0)
                        .labels(Labels.of("a.b", "c"))
                        .build())
                .build());
        add(InfoSnapshot.builder()
                .name("jvm")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of("vendor", "x"))
                        .build())
                .build());
        add(StateSetSnapshot.builder()
                .name("colours")
                .dataPoint(StateSetSnapshot.StateSetDataPointSnapshot.builder()
                        .state("red \"and\" green", true)
                        .state("blue", false)
                        .build())
                .build());
        add(GaugeSnapshot.builder().name("no_data").help("nothing").build());

        try (Pushed pushed = textual()) {
            assertParity(registry, pushed);
        }
    }

    @Test
    void timestampsOfDataPointsAreKept() {
        add(GaugeSnapshot.builder()
                .name("imported")
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(1)
                        .scrapeTimestampMillis(CREATED + 5)
                        .build())
                .build());
        try (Pushed pushed = textual()) {
            pushed.flush().flush();
            assertThat(pushed.series("imported").samples()).singleElement().satisfies(sample -> {
                assertThat(sample.timestampMillis()).isEqualTo(CREATED + 5);
                assertThat(TextExposition.of(registry.scrape()).samples.get(0).timestamp())
                        .isEqualTo(sample.timestampMillis());
            });
        }
    }

    @Test
    void anExistingPrometheusMeterRegistryIsSentAsItIsScraped() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.counter("orders.placed", "shop", "north").increment(4);
        meters.gauge("queue.size", 12);
        Timer timer = Timer.builder("http.server.requests")
                .tag("uri", "/x")
                .publishPercentileHistogram()
                .register(meters);
        timer.record(120, TimeUnit.MILLISECONDS);
        Timer.builder("quick").publishPercentiles(0.5, 0.99).register(meters).record(1, TimeUnit.SECONDS);
        DistributionSummary.builder("sizes")
                .serviceLevelObjectives(10, 100)
                .baseUnit("bytes")
                .register(meters)
                .record(50);
        LongTaskTimer.builder("long.task").register(meters);
        try (Pushed pushed =
                new Pushed(meters.getPrometheusRegistry(), "sendScrapeSeries", "false", "maxSamplesPerSend", "50")) {
            assertParity(meters.getPrometheusRegistry(), pushed);
        }
    }

    @Test
    void nativeHistogramsAreThoseOfTheProtobufFormatBesideTheClassicOnes() {
        Histogram both = Histogram.builder()
                .withoutExemplars()
                .name("both")
                .labelNames("a")
                .register(registry);
        Histogram exponential = Histogram.builder()
                .withoutExemplars()
                .name("exponential")
                .help("only native")
                .nativeOnly()
                .nativeInitialSchema(3)
                .register(registry);
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            double value = random.nextGaussian() * Math.exp(random.nextInt(12));
            both.labelValues("b").observe(value);
            exponential.observe(i % 7 == 0 ? 0 : value);
        }
        add(HistogramSnapshot.builder()
                .name("gaps")
                .gaugeHistogram(true)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .nativeSchema(-4)
                        .nativeZeroCount(2)
                        .nativeZeroThreshold(0.25)
                        .nativeBucketsForPositiveValues(NativeHistogramBuckets.of(
                                new int[] {-7, -5, -2, 2, 3, 100}, new long[] {1, 2, 3, 4, 5, 6}))
                        .nativeBucketsForNegativeValues(NativeHistogramBuckets.of(new int[] {0}, new long[] {9}))
                        .sum(17)
                        .build())
                .build());
        Histogram.builder().withoutExemplars().name("unused").nativeOnly().register(registry);

        try (Pushed pushed = new Pushed(registry, "sendScrapeSeries", "false")) {
            pushed.flush();
            assertThat(pushed.backend.metrics().violations()).isEmpty();
            MetricSnapshots snapshots = registry.scrape();
            assertThat(snapshots.size()).isEqualTo(4);
            for (MetricSnapshot snapshot : snapshots) {
                Metrics.MetricFamily expected =
                        new PrometheusProtobufWriterImpl().convert(snapshot, EscapingScheme.UNDERSCORE_ESCAPING);
                StoredSeries series = pushed.series(snapshot.getMetadata().getPrometheusName());
                assertSame(
                        series.lastHistogram().orElseThrow(),
                        expected.getMetric(0).getHistogram());
            }
            assertThat(pushed.series("gaps").lastHistogram().orElseThrow().resetHint())
                    .isEqualTo(StoredHistogram.ResetHint.GAUGE);
            assertThat(pushed.series("both").lastHistogram().orElseThrow().resetHint())
                    .isEqualTo(StoredHistogram.ResetHint.UNKNOWN);
            Map<String, Double> text = TextExposition.of(snapshots).values();
            text.keySet().removeIf(series -> !series.startsWith("both"));
            assertThat(pushed.values()).isEqualTo(text);
        }
    }

    private static void assertSame(StoredHistogram stored, Metrics.Histogram expected) {
        assertThat(stored.schema()).isEqualTo(expected.getSchema());
        assertThat(stored.zeroThreshold()).isEqualTo(expected.getZeroThreshold());
        assertThat(stored.zeroCount()).isEqualTo(expected.getZeroCount());
        assertThat(stored.count()).isEqualTo(expected.getSampleCount());
        assertThat(stored.sum()).isEqualTo(expected.getSampleSum());
        assertThat(stored.floatCounts()).isFalse();
        assertThat(stored.positive()).isEqualTo(side(expected.getPositiveSpanList(), expected.getPositiveDeltaList()));
        assertThat(stored.negative()).isEqualTo(side(expected.getNegativeSpanList(), expected.getNegativeDeltaList()));
    }

    private static StoredHistogram.Side side(List<Metrics.BucketSpan> spans, List<Long> deltas) {
        List<StoredHistogram.Span> stored = new ArrayList<>();
        spans.forEach(span -> stored.add(new StoredHistogram.Span(span.getOffset(), span.getLength())));
        List<Double> counts = new ArrayList<>();
        long count = 0;
        for (long delta : deltas) {
            count += delta;
            counts.add((double) count);
        }
        return new StoredHistogram.Side(stored, counts);
    }

    @Test
    void nativeHistogramsAreSentAsTheTextHasThemToReceiversThatDoNotTakeThem() {
        Histogram.builder()
                .withoutExemplars()
                .name("exponential")
                .nativeOnly()
                .register(registry)
                .observe(3);
        try (Pushed pushed = textual()) {
            assertThat(pushed.flush().values())
                    .containsOnlyKeys("exponential_bucket|le=+Inf", "exponential_count", "exponential_sum");
        }
    }

    @Test
    void exemplarsAreThoseOfOpenMetrics() {
        add(CounterSnapshot.builder()
                .name("requests")
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(5)
                        .exemplar(exemplar(1, "4bf92f", CREATED + 17))
                        .build())
                .build());
        add(HistogramSnapshot.builder()
                .name("latency")
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(
                                new double[] {1, 2, Double.POSITIVE_INFINITY}, new long[] {3, 1, 1}))
                        .sum(9)
                        .exemplars(Exemplars.of(
                                exemplar(0.5, "old", CREATED),
                                exemplar(0.6, "new", CREATED + 1),
                                exemplar(77, "far", CREATED + 2)))
                        .build())
                .build());
        try (Pushed pushed = textual()) {
            pushed.flush().flush();
            assertThat(pushed.exemplars())
                    .hasSize(3)
                    .isEqualTo(TextExposition.openMetrics(registry.scrape()).exemplars());
        }
    }

    private static Exemplar exemplar(double value, String trace, long timestamp) {
        return Exemplar.builder()
                .value(value)
                .traceId(trace)
                .spanId("s")
                .timestampMillis(timestamp)
                .build();
    }

    @Test
    void anExemplarWithoutTimeHasThatOfItsSampleAndIsSentOnce() {
        add(CounterSnapshot.builder()
                .name("requests")
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(5)
                        .exemplar(exemplar(1, "4bf92f", 0))
                        .build())
                .build());
        try (Pushed pushed = textual()) {
            pushed.flush().flush();
            StoredSeries series = pushed.series("requests_total");
            assertThat(series.samples()).hasSize(2);
            assertThat(series.exemplars())
                    .singleElement()
                    .satisfies(exemplar -> assertThat(exemplar.timestampMillis())
                            .isEqualTo(series.samples().get(0).timestampMillis()));
        }
    }

    @Test
    void theLatestExemplarOfANativeHistogramIsSentWithIt() {
        add(HistogramSnapshot.builder()
                .name("latency")
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .nativeSchema(0)
                        .nativeBucketsForPositiveValues(NativeHistogramBuckets.of(new int[] {1}, new long[] {2}))
                        .sum(3)
                        .exemplars(Exemplars.of(exemplar(1.5, "new", CREATED + 1), exemplar(1.6, "old", CREATED)))
                        .build())
                .build());
        try (Pushed pushed = new Pushed(registry)) {
            assertThat(pushed.flush().exemplars())
                    .containsOnlyKeys("latency")
                    .containsValue("|span_id=s|trace_id=new 1.5 @" + (CREATED + 1));
        }
    }

    @Test
    void metadataIsThatOfTheFamily() {
        Counter.builder()
                .withoutExemplars()
                .name("heat_joules")
                .unit(Unit.JOULES)
                .help("Warm.")
                .register(registry)
                .inc();
        Gauge.builder().withoutExemplars().name("plain").register(registry).set(1);
        Histogram.builder()
                .withoutExemplars()
                .name("both")
                .help("Two.")
                .register(registry)
                .observe(1);
        Info.builder()
                .name("jvm_info")
                .help("It.")
                .labelNames("v")
                .register(registry)
                .setLabelValues("17");
        StateSet.builder().name("flags").states("a").register(registry);
        add(UnknownSnapshot.builder()
                .name("unknown")
                .dataPoint(UnknownSnapshot.UnknownDataPointSnapshot.builder()
                        .value(1)
                        .build())
                .build());
        try (Pushed pushed = new Pushed(registry)) {
            pushed.flush();
            assertMetadata(pushed, "heat_joules_total", "counter", "Warm.", "joules");
            assertMetadata(pushed, "plain", "gauge", "", "");
            assertMetadata(pushed, "both", "histogram", "Two.", "");
            assertMetadata(pushed, "both_count", "histogram", "Two.", "");
            assertMetadata(pushed, "jvm_info", "info", "It.", "");
            assertMetadata(pushed, "flags", "stateset", "", "");
            assertThat(pushed.series("unknown")
                            .metadata()
                            .map(MetricMetadata::type)
                            .orElse("unknown"))
                    .isEqualTo("unknown");
        }
    }

    private static void assertMetadata(Pushed pushed, String series, String type, String help, String unit) {
        assertThat(pushed.series(series).metadata()).contains(new MetricMetadata(type, help, unit));
    }

    @Test
    void countersHistogramsAndSummariesSayWhenTheyWereCreated() {
        long before = System.currentTimeMillis();
        Counter counter = Counter.builder().withoutExemplars().name("c").register(registry);
        Gauge gauge = Gauge.builder().withoutExemplars().name("g").register(registry);
        Histogram histogram = Histogram.builder().withoutExemplars().name("h").register(registry);
        Summary summary =
                Summary.builder().withoutExemplars().name("s").quantile(0.5).register(registry);
        counter.inc();
        gauge.set(1);
        histogram.observe(1);
        summary.observe(1);
        try (Pushed pushed = new Pushed(registry)) {
            // The first may come within the millisecond of their birth.
            pushed.flush();
            pushed.flush();
            for (String each : List.of("c_total", "h_bucket{le=\"1.0\"}", "h_count", "h_sum", "s_count", "s_sum")) {
                assertThat(pushed.sample(each).startTimestampMillis())
                        .as(each)
                        .isBetween(before, System.currentTimeMillis());
            }
            assertThat(pushed.series("h").lastHistogram().orElseThrow().startTimestampMillis())
                    .isBetween(before, System.currentTimeMillis());
            assertThat(pushed.sample("g").startTimestampMillis()).isZero();
            assertThat(pushed.sample("s").startTimestampMillis()).isZero();
        }
    }

    @Test
    void aBirthIsPrecededByZeroWhenThatIsAskedFor() {
        add(CounterSnapshot.builder()
                .name("born")
                .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .value(5)
                        .createdTimestampMillis(CREATED)
                        .build())
                .build());
        try (Pushed pushed = new Pushed(registry, "sendStartZeros", "true")) {
            pushed.flush();
            assertThat(pushed.series("born_total").samples())
                    .extracting(sample -> sample.value())
                    .containsExactly(0.0, 5.0);
            assertThat(pushed.series("born_total").samples().get(0).timestampMillis())
                    .isEqualTo(CREATED);
        }
    }

    @Test
    void bucketsMayChangeFromPublishToPublish() {
        double[][] bounds = {{1, 2}, {1, 3, 4}, {4}};
        int[] at = {0};
        registry.register((Collector) () -> {
            double[] upper = Arrays.copyOf(bounds[at[0]], bounds[at[0]].length + 1);
            upper[upper.length - 1] = Double.POSITIVE_INFINITY;
            return HistogramSnapshot.builder()
                    .name("changing")
                    .dataPoint(HistogramDataPointSnapshot.builder()
                            .classicHistogramBuckets(ClassicHistogramBuckets.of(upper, new long[upper.length]))
                            .sum(0)
                            .build())
                    .build();
        });
        try (Pushed pushed = textual()) {
            for (; at[0] < bounds.length; at[0]++) {
                pushed.flush();
                Map<String, Double> live = pushed.values();
                live.values().removeIf(value -> Double.isNaN(value));
                assertThat(live).isEqualTo(TextExposition.of(registry.scrape()).values());
            }
            at[0] = 0;
            assertThat(pushed.warnings).isEmpty();
        }
    }
}
