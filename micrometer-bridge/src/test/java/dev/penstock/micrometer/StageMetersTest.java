package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.data.Offset.offset;

import dev.penstock.metrics.StageMetric;
import dev.penstock.metrics.StageMetrics;
import dev.penstock.metrics.StageSeries;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.PipelineSurroundings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code stage.metrics} counts, as it is published. */
class StageMetersTest {

    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final AtomicLong nanos = new AtomicLong();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final StageMetrics metrics = new StageMetrics(nanos::get, (task, delay) -> later.add(task));
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StageMeters meters = new StageMeters(registry);

    @AfterEach
    void unbind() {
        meters.unbind();
        registry.close();
    }

    private static StageMetric metric(StageMetric.Kind kind, String name, Double... buckets) {
        return new StageMetric(kind, name, "What it is.", List.of(buckets), IDLE);
    }

    private static StageMetric counter(String name) {
        return metric(StageMetric.Kind.COUNTER, name);
    }

    private StageSeries series(StageMetric metric) {
        return metrics.series(metric, Map.of("app", "shop"));
    }

    private static Map<String, Double> values(PrometheusMeterRegistry from) {
        return Exposition.of(from.scrape()).values;
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
        List<Runnable> due = new ArrayList<>(later);
        later.clear();
        due.forEach(Runnable::run);
    }

    // --- end to end ---

    /** Sends lines through a pipeline, which counts in the metrics of this JVM. */
    private static void count(String text, String... lines) {
        EntryPipeline pipeline = Pipeline.parse(text)
                .open(new PipelineSurroundings(System::nanoTime, InstantSource.system(), unused -> true));
        for (String line : lines) {
            Entry each = new Entry();
            each.labels().add("app", "shop");
            each.labels().add("__tenant_id__", "a");
            each.setLine(line);
            pipeline.process(each, new EntryPipeline.Output() {
                @Override
                public void ship(Entry entry) {}

                @Override
                public void drop(String reason) {}
            });
        }
    }

    private static String pipeline(String prefix) {
        return """
                stage.json { expressions = { seconds = "", bytes = "", open = "" } }
                stage.metrics {
                  metric.counter {
                    name = "lines"
                    description = "All lines."
                    prefix = "%1$s"
                    match_all = true
                    action = "inc"
                  }
                  metric.counter {
                    name = "bytes_total"
                    source = "bytes"
                    prefix = "%1$s"
                    action = "add"
                  }
                  metric.gauge {
                    name = "open"
                    prefix = "%1$s"
                    action = "set"
                  }
                  metric.histogram {
                    name = "took_seconds"
                    source = "seconds"
                    prefix = "%1$s"
                    buckets = [0.01, 0.25, 1]
                  }
                  metric.histogram {
                    name = "size"
                    source = "bytes"
                    prefix = "%1$s"
                    buckets = [10, 100]
                  }
                }
                """.formatted(prefix);
    }

    private static final String[] LINES = {
        "{\"seconds\":0.01,\"bytes\":10,\"open\":3}",
        "{\"seconds\":\"250ms\",\"bytes\":10.5,\"open\":-4}",
        "{\"seconds\":0.9,\"bytes\":1000}",
        "no json"
    };

    private static Map<String, Double> expected(String prefix) {
        Map<String, Double> expected = new TreeMap<>();
        expected.put(prefix + "lines_total{app=\"shop\",}", 4.);
        expected.put(prefix + "bytes_total{app=\"shop\",}", 1020.5);
        expected.put(prefix + "open{app=\"shop\",}", -4.);
        expected.put(prefix + "took_seconds_bucket{app=\"shop\",le=\"0.01\",}", 1.);
        expected.put(prefix + "took_seconds_bucket{app=\"shop\",le=\"0.25\",}", 2.);
        expected.put(prefix + "took_seconds_bucket{app=\"shop\",le=\"1.0\",}", 3.);
        expected.put(prefix + "took_seconds_bucket{app=\"shop\",le=\"+Inf\",}", 3.);
        expected.put(prefix + "took_seconds_count{app=\"shop\",}", 3.);
        expected.put(prefix + "took_seconds_sum{app=\"shop\",}", 1.16);
        expected.put(prefix + "size_bucket{app=\"shop\",le=\"10.0\",}", 1.);
        expected.put(prefix + "size_bucket{app=\"shop\",le=\"100.0\",}", 2.);
        expected.put(prefix + "size_bucket{app=\"shop\",le=\"+Inf\",}", 3.);
        expected.put(prefix + "size_count{app=\"shop\",}", 3.);
        expected.put(prefix + "size_sum{app=\"shop\",}", 1020.5);
        return expected;
    }

