package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A registry from its constructor to the end. */
class RegistryLifeTest {

    @Test
    void closingPublishesOnceMoreAndThenEndsAllSeries() {
        try (PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM)) {
            pushed.registry.counter("c").increment();

            pushed.registry.close();
            pushed.registry.close();

            assertThat(pushed.publishes()).isEqualTo(2);
            assertThat(pushed.publish(0).values).containsExactly(Map.entry("c_total{}", 1.0));
            assertThat(pushed.publish(1).values).isEmpty();
            assertThat(pushed.publish(1).ended).containsExactly("c_total{}");
            assertThat(pushed.registry.isClosed()).isTrue();
        }
    }

    @Test
    void itPublishesOnceAStepAndNotAfterTheEnd() {
        try (PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM, Map.of("step", "100ms"), null)) {
            pushed.registry.counter("c").increment();
            await().until(() -> pushed.publishes() >= 3);

            pushed.registry.close();

            int publishes = pushed.publishes();
            pushed.registry.publish();
            assertThat(pushed.publishes()).isEqualTo(publishes);
            assertThat(pushed.last().ended).containsExactly("c_total{}");
        }
    }

    @Test
    void aMeterThatIsRemovedEndsAtOnce() {
        try (PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM)) {
            pushed.registry.counter("stays").increment();
            Timer timer = Timer.builder("goes").publishPercentileHistogram().register(pushed.registry);
            int series = pushed.push().values.size();

            pushed.registry.remove(timer);

            assertThat(pushed.push().ended).hasSize(series - 1).contains("goes_seconds_bucket{le=\"+Inf\",}");
            pushed.registry.timer("goes").record(1, TimeUnit.SECONDS);
            assertThat(pushed.push().values)
                    .containsEntry("goes_seconds_sum{}", 1.0)
                    .hasSize(4);
        }
    }

    @Test
    void aRegistryThatIsNotEnabledDoesNothing() {
        RemoteWriteMeterRegistry registry =
                new RemoteWriteMeterRegistry(PushedRegistry.config(Map.of("enabled", "false")));
        registry.counter("c").increment();
        registry.publish();
        registry.close();

        assertThat(registry.shipper()).isNull();
    }

    @Test
    void theLastValuesArePublishedWhenClosingMeetsAPublish() throws InterruptedException {
        try (PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM)) {
            RemoteWriteMeterRegistry registry = pushed.registry;
            CountDownLatch reading = new CountDownLatch(1);
            CountDownLatch recorded = new CountDownLatch(1);
            Gauge.builder("slow", () -> {
                        reading.countDown();
                        try {
                            recorded.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        return 1;
                    })
                    .register(registry);
            Thread scheduled = new Thread(registry::publish);
            scheduled.start();
            reading.await();
            Thread closing = new Thread(registry::close);
            registry.counter("late").increment();
            closing.start();
            await().until(() -> closing.getState() == Thread.State.WAITING);
            recorded.countDown();
            closing.join();

            assertThat(pushed.publishes()).isEqualTo(3);
            assertThat(pushed.publish(1).values)
                    .containsEntry("late_total{}", 1.0)
                    .containsEntry("slow{}", 1.0);
        }
    }

    @Test
    void publishesNeverOverlap() throws InterruptedException {
        try (PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM)) {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Gauge.builder("g", () -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.yield();
                        return now.decrementAndGet();
                    })
                    .register(pushed.registry);
            Thread[] threads = new Thread[4];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = new Thread(() -> {
                    for (int j = 0; j < 100; j++) {
                        pushed.registry.publish();
                    }
                });
                threads[i].start();
            }
            for (Thread each : threads) {
                each.join();
            }
            assertThat(pushed.registry.shipper().flush(Duration.ofMinutes(2))).isTrue();

            assertThat(most).hasValue(1);
            assertThat(pushed.publishes()).isEqualTo(401);
        }
    }

    @Test
    void countersAndBucketsNameTheTraceOfTheirLatestValue() {
        AtomicInteger trace = new AtomicInteger();
        ExemplarContext context = new ExemplarContext() {
            @Override
            public @Nullable String traceId() {
                if (trace.get() == 3) {
                    throw new IllegalStateException();
                }
                return trace.get() == 0 ? null : "t" + trace;
            }

            @Override
            public @Nullable String spanId() {
                return "s" + trace;
            }
        };
        try (PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM, Map.of("step", "1h"), context)) {
            pushed.registry.stop();
            for (int i = 0; i < 4; i++) {
                trace.set(i);
                pushed.registry.counter("c").increment(i + 1);
                Timer.builder("t")
                        .serviceLevelObjectives(Duration.ofSeconds(2), Duration.ofSeconds(5))
                        .register(pushed.registry)
                        .record(2 * i, TimeUnit.SECONDS);
            }

            Map<String, List<Map<String, String>>> exemplars = pushed.push().exemplars;

            assertThat(exemplars.get("c_total{}"))
                    .containsExactly(Map.of("trace_id", "t2", "span_id", "s2", "value", "3.0"));
            assertThat(exemplars.get("t_seconds_bucket{le=\"2.0\",}"))
                    .containsExactly(Map.of("trace_id", "t1", "span_id", "s1", "value", "2.0"));
            assertThat(exemplars.get("t_seconds_bucket{le=\"5.0\",}"))
                    .containsExactly(Map.of("trace_id", "t2", "span_id", "s2", "value", "4.0"));
            assertThat(exemplars.get("t_seconds_bucket{le=\"+Inf\",}")).isEmpty();
            assertThat(pushed.push().exemplars.get("c_total{}")).isEmpty();
        }
    }
}
