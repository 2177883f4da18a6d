package dev.penstock.benchmarks.publish;

import com.sun.management.ThreadMXBean;
import dev.penstock.MetricShipper;
import dev.penstock.micrometer.RemoteWriteMeterRegistry;
import dev.penstock.testkit.EmbeddedBackend;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one publish of 18,400 series costs the thread that does it: processor time and allocation, the median of 60 after
 * 150 that do not count, all contestants in turn in one JVM.
 */
public final class PublishComparison {

    private static final int WARM_UP = 150;
    private static final int MEASURED = 60;
    private static final double SERIES = 18_400;

    private PublishComparison() {}

    /**
     * Prints a table.
     *
     * @param args none
     * @throws Exception when a contestant fails
     */
    public static void main(String[] args) throws Exception {
        List<Publisher> publishers = List.of(penstock(), prometheusText(), prometheusSnapshots(), otlp());
        List<Figures> figures = new ArrayList<>();
        List<ShopMeters> meters = new ArrayList<>();
        for (Publisher each : publishers) {
            meters.add(new ShopMeters(each.registry()));
            figures.add(new Figures());
        }
        for (int round = 0; round < WARM_UP + MEASURED; round++) {
            for (int i = 0; i < publishers.size(); i++) {
                meters.get(i).live();
                figures.get(i).measure(publishers.get(i), round - WARM_UP);
            }
        }
        System.out.printf("JDK %s, %,.0f series%n%n", Runtime.version(), SERIES);
        System.out.println("| one publish by | CPU, publishing thread | allocated | bytes | bytes per sample |");
        System.out.println("| --- | ---: | ---: | ---: | ---: |");
        for (int i = 0; i < publishers.size(); i++) {
            System.out.println(figures.get(i).row(publishers.get(i).name()));
        }
        publishers.forEach(each -> each.close().run());
        try {
            System.out.printf(
                    Locale.ROOT,
                    "Prometheus, scraping and remote-writing the same meters: %.2f compressed bytes per sample%n",
                    PrometheusSender.bytesPerSample());
        } catch (IOException e) {
            System.out.println("no Prometheus to compare with: " + e.getMessage());
        }
    }

    private static Publisher penstock() {
        EmbeddedBackend backend = EmbeddedBackend.start();
        Map<String, String> config =
                Map.of("penstock.metrics.url", backend.remoteWriteUrl(), "penstock.metrics.step", "1h");
        RemoteWriteMeterRegistry registry =
                RemoteWriteMeterRegistry.builder(config::get).build();
        MetricShipper shipper = Objects.requireNonNull(registry.shipper());
        return new Publisher(
                "Penstock: read, encoded (remote write 2.0) and compressed",
                registry,
                () -> {
                    boolean unused = shipper.flush(Duration.ZERO);
                    return -1;
                },
                () -> {
                    registry.close();
                    System.out.printf(
                            Locale.ROOT,
                            "%nPenstock: %s; %.2f compressed bytes per sample on the wire%n",
                            shipper.stats(),
                            shipper.counts().bytes() / (double) shipper.counts().samples());
                    backend.close();
                });
    }

    private static Publisher prometheusText() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Publisher(
                "PrometheusMeterRegistry.scrape: text",
                registry,
                () -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
                    registry.scrape(out);
                    return out.size();
                },
                registry::close);
    }

    private static Publisher prometheusSnapshots() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new Publisher(
                "PrometheusMeterRegistry: snapshots alone",
                registry,
                () -> registry.getPrometheusRegistry().scrape().size() > 0 ? 0 : -1,
                registry::close);
    }

    private static Publisher otlp() {
        AtomicLong bytes = new AtomicLong();
        OtlpConfig config = new OtlpConfig() {
            @Override
            public @Nullable String get(String key) {
                return null;
            }

            @Override
            public Duration step() {
                return Duration.ofHours(1);
            }
        };
        PublicOtlpRegistry registry = new PublicOtlpRegistry(config, bytes);
        return new Publisher(
                "micrometer-registry-otlp: publish, uncompressed",
                registry.registry(),
                () -> {
                    registry.publish();
                    return bytes.get();
                },
                () -> registry.registry().close());
    }

    /** Its publish is for heirs alone, so it is called by reflection, once looked up. */
    private static final class PublicOtlpRegistry {

        private final OtlpMeterRegistry registry;
        private final MethodHandle publish;

        PublicOtlpRegistry(OtlpConfig config, AtomicLong bytes) {
            registry = OtlpMeterRegistry.builder(config)
                    .clock(Clock.SYSTEM)
                    .metricsSender(request -> bytes.set(request.getMetricsData().length))
                    .build();
            try {
                var method = OtlpMeterRegistry.class.getDeclaredMethod("publish");
                method.setAccessible(true);
                publish = MethodHandles.lookup().unreflect(method);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        OtlpMeterRegistry registry() {
            return registry;
        }

        void publish() {
            try {
                publish.invoke(registry);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The measurements of one contestant. */
    private static final class Figures {

        private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        private final long[] cpu = new long[MEASURED];
        private final long[] allocated = new long[MEASURED];
        private long bytes;

        void measure(Publisher publisher, int round) throws Exception {
            long thread = Thread.currentThread().getId();
            long allocatedBefore = THREADS.getThreadAllocatedBytes(thread);
            long cpuBefore = THREADS.getCurrentThreadCpuTime();
            bytes = publisher.publish().run();
            long cpuAfter = THREADS.getCurrentThreadCpuTime();
            long allocatedAfter = THREADS.getThreadAllocatedBytes(thread);
            if (round >= 0) {
                cpu[round] = cpuAfter - cpuBefore;
                allocated[round] = allocatedAfter - allocatedBefore;
            }
        }

        String row(String name) {
            Arrays.sort(cpu);
            Arrays.sort(allocated);
            String size = bytes > 0 ? String.format(Locale.ROOT, "%,d", bytes) : "–";
            String perSample = bytes > 0 ? String.format(Locale.ROOT, "%.1f", bytes / SERIES) : "–";
            return String.format(
                    Locale.ROOT,
                    "| %s | %.2f ms | %.2f MB | %s | %s |",
                    name,
                    cpu[MEASURED / 2] / 1e6,
                    allocated[MEASURED / 2] / 1e6,
                    size,
                    perSample);
        }
    }
}