    private static void assertValues(Map<String, Double> actual, String prefix) {
        Map<String, Double> own = new TreeMap<>();
        actual.forEach((name, value) -> {
            if (name.startsWith(prefix) && !name.contains("_max{")) {
                own.put(
                        name.replace("le=\"1\"", "le=\"1.0\"")
                                .replace("le=\"10\"", "le=\"10.0\"")
                                .replace("le=\"100\"", "le=\"100.0\""),
                        value);
            }
        });
        assertThat(own.keySet()).isEqualTo(expected(prefix).keySet());
        expected(prefix)
                .forEach((name, value) -> assertThat(own.get(name)).as(name).isCloseTo(value, offset(1e-9)));
    }

    private static String prefix() {
        return "t" + NUMBER.incrementAndGet() + "_";
    }

    @Test
    void aPipelineCountsInAPrometheusRegistry() {
        String prefix = prefix();
        try (PenstockMetrics bound = new PenstockMetrics()) {
            bound.bindTo(registry);
            count(pipeline(prefix), LINES);

            assertValues(values(registry), prefix);
            Exposition scrape = Exposition.of(registry.scrape());
            assertThat(scrape.types)
                    .contains(
                            entry(prefix + "lines_total", "counter"),
                            entry(prefix + "open", "gauge"),
                            entry(prefix + "took_seconds", "histogram"),
                            entry(prefix + "size", "histogram"));
            assertThat(scrape.helps).contains(entry(prefix + "lines_total", "All lines."));
        }
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void whatWasCountedBeforeARegistryIsBoundIsPublishedToo() {
        String prefix = prefix();
        count(pipeline(prefix), LINES[0], LINES[1]);
        try (PenstockMetrics bound = new PenstockMetrics()) {
            bound.bindTo(registry);
            count(pipeline(prefix), LINES[2], LINES[3]);

            assertValues(values(registry), prefix);
        }
        try (PenstockMetrics again = new PenstockMetrics()) {
            again.bindTo(registry);

            assertValues(values(registry), prefix);
        }
    }

    @Test
    void aPipelineCountsInARegistryThatPushes() {
        String prefix = prefix();
        try (PushedRegistry pushed = new PushedRegistry(new MockClock());
                PenstockMetrics bound = new PenstockMetrics()) {
            bound.bindTo(pushed.registry);
            count(pipeline(prefix), LINES);

            assertValues(pushed.push().values, prefix);
        }
    }

    @Test
    void aPipelineCountsInASimpleRegistry() {
        String prefix = prefix();
        SimpleMeterRegistry simple = new SimpleMeterRegistry();
        try (PenstockMetrics bound = new PenstockMetrics()) {
            bound.bindTo(simple);
            count(pipeline(prefix), LINES);

            assertThat(simple.get(prefix + "lines")
                            .tag("app", "shop")
                            .functionCounter()
                            .count())
                    .isEqualTo(4);
            assertThat(simple.get(prefix + "bytes_total").functionCounter().count())
                    .isEqualTo(1020.5);
            assertThat(simple.get(prefix + "open").gauge().value()).isEqualTo(-4);
            assertThat(simple.get(prefix + "size").summary().totalAmount()).isEqualTo(1020.5);
            assertThat(simple.get(prefix + "took_seconds").timer().totalTime(TimeUnit.MILLISECONDS))
                    .isEqualTo(1160);
        }
        assertThat(simple.getMeters()).isEmpty();
    }

    @Test
    void namesAreThoseOfAlloy() {
        String name = "x" + NUMBER.incrementAndGet();
        try (PenstockMetrics bound = new PenstockMetrics()) {
            bound.bindTo(registry);
            count(
                    "stage.metrics { metric.counter { name = \"" + name
                            + "\" \n match_all = true \n action = \"inc\" } }",
                    "line");

            assertThat(values(registry)).containsEntry("loki_process_custom_" + name + "_total{app=\"shop\",}", 1.);
        }
    }

    // --- series that come and go ---

    @Test
    void labelSetsOfDifferentNamesAreAllPublished() {
        meters.begin(metrics);
        StageMetric lines = counter("lines");
        assertThat(metrics.series(lines, Map.of("app", "a")).add(1)).isTrue();
        assertThat(metrics.series(lines, Map.of("app", "a", "level", "INFO")).add(2))
                .isTrue();
        assertThat(metrics.series(lines, Map.of()).add(3)).isTrue();
        assertThat(metrics.series(lines, Map.of("app", "b", "thread", "main")).add(4))
                .isTrue();

        assertThat(values(registry))
                .containsEntry("lines_total{app=\"a\",}", 1.)
                .containsEntry("lines_total{app=\"a\",level=\"INFO\",}", 2.)
                .containsEntry("lines_total{}", 3.)
                .containsEntry("lines_total{app=\"b\",thread=\"main\",}", 4.);
    }

    @Test
    void histogramsKeepWhatTheyHaveWhenALabelIsNew() {
        meters.begin(metrics);
        StageMetric sizes = metric(StageMetric.Kind.HISTOGRAM, "sizes", 1., 2.);
        StageSeries first = series(sizes);
        assertThat(first.observe(1)).isTrue();
        assertThat(first.observe(2)).isTrue();
        assertThat(metrics.series(sizes, Map.of("level", "INFO")).observe(1)).isTrue();
        assertThat(first.observe(5)).isTrue();

        assertThat(values(registry))
                .containsEntry("sizes_bucket{app=\"shop\",le=\"1.0\",}", 1.)
                .containsEntry("sizes_bucket{app=\"shop\",le=\"2.0\",}", 2.)
                .containsEntry("sizes_count{app=\"shop\",}", 3.)
                .containsEntry("sizes_sum{app=\"shop\",}", 8.)
                .containsEntry("sizes_count{level=\"INFO\",}", 1.);
    }

    @Test
    void partsOfACompositeRegistryHaveAllSeries() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        PrometheusMeterRegistry part = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        composite.add(part);
        composite.add(other);
        StageMeters ofComposite = new StageMeters(composite);
        ofComposite.begin(metrics);
        StageMetric lines = counter("lines");
        assertThat(metrics.series(lines, Map.of("app", "a")).add(1)).isTrue();
        assertThat(metrics.series(lines, Map.of("level", "INFO")).add(2)).isTrue();

        assertThat(values(part))
                .containsEntry("lines_total{app=\"a\",}", 1.)
                .containsEntry("lines_total{level=\"INFO\",}", 2.);
        assertThat(other.get("lines").functionCounters()).hasSize(2);
        ofComposite.unbind();
        assertThat(part.getMeters()).isEmpty();
    }

