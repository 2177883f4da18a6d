package dev.penstock.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.helpers.NOPAppender;
import dev.penstock.logback.LokiAppender;
import dev.penstock.testkit.EmbeddedBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.MDC;

/**
 * What {@code logger.info} costs its caller with each durability: one thread that logs in bursts of ten, about 20,000
 * events a second, so that nothing is dropped.
 */
public final class DurabilityCost {

    private static final int WARM_UP = 200_000;
    private static final int EVENTS = 200_000;
    private static final int BURST = 10;

    private DurabilityCost() {}

    /**
     * Runs once.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.printf("%-12s %8s %8s %8s %8s  %s%n", "durability", "mean ns", "p50", "p99", "p99.9", "ledger");
        for (String durability : new String[] {"no appender", "none", "batch", "event"}) {
            run(durability);
        }
    }

    private static void run(String durability) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        Path directory = temporary();
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Logger logger = context.getLogger("shop.Orders");
            logger.setLevel(Level.INFO);
            LokiAppender appender = appender(context, backend, durability, directory);
            if (durability.equals("no appender")) {
                NOPAppender<ch.qos.logback.classic.spi.ILoggingEvent> nothing = new NOPAppender<>();
                nothing.start();
                logger.addAppender(nothing);
            } else {
                appender.start();
                logger.addAppender(appender);
            }
            log(logger, new long[WARM_UP]);
            long[] nanos = log(logger, new long[EVENTS]);
            boolean unused = appender.flush(Duration.ofSeconds(30));
            System.out.printf(
                    "%-12s %8.0f %8d %8d %8d  %s%n",
                    durability,
                    Arrays.stream(nanos).average().orElse(0),
                    percentile(nanos, 0.5),
                    percentile(nanos, 0.99),
                    percentile(nanos, 0.999),
                    appender.stats());
            context.stop();
        } finally {
            delete(directory);
        }
    }

    private static LokiAppender appender(
            LoggerContext context, EmbeddedBackend backend, String durability, Path directory) {
        LokiAppender appender = new LokiAppender();
        appender.setContext(context);
        appender.setName(durability);
        appender.setUrl(backend.url());
        if (durability.equals("batch") || durability.equals("event")) {
            appender.setBufferDirectory(directory.toString());
            appender.setDurability(durability);
        }
        return appender;
    }

    private static long[] log(Logger logger, long[] nanos) {
        long pauseNanos = 1_000_000_000L * BURST / 20_000;
        for (int i = 0; i < nanos.length; i++) {
            if (i % BURST == 0) {
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pauseNanos));
            }
            long start = System.nanoTime();
            logger.info("seq={} order {} for customer {}", i, i * 7L, "customer-" + (i & 1023));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static long percentile(long[] sorted, double part) {
        return sorted[(int) (part * (sorted.length - 1))];
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("penstock-benchmark");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
