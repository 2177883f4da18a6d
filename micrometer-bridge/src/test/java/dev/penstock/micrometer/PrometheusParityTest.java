package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Meter by meter, what is pushed is what the Prometheus registry of Micrometer shows to a scrape. */
class PrometheusParityTest {

    private final MockClock clock = new MockClock();
    private final PrometheusMeterRegistry prometheus =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
    private final PushedRegistry pushed = new PushedRegistry(clock);
    private final RemoteWriteMeterRegistry penstock = pushed.registry;

    /** Registries hold the objects of gauges weakly. */
    private final List<Object> held = new ArrayList<>();

    @AfterEach
    void close() {
        pushed.close();
    }

    private void same(Consumer<MeterRegistry> use) {
        use.accept(prometheus);
        use.accept(penstock);
        same();
    }

    private void same() {
        Exposition scraped = Exposition.of(prometheus.scrape());
        Pushed last = pushed.push();
        assertThat(scraped.values).isNotEmpty();
        assertThat(last.values).isEqualTo(scraped.values);
        assertThat(last.types).isEqualTo(scraped.bySeries(scraped.types));
        assertThat(last.helps).isEqualTo(scraped.bySeries(scraped.helps));
        assertThat(pushed.troubles).isEmpty();
    }

    @Test
    void counters() {
        same(registry -> {
            registry.counter("http.requests", "uri", "/a\"b\\c\nd", "empty", "").increment();
            registry.counter("http.requests", "uri", "/b").increment(2.5);
            Counter.builder("sent")
                    .baseUnit("bytes")
                    .description("How much\nwas \\sent")
                    .register(registry);
            registry.counter("already.total").increment();
            registry.counter("1digit.first", "1a", "x", "b:c", "y", "__d", "z", "ö", "ü")
                    .increment(1e300);
            registry.counter("a_info").increment();
        });
    }

    @Test
    void gauges() {
        same(registry -> {
            double[] odd = {0, -0.0, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-320, 5e20};
            for (int i = 0; i < odd.length; i++) {
                double value = odd[i];
                Gauge.builder("odd", () -> value).tag("i", "" + i).register(registry);
            }
            Gauge.builder("queue.size", () -> 3)
                    .baseUnit("events")
                    .description("d")
                    .register(registry);
            Gauge.builder("queue.total", () -> 3).register(registry);
            Gauge.builder("build.info", () -> 3).tag("version", "1").register(registry);
            Gauge.builder("unit.info", () -> 3)
                    .baseUnit("x")
                    .tag("version", "1")
                    .register(registry);
            Gauge.builder("failing", () -> {
                        throw new IllegalStateException();
                    })
                    .tag("a", "b");
            Object gone = null;
            registry.gauge("gone", Tags.empty(), gone, each -> 1.0);
            TimeGauge.builder("age", () -> 1500, TimeUnit.MILLISECONDS).register(registry);
        });
    }

    @Test
    void multiGauges() {
        List<MultiGauge> both = new ArrayList<>();
        same(registry -> {
            MultiGauge gauge =
                    MultiGauge.builder("multi").tag("a", "b").baseUnit("things").register(registry);
            both.add(gauge);
            gauge.register(List.of(row("1", 1), row("2", 2)));
        });
        both.forEach(each -> each.register(List.of(row("2", 20), row("3", 3)), true));
        same();
        both.forEach(each -> each.register(List.of(row("3", 30), row("4", 4)), false));
        same();
    }

    private static MultiGauge.Row<?> row(String tag, double value) {
        return MultiGauge.Row.of(Tags.of("row", tag), () -> value);
    }

