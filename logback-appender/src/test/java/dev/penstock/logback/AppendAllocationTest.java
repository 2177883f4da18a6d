package dev.penstock.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import dev.penstock.testkit.EmbeddedBackend;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

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
