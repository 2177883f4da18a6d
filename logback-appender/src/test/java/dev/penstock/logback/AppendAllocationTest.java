package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import dev.penstock.Shipper;
import dev.penstock.testkit.EmbeddedBackend;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What appending allocates on the caller's thread: exact, so it may be asserted. */
class AppendAllocationTest {

    private static final int EVENTS = 20_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void appendingAddsNextToNothingToWhatLogbackItselfAllocates() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs with = Logs.with("<url>" + backend.url() + "</url><bufferSize>1GiB</bufferSize>");
                Logs without = Logs.ofFile("""
                        <configuration>
                          <appender name="NOP" class="ch.qos.logback.core.helpers.NOPAppender"/>
                          <root level="INFO"><appender-ref ref="NOP"/></root>
                        </configuration>
                        """)) {
            long own = bytesPerEvent(without.logger("shop.Orders"));
            long all = bytesPerEvent(with.logger("shop.Orders"));

            // The event's time: NOPAppender never asks for the thread's name and the MDC, which are kept in the event.
            assertThat(all - own)
                    .as("bytes per append beyond Logback's %d", own)
                    .isLessThanOrEqualTo(32);
            with.flush();
            assertThat(with.appender().stats().delivered()).isEqualTo(3L * EVENTS);
        }
    }

    /** Strings and boxes: nothing is formatted on the caller's thread, and nothing is made of it on the others. */
    @Test
    void aMessageWithParametersIsNotFormattedByItsCaller() {
        String pattern = "<pattern>%d{ISO8601} %-5level [%thread] %logger{36} - %msg%n%ex</pattern>";
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs with = Logs.with("<url>" + backend.url() + "</url><message>" + pattern + "</message>"
                        + "<bufferSize>1GiB</bufferSize><labels>level = %level</labels>"
                        + "<structuredMetadata>requestId = %X{requestId}</structuredMetadata>");
                Logs without = Logs.ofFile("""
                        <configuration>
                          <appender name="NOP" class="ch.qos.logback.core.helpers.NOPAppender"/>
                          <root level="INFO"><appender-ref ref="NOP"/></root>
                        </configuration>
                        """)) {
            long own = bytesPerEventWithParameters(without.logger("shop.Orders"));
            long all = bytesPerEventWithParameters(with.logger("shop.Orders"));
            with.flush();
            long workers = Math.min(bytesOfWorkersPerEvent(with), bytesOfWorkersPerEvent(with));

            // What is queued, an array of five arguments, and now and then the size of a new MDC. Nobody waits for
            // room, which would allocate as often as it happens.
            assertThat(all - own)
                    .as("bytes per append beyond Logback's %d", own)
                    .isLessThanOrEqualTo(66);
            // Requests and their compressed bodies; the less of two rounds, for a buffer may grow in one of them.
            assertThat(workers).as("bytes per event on the shipper's threads").isLessThanOrEqualTo(80);
            assertThat(with.appender().stats().delivered()).isEqualTo(9L * EVENTS);
        }
    }

    private long bytesPerEventWithParameters(Logger logger) {
        long before = 0;
        for (int i = 0; i < 3 * EVENTS; i++) {
            if (i == 2 * EVENTS) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            if ((i & 255) == 0) {
                MDC.put("requestId", "req-" + (i >> 8));
            }
            logger.info(
                    "seq={} order {} for customer {} processed in {} ms by {}",
                    i,
                    i * 7L,
                    "customer-" + (i & 1023),
                    i & 4095,
                    "payment-gateway-eu-west-1");
        }
        MDC.clear();
        return (threads.getCurrentThreadAllocatedBytes() - before) / EVENTS;
    }

    private long bytesOfWorkersPerEvent(Logs logs) {
        long before = bytesOfWorkers();
        bytesPerEventWithParameters(logs.logger("shop.Orders"));
        logs.flush();
        return (bytesOfWorkers() - before) / (3L * EVENTS);
    }

    private long bytesOfWorkers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> Shipper.isShipping(thread.getName()))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    private long bytesPerEvent(Logger logger) {
        for (int i = 0; i < 2 * EVENTS; i++) {
            logger.info("order placed and paid");
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < EVENTS; i++) {
            logger.info("order placed and paid");
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / EVENTS;
    }
}
