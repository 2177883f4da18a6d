package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.penstock.remotewrite.SeriesTable;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What it costs to read 18,400 series: 200 timers with percentile histograms, 2,000 counters, 2,000 gauges. */
class ReadingCostTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private long allocated;

    /**
     * Micrometer's windowed maximum makes a lambda for each timer where it is not inlined: 24 bytes. A boxed value for each
     * series would be 300,000.
     */
    @Test
    void readingMakesNoGarbageForAMeter() {
        try (PushedRegistry pushed = new PushedRegistry(Clock.SYSTEM)) {
            RemoteWriteMeterRegistry registry = pushed.registry;
            fill(registry);
            long[] bytes = new long[60];
            for (int i = 0; i < 210; i++) {
                registry.timer("timer", "uri", "/3", "method", "GET", "status", "200")
                        .record(i, TimeUnit.MICROSECONDS);
                assertThat(registry.shipper().publish(table -> measured(registry, table), 1_700_000_000_000L + i))
                        .isTrue();
                bytes[i % 60] = allocated;
            }
            Arrays.sort(bytes);

            assertThat(pushed.push().values).hasSize(18_400);
            assertThat(bytes[30]).isLessThan(20_000);
        }
    }

    private void measured(RemoteWriteMeterRegistry registry, SeriesTable table) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        registry.walk().collect(table);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    static void fill(MeterRegistry registry) {
        for (int i = 0; i < 200; i++) {
            Timer timer = Timer.builder("timer")
                    .tags("uri", "/" + i, "method", "GET", "status", "200")
                    .publishPercentileHistogram()
                    .register(registry);
            for (int j = 0; j < 500; j++) {
                timer.record((long) j * j * 1000, TimeUnit.NANOSECONDS);
            }
        }
        for (int i = 0; i < 2000; i++) {
            registry.counter("counter", "a", "a" + i, "b", "b", "c", "c").increment(i);
            double value = i;
            Gauge.builder("gauge", () -> value)
                    .tags("a", "a" + i, "b", "b", "c", "c")
                    .register(registry);
        }
    }
}