    @Test
    void timers() {
        same(registry -> {
            record(Timer.builder("plain").description("d").tag("a", "b").register(registry));
            record(registry.timer("with.seconds"));
            record(Timer.builder("histogram").publishPercentileHistogram().register(registry));
            record(Timer.builder("bounded")
                    .publishPercentileHistogram()
                    .minimumExpectedValue(Duration.ofMillis(5))
                    .maximumExpectedValue(Duration.ofSeconds(2))
                    .register(registry));
            record(Timer.builder("slo")
                    .serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofSeconds(7))
                    .register(registry));
            record(Timer.builder("percentiles").publishPercentiles(0.5, 0.95, 1).register(registry));
            record(Timer.builder("percentiles")
                    .publishPercentiles(0.5, 0.99)
                    .tag("x", "y")
                    .register(registry));
            record(Timer.builder("both")
                    .publishPercentiles(0.5)
                    .publishPercentileHistogram()
                    .serviceLevelObjectives(Duration.ofNanos(1_234_567))
                    .register(registry));
            registry.timer("untouched");
            Timer.builder("untouched.histogram").publishPercentileHistogram().register(registry);
        });
    }

    private static void record(Timer timer) {
        for (int i = 0; i < 500; i++) {
            timer.record((long) i * i * i * 97 + 1, TimeUnit.NANOSECONDS);
        }
        timer.record(100, TimeUnit.MILLISECONDS);
        timer.record(5, TimeUnit.MINUTES);
    }

    @Test
    void maximaDecayAndTheRestStays() {
        same(registry -> {
            record(registry.timer("t"));
            record(DistributionSummary.builder("s").publishPercentiles(0.9).register(registry));
            record(Timer.builder("h")
                    .publishPercentileHistogram()
                    .publishPercentiles(0.9)
                    .register(registry));
        });
        for (int i = 0; i < 6; i++) {
            clock.add(40, TimeUnit.SECONDS);
            prometheus.timer("t").record(i, TimeUnit.SECONDS);
            penstock.timer("t").record(i, TimeUnit.SECONDS);
            same();
        }
    }

    @Test
    void summaries() {
        same(registry -> {
            record(DistributionSummary.builder("plain")
                    .baseUnit("bytes")
                    .tag("a", "b")
                    .register(registry));
            record(DistributionSummary.builder("scaled")
                    .scale(100)
                    .publishPercentileHistogram()
                    .register(registry));
            record(DistributionSummary.builder("histogram")
                    .publishPercentileHistogram()
                    .register(registry));
            record(DistributionSummary.builder("bounded")
                    .publishPercentileHistogram()
                    .minimumExpectedValue(0.5)
                    .maximumExpectedValue(20.0)
                    .register(registry));
            record(DistributionSummary.builder("slo")
                    .serviceLevelObjectives(0.5, 1, 10, 1e6, 1e18)
                    .register(registry));
            record(DistributionSummary.builder("infinite")
                    .serviceLevelObjectives(1, Double.POSITIVE_INFINITY)
                    .register(registry));
            record(DistributionSummary.builder("percentiles")
                    .publishPercentiles(0, 0.5, 0.999)
                    .register(registry));
        });
    }

    private static void record(DistributionSummary summary) {
        for (int i = 0; i < 500; i++) {
            summary.record(i * i / 7.0);
        }
        summary.record(Double.POSITIVE_INFINITY);
        summary.record(-1);
        summary.record(Double.NaN);
    }

    @Test
    void longTaskTimers() {
        same(registry -> {
            List<LongTaskTimer> timers = List.of(
                    LongTaskTimer.builder("plain")
                            .tag("a", "b")
                            .description("d")
                            .register(registry),
                    LongTaskTimer.builder("idle")
                            .publishPercentileHistogram()
                            .publishPercentiles(0.5)
                            .register(registry),
                    LongTaskTimer.builder("percentiles")
                            .publishPercentiles(0.3, 0.5, 0.99)
                            .register(registry),
                    LongTaskTimer.builder("histogram")
                            .publishPercentileHistogram()
                            .register(registry),
                    LongTaskTimer.builder("slo")
                            .serviceLevelObjectives(Duration.ofMinutes(3), Duration.ofHours(1))
                            .register(registry));
            for (LongTaskTimer each : timers) {
                if (!each.getId().getName().equals("idle")) {
                    held.add(each.start());
                }
            }
        });
        clock.add(5, TimeUnit.MINUTES);
        for (String name : List.of("percentiles", "histogram", "slo")) {
            for (MeterRegistry registry : List.of(prometheus, penstock)) {
                LongTaskTimer timer = registry.get(name).longTaskTimer();
                held.add(timer.start());
                held.add(timer.start());
            }
        }
        clock.add(2, TimeUnit.HOURS);
        same();
    }

    @Test
    void functions() {
        Object object = new Object();
        same(registry -> {
            FunctionCounter.builder("calls", object, each -> 7.25)
                    .baseUnit("calls")
                    .tag("a", "b")
                    .register(registry);
            FunctionTimer.builder("work", object, each -> 3, each -> 4500, TimeUnit.MILLISECONDS)
                    .description("d")
                    .register(registry);
        });
    }

    @Test
    void customMetersOfEveryStatistic() {
        same(registry -> {
            for (Meter.Type type : Meter.Type.values()) {
                List<Measurement> measurements = new ArrayList<>();
                for (Statistic each : Statistic.values()) {
                    measurements.add(new Measurement(() -> 1.0 + each.ordinal(), each));
                }
                Meter.builder("custom." + type.name(), type, measurements)
                        .tag("a", "b")
                        .description("d")
                        .baseUnit("things")
                        .register(registry);
            }
        });
    }

    @Test
    void metersThatAreRemoved() {
        same(registry -> {
            registry.counter("stays").increment();
            registry.remove(registry.counter("goes"));
            registry.remove(registry.timer("goes.too"));
        });
    }

    @Test
    void descriptionsMayBeLeftOut() {
        try (PushedRegistry silent = new PushedRegistry(clock, Map.of("step", "1h", "descriptions", "false"), null)) {
            Counter.builder("c").description("d").register(silent.registry);

            assertThat(silent.push().helps).containsEntry("c_total", "");
        }
    }
}
