package dev.penstock.benchmarks.publish;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of a middling application: timers with percentile histograms, counters and gauges, three tags each. */
final class ShopMeters {

    static final int TIMERS = 200;
    static final int COUNTERS = 2000;
    static final int GAUGES = 2000;

    private static final int RECORDINGS = 500;

    private final List<Timer> timers = new ArrayList<>();
    private final List<Counter> counters = new ArrayList<>();
    private final List<AtomicLong> levels = new ArrayList<>();
    private final Random random = new Random(1);

    ShopMeters(MeterRegistry registry) {
        for (int i = 0; i < TIMERS; i++) {
            timers.add(Timer.builder("http.server.requests")
                    .description("Requests served.")
                    .tags(
                            "method",
                            i % 2 == 0 ? "GET" : "POST",
                            "uri",
                            "/api/v1/resource/" + i,
                            "status",
                            "" + (200 + i % 5))
                    .publishPercentileHistogram()
                    .register(registry));
        }
        for (int i = 0; i < COUNTERS; i++) {
            counters.add(Counter.builder("orders")
                    .description("Orders placed.")
                    .tags("region", "r" + i % 10, "shop", "s" + i % 100, "article", "a" + i)
                    .register(registry));
        }
        for (int i = 0; i < GAUGES; i++) {
            AtomicLong level = new AtomicLong(i);
            levels.add(level);
            Gauge.builder("stock", level, AtomicLong::get)
                    .description("Articles in stock.")
                    .tags("region", "r" + i % 10, "shop", "s" + i % 100, "article", "a" + i)
                    .register(registry);
        }
        for (Timer each : timers) {
            for (int i = 0; i < RECORDINGS; i++) {
                record(each);
            }
        }
    }

    private void record(Timer timer) {
        timer.record((long) (Math.exp(random.nextGaussian()) * 20_000), TimeUnit.MICROSECONDS);
    }

    /** What happens between two publishes: each meter changes a little. */
    void live() {
        for (Timer each : timers) {
            for (int i = random.nextInt(5); i > 0; i--) {
                record(each);
            }
        }
        for (Counter each : counters) {
            each.increment(random.nextInt(3));
        }
        for (AtomicLong each : levels) {
            each.set(random.nextInt(1000));
        }
    }
}