    @Test
    void anIdleSeriesIsRemovedOnceItsLastValueWasRead() {
        meters.begin(metrics);
        StageSeries lines = series(counter("lines"));
        assertThat(lines.add(2)).isTrue();
        passes(IDLE);
        assertThat(values(registry)).containsEntry("lines_total{app=\"shop\",}", 2.);
        passes(Duration.ofSeconds(1));

        assertThat(registry.getMeters()).isEmpty();
        assertThat(lines.add(1)).isFalse();
        assertThat(series(counter("lines")).add(1)).isTrue();
        assertThat(values(registry)).containsEntry("lines_total{app=\"shop\",}", 1.);
    }

    @Test
    void aSeriesThatIsUpdatedStays() {
        meters.begin(metrics);
        StageSeries gauge = series(metric(StageMetric.Kind.GAUGE, "open"));
        for (int i = 0; i < 20; i++) {
            assertThat(gauge.set(i)).isTrue();
            assertThat(values(registry)).containsEntry("open{app=\"shop\",}", (double) i);
            passes(IDLE.minusSeconds(1));
        }
    }

    @Test
    void aSeriesThatNobodyReadsEndsAfterAnHour() {
        meters.begin(metrics);
        assertThat(series(counter("lines")).add(1)).isTrue();
        passes(Duration.ofMinutes(59));
        assertThat(registry.getMeters()).hasSize(1);
        passes(Duration.ofMinutes(1));
        assertThat(registry.getMeters()).isEmpty();
        assertThat(metrics.size()).isZero();
    }

