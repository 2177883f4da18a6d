package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ledger.DropReason;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stopping has one deadline: the shorter one of Log4j's and ours. */
class ShutdownTest {

    @Test
    @Timeout(20)
    void log4jsDeadlineCountsWhereItIsShorter() {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.faults().always(Fault.noAnswer());
            try (Logs logs = Logs.with(backend.url(), "drainTimeout='10m' remoteTimeout='10m'", "")) {
                LokiAppender appender = logs.appender();
                logs.logger("x").info("line");
                logs.context().stop(100, TimeUnit.MILLISECONDS);

                assertThat(appender.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
                assertThat(appender.stats().pending()).isZero();
                assertThat(logs.errors()).isEmpty();
            }
        }
    }

    @Test
    @Timeout(20)
    void oursCountsWhereLog4jHasNone() {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.faults().always(Fault.noAnswer());
            try (Logs logs = Logs.with(backend.url(), "drainTimeout='100ms' remoteTimeout='10m'", "")) {
                LokiAppender appender = logs.appender();
                logs.logger("x").info("line");
                logs.context().stop();

                assertThat(appender.stats().dropped(DropReason.SHUTDOWN)).isEqualTo(1);
            }
        }
    }

    @Test
    void whatWaitsOnDiskIsDeliveredByTheNextProcess(@TempDir Path folder) {
        String disk = "bufferDirectory='" + folder.resolve("buffer") + "' drainTimeout='100ms'";
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            backend.stop();
            try (Logs logs = Logs.with(backend.url(), disk, "")) {
                logs.logger("x").info("line");
            }
            backend.restart();
            try (Logs logs = Logs.with(backend.url(), disk, "")) {
                logs.flush();
            }

            assertThat(backend.loki().count()).isEqualTo(1);
        }
    }
}
