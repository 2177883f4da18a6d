package dev.penstock.benchmarks;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.penstock.logback.LokiAppender;
import dev.penstock.testkit.EmbeddedBackend;
import java.time.Duration;

/** Logs a million events as fast as one thread can, and says what became of them. */
public final class MillionEvents {

    private static final int EVENTS = 1_000_000;

    private MillionEvents() {}

    /**
     * Runs once.
     *
     * @param args none
     */
    public static void main(String[] args) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(org.slf4j.MDC.getMDCAdapter());
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            LokiAppender appender = new LokiAppender();
            appender.setContext(context);
            appender.setName("LOKI");
            appender.setUrl(backend.url());
            appender.setBufferSize("2GiB");
            appender.start();
            Logger logger = context.getLogger("shop.Orders");
            logger.addAppender(appender);

            long start = System.nanoTime();
            for (int i = 0; i < EVENTS; i++) {
                logger.info("seq={} order {} for customer {}", i, i * 7L, "customer-" + (i & 1023));
            }
            long logged = System.nanoTime();
            boolean flushed = appender.flush(Duration.ofMinutes(2));
            long delivered = System.nanoTime();

            System.out.printf(
                    "logged in %.2f s, delivered after %.2f s, flushed=%s, stored=%d%n%s%n",
                    (logged - start) / 1e9,
                    (delivered - start) / 1e9,
                    flushed,
                    backend.loki().count(),
                    appender.stats());
            context.stop();
        }
    }
}
