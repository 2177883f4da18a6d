package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever an application registers, the other meters are pushed, and the trouble is said once. */
class HostileMetersTest {

    private final PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM);
    private final RemoteWriteMeterRegistry registry = pushed.registry;
    private final List<String> refused = new ArrayList<>();

    HostileMetersTest() {
        registry.config().onMeterRegistrationFailed((id, reason) -> refused.add(id.getName() + ": " + reason));
        registry.counter("good").increment();
    }

    @AfterEach
    void close() {
        pushed.close();
    }

    private Pushed push() {
        pushed.push();
        Pushed last = pushed.push();
        assertThat(last.values).containsEntry("good_total{}", 1.0);
        return last;
    }

    @Test
    void aFunctionThatThrowsIsNotANumber() {
        Object object = new Object();
        Gauge.builder("thrown", () -> {
                    throw new IllegalStateException("no");
                })
                .register(registry);
        Gauge.builder("error", () -> {
                    throw new StackOverflowError();
                })
                .register(registry);
        FunctionCounter.builder("calls", object, each -> {
                    throw new IllegalStateException("no");
                })
                .register(registry);
        FunctionTimer.builder(
                        "time",
                        object,
                        each -> 1,
                        each -> {
                            throw new IllegalStateException("no");
                        },
                        TimeUnit.SECONDS)
                .register(registry);

        Pushed last = push();

        assertThat(last.values)
                .containsEntry("thrown{}", Double.NaN)
                .containsEntry("error{}", Double.NaN)
                .containsEntry("calls_total{}", Double.NaN)
                .containsEntry("time_seconds_count{}", Double.NaN);
        assertThat(pushed.troubles)
                .hasSize(4)
                .anySatisfy(each -> assertThat(each).contains("thrown", "IllegalStateException: no"));
        assertThat(registry.get("thrown").gauge().value()).isNaN();
    }

    @Test
    void aMeasurementThatThrowsCostsOnlyItself() {
        Meter.builder(
                        "custom",
                        Meter.Type.OTHER,
                        List.of(
                                new Measurement(
                                        (DoubleSupplier) () -> {
                                            throw new IllegalStateException();
                                        },
                                        Statistic.VALUE),
                                new Measurement(() -> 2.0, Statistic.COUNT),
                                new Measurement(() -> 3.0, Statistic.COUNT)))
                .register(registry);
        Iterable<Measurement> broken = () -> {
            throw new IllegalStateException();
        };
        Meter.builder("broken", Meter.Type.OTHER, broken).register(registry);

        Pushed last = push();

        assertThat(last.values)
                .containsEntry("custom_value{statistic=\"VALUE\",}", Double.NaN)
                .containsEntry("custom_total{statistic=\"COUNT\",}", 2.0)
                .hasSize(3);
        assertThat(pushed.troubles).hasSize(3);
    }

    @Test
    void ofTwoMetersWithTheSameSeriesTheFirstIsSentUntilItGoes() {
        Gauge first = Gauge.builder("a.b", () -> 1).tag("x", "y").register(registry);
        Gauge.builder("a_b", () -> 2).tag("x", "y").register(registry);
        Gauge.builder("a_b", () -> 3).tag("x", "z").register(registry);
        Gauge.builder("a-b", () -> 4).tag("x", "y").register(registry);

        Pushed last = push();
        assertThat(last.values).containsEntry("a_b{x=\"y\",}", 1.0).containsEntry("a_b{x=\"z\",}", 3.0);
        assertThat(pushed.troubles).hasSize(2);
        assertThat(refused).hasSize(2).first().asString().contains("a_b", "'a.b'");

        registry.remove(first);
        assertThat(push().values).containsEntry("a_b{x=\"y\",}", 2.0);
        registry.remove(registry.get("a_b").tags("x", "y").gauge());
        assertThat(push().values).containsEntry("a_b{x=\"y\",}", 4.0);
        registry.remove(registry.get("a-b").gauge());
        assertThat(push().values).doesNotContainKey("a_b{x=\"y\",}");
    }

    @Test
    void aNameHasOneType() {
        Gauge.builder("work.seconds", () -> 1).register(registry);
        Timer timer = registry.timer("work");
        timer.record(1, TimeUnit.SECONDS);
        registry.counter("both").increment();
        Gauge.builder("both_total_x", () -> 1).register(registry);

        Pushed last = push();

        assertThat(last.values).containsEntry("work_seconds{}", 1.0).doesNotContainKey("work_seconds_count{}");
        assertThat(refused).hasSize(1).first().asString().contains("work_seconds", "gauge", "summary");
    }

    @Test
    void aMeterRefusedForItsTypeIsSentOnceTheOtherIsGone() {
        Gauge gauge = Gauge.builder("work.seconds", () -> 1).register(registry);
        registry.timer("work").record(1, TimeUnit.SECONDS);
        registry.timer("work", "a", "b").record(1, TimeUnit.SECONDS);
        Timer removed = registry.timer("work", "a", "c");
        Gauge another = Gauge.builder("work-seconds", () -> 3).tag("x", "y").register(registry);
        assertThat(push().values).containsKey("work_seconds{x=\"y\",}").doesNotContainKey("work_seconds_count{}");
        registry.remove(removed);

        registry.remove(gauge);
        assertThat(push().values).doesNotContainKey("work_seconds_count{}");
        registry.remove(another);

        assertThat(push().values)
                .containsEntry("work_seconds_count{}", 1.0)
                .containsEntry("work_seconds_count{a=\"b\",}", 1.0)
                .doesNotContainKeys("work_seconds{}", "work_seconds_count{a=\"c\",}");
        Gauge late = Gauge.builder("work.seconds", () -> 4).register(registry);
        assertThat(push().values).containsKey("work_seconds_count{}").doesNotContainKey("work_seconds{}");
        registry.remove(registry.get("work").tags().timers().iterator().next());
        registry.get("work").timers().forEach(registry::remove);
        assertThat(push().values).containsEntry("work_seconds{}", 4.0);
        registry.remove(late);
        assertThat(push().values).doesNotContainKey("work_seconds{}");
    }

    @Test
    void differentTagsUnderOneNameAreFine() {
        registry.counter("c", "a", "1").increment();
        registry.counter("c", "b", "2", "c", "3").increment();
        registry.counter("c").increment();
        registry.timer("t", "a", "1");
        Timer.builder("t").publishPercentileHistogram().register(registry);

        assertThat(push().values)
                .containsKeys(
                        "c_total{a=\"1\",}", "c_total{b=\"2\",c=\"3\",}", "c_total{}", "t_seconds_count{a=\"1\",}");
        assertThat(refused).isEmpty();
    }

    @Test
    void namesOfAllKinds() {
        for (String each : List.of(
                "", " ", ".", "...", "1", "9lives", "😀", "a\nb", "\ud800", "_total", "total", "a{b=\"c\"}", "__x")) {
            registry.gauge(each, 1.0);
        }

        Pushed last = push();

        assertThat(last.values.keySet()).allSatisfy(each -> assertThat(each).matches("[a-zA-Z_:][a-zA-Z0-9_:]*\\{}"));
        assertThat(refused).anySatisfy(each -> assertThat(each).contains("no name"));
    }

    @Test
    void tagsOfAllKinds() {
        registry.counter(
                        "c",
                        Tags.of("", "nameless")
                                .and("a.b", "1")
                                .and("a_b", "2")
                                .and("empty", "")
                                .and("1", "x"))
                .increment();
        registry.counter("le.counter", "le", "fine").increment();
        Timer.builder("t").tag("le", "mine").publishPercentileHistogram().register(registry);
        Timer.builder("q").tag("quantile", "mine").publishPercentiles(0.5).register(registry);
        Meter.builder("m", Meter.Type.OTHER, List.of(new Measurement(() -> 2.0, Statistic.VALUE)))
                .tag("statistic", "mine")
                .register(registry);

        Pushed last = push();

        assertThat(last.values)
                .containsEntry("c_total{_=\"x\",a_b=\"1\",}", 1.0)
                .containsEntry("le_counter_total{le=\"fine\",}", 1.0)
                .containsEntry("t_seconds_bucket{exported_le=\"mine\",le=\"+Inf\",}", 0.0)
                .containsEntry("q_seconds{exported_quantile=\"mine\",quantile=\"0.5\",}", 0.0)
                .containsEntry("m_value{exported_statistic=\"mine\",statistic=\"VALUE\",}", 2.0);
    }

    @Test
    void endlessHelpIsCutAndBrokenTextRepaired() {
        Gauge.builder("g", () -> 1)
                .description("x".repeat(10_000_000))
                .tag("broken", "a\ud800b")
                .register(registry);

        Pushed last = push();

        assertThat(last.values).containsEntry("g{broken=\"a\ufffdb\",}", 1.0);
        assertThat(last.helps.get("g")).hasSizeLessThan(10_000);
        assertThat(pushed.troubles).hasSize(1);
    }

    @Test
    void anEndlessMeterEnds() {
        Measurement one = new Measurement(() -> 1.0, Statistic.VALUE);
        Iterable<Measurement> endless = () -> Stream.generate(() -> one).iterator();
        Meter.builder("endless", Meter.Type.OTHER, endless).register(registry);

        assertThat(push().values).containsEntry("endless_value{statistic=\"VALUE\",}", 1.0);
    }

    @Test
    void countersAndTimersTellWhenTheyBegan() {
        long before = System.currentTimeMillis();
        Counter.builder("c").register(registry);
        Timer.builder("h").publishPercentileHistogram().register(registry);
        registry.timer("t");
        registry.gauge("g", 1.0);
        LongTaskTimer.builder("l").register(registry);
        long after = System.currentTimeMillis();

        Pushed last = push();

        assertThat(last.starts)
                .hasEntrySatisfying("c_total{}", each -> assertThat(each).isBetween(before, after))
                .hasEntrySatisfying(
                        "h_seconds_bucket{le=\"+Inf\",}",
                        each -> assertThat(each).isBetween(before, after))
                .hasEntrySatisfying(
                        "h_seconds_count{}", each -> assertThat(each).isBetween(before, after))
                .hasEntrySatisfying("t_seconds_sum{}", each -> assertThat(each).isBetween(before, after))
                .containsEntry("t_seconds_max{}", 0L)
                .containsEntry("g{}", 0L)
                .containsEntry("l_seconds_count{}", 0L);
    }

    @Test
    void metersThatComeAndGoWhilePublishing() throws InterruptedException {
        Thread churn = new Thread(() -> {
            for (int i = 0; i < 5000; i++) {
                Counter counter = registry.counter("churn", "i", "" + i % 50);
                counter.increment();
                if (i % 3 == 0) {
                    registry.remove(counter);
                }
            }
        });
        churn.start();
        while (churn.isAlive()) {
            assertThat(pushed.push().values).containsEntry("good_total{}", 1.0);
        }
        churn.join();

        Pushed last = push();
        assertThat(last.values).hasSize(registry.getMeters().size());
        assertThat(pushed.troubles).isEmpty();
    }
}