    @Test
    void idleHistogramsAreRemoved() {
        meters.begin(metrics);
        StageMetric sizes = metric(StageMetric.Kind.HISTOGRAM, "sizes", 1., 2.);
        assertThat(series(sizes).observe(2)).isTrue();
        passes(IDLE);
        assertThat(registry.getMeters()).isEmpty();
        assertThat(series(sizes).observe(1)).isTrue();
        assertThat(values(registry)).containsEntry("sizes_count{app=\"shop\",}", 1.);
    }

    @Test
    void noTaskIsLeftWhenNobodyListens() {
        assertThat(series(counter("lines")).add(1)).isTrue();
        assertThat(later).isEmpty();
        meters.begin(metrics);
        assertThat(later).hasSize(1);
        meters.unbind();
        passes(Duration.ofMinutes(1));
        assertThat(later).isEmpty();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(metrics.size()).isOne();
    }

    @Test
    void valuesThatComeWhileARegistryIsBoundAreCountedOnce() throws Exception {
        StageMetric sizes = metric(StageMetric.Kind.HISTOGRAM, "sizes", 1., 2.);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String thread = "" + i;
            threads.add(new Thread(() -> {
                for (int n = 0; n < 20_000; n++) {
                    boolean unused = series(sizes).observe(n % 3);
                    // A label that is new has the others registered again.
                    boolean unusedToo = metrics.series(sizes, Map.of("n" + n / 5_000, thread))
                            .observe(1);
                }
            }));
        }
        threads.forEach(Thread::start);
        meters.begin(metrics);
        for (Thread each : threads) {
            each.join();
        }

        assertThat(values(registry)).containsEntry("sizes_count{app=\"shop\",}", 60_000.);
        assertThat(values(registry).entrySet().stream()
                        .filter(each -> each.getKey().startsWith("sizes_count"))
                        .mapToDouble(Map.Entry::getValue)
                        .sum())
                .isEqualTo(120_000.);
    }

    @Test
    void aRegistryThatIsClosedIsLetGo() {
        MeterRegistry closed = new SimpleMeterRegistry();
        StageMeters ofClosed = new StageMeters(closed);
        ofClosed.begin(metrics);
        assertThat(series(counter("lines")).add(1)).isTrue();
        closed.close();
        assertThat(series(counter("others")).add(1)).isTrue();

        assertThat(closed.getMeters()).isEmpty();
    }

    @Test
    void whatFindsNoRoomIsCountedTogether() {
        meters.begin(metrics);
        StageMetric lines = counter("lines");
        int more = 10;
        for (int i = 0; i < StageMetrics.MOST_SERIES + more; i++) {
            assertThat(metrics.series(lines, Map.of("id", "" + i)).add(1)).isTrue();
        }

        assertThat(metrics.size()).isEqualTo(StageMetrics.MOST_SERIES + 1);
        assertThat(values(registry)).containsEntry("lines_total{penstock_overflow=\"true\",}", (double) more);
    }

    @Test
    void aNameThatIsTakenByAMeterOfAnotherTypeHarmsNothing() {
        registry.timer("lines", "app", "shop");
        meters.begin(metrics);
        assertThat(series(counter("lines")).add(1)).isTrue();
        assertThat(series(counter("others")).add(1)).isTrue();

        assertThat(values(registry)).containsEntry("others_total{app=\"shop\",}", 1.);
    }

    @Test
    void bucketsOfFractionsAreExact() {
        meters.begin(metrics);
        StageSeries ratio = series(metric(StageMetric.Kind.HISTOGRAM, "took", -1., 0., 0.1, 0.5, 1.));
        for (double each : new double[] {0, 0.1, 0.11, 0.5, 0.9, 1.1}) {
            assertThat(ratio.observe(each)).isTrue();
        }

        // Not "took": what is exact for fractions in Micrometer is a timer.
        assertThat(values(registry))
                .containsEntry("took_seconds_bucket{app=\"shop\",le=\"0.1\",}", 2.)
                .containsEntry("took_seconds_bucket{app=\"shop\",le=\"0.5\",}", 4.)
                .containsEntry("took_seconds_bucket{app=\"shop\",le=\"1.0\",}", 5.)
                .containsEntry("took_seconds_count{app=\"shop\",}", 6.);
    }
}
