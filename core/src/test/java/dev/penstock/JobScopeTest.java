package dev.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.metrics.Measured;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.StoredEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedBackendExtension.class)
class JobScopeTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final EmbeddedBackend backend;

    JobScopeTest(EmbeddedBackend backend) {
        this.backend = backend;
    }

    @Test
    void atTheEndOfAJobEverythingIsSentThoughItsBatchCouldWait() {
        try (LogShipper one = shipper("one");
                LogShipper two = shipper("two")) {
            try (JobScope job = JobScope.open(LONG)) {
                assertThat(job).isNotNull();
                log(one, "of one");
                log(two, "of two");
            }

            assertThat(backend.loki().entries())
                    .extracting(StoredEntry::line)
                    .containsExactlyInAnyOrder("of one", "of two");
        }
    }

    @Test
    void alsoWhenTheJobEndsWithAnException() {
        try (LogShipper shipper = shipper("one")) {
            assertThatThrownBy(() -> {
                        try (JobScope job = JobScope.open(LONG)) {
                            assertThat(job).isNotNull();
                            log(shipper, "last words");
                            throw new IllegalStateException("the job's own");
                        }
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasNoSuppressedExceptions();

            assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("last words");
        }
    }

    @Test
    void aJobWithoutShippersEndsAtOnce() {
        try (JobScope job = JobScope.open()) {
            assertThat(job).isNotNull();
        }
        assertThat(RunningShippers.flush(Duration.ZERO)).isTrue();
    }

    @Test
    void anOutageEndsTheJobAtItsTimeoutAndLosesNothing() {
        backend.stop();
        try (LogShipper shipper = shipper("one")) {
            try (JobScope job = JobScope.open(Duration.ofMillis(50))) {
                assertThat(job).isNotNull();
                log(shipper, "kept");
            }
            assertThat(shipper.stats().pending()).isEqualTo(1);

            backend.restart();
            assertThat(RunningShippers.flush(LONG)).isTrue();
            assertThat(shipper.stats().delivered()).isEqualTo(1);
        }
    }

    @Test
    void flushingSaysWhetherAllOfThemAreDone() throws Exception {
        try (EmbeddedBackend ill = EmbeddedBackend.start();
                LogShipper well = shipper("well");
                LogShipper held = LogShipper.builder(ill.url())
                        .settings(s -> s.drainTimeout(Duration.ZERO))
                        .listener((severity, message) -> {})
                        .build()) {
            ill.stop();
            log(well, "sent");
            log(held, "held");

            assertThat(RunningShippers.flush(Duration.ofMillis(50))).isFalse();

            assertThat(well.flush(LONG)).isTrue();
            held.close();
            assertThat(RunningShippers.flush(LONG)).isTrue();
        }
    }

    @Test
    void anInterruptedJobDoesNotWaitAndStaysInterrupted() {
        backend.stop();
        try (LogShipper shipper = shipper("one")) {
            log(shipper, "line");
            Thread.currentThread().interrupt();

            assertThat(RunningShippers.flush(Duration.ofHours(1))).isFalse();

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aListenerHearsOfThoseThatRunComeAndGo() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (LogShipper before = shipper("before")) {
            try (AutoCloseable listening = RunningShippers.listen(new RunningShippers.Listener() {
                @Override
                public void started(Measured shipper) {
                    heard.add("+" + shipper.name());
                }

                @Override
                public void closed(Measured shipper) {
                    heard.add("-" + shipper.name());
                }
            })) {
                assertThat(listening).isNotNull();
                shipper("during").close();
            }
            shipper("after").close();
            assertThat(before.stats().accepted()).isZero();
        }

        assertThat(heard).containsExactly("+before", "+during", "-during");
    }

    private LogShipper shipper(String name) {
        return LogShipper.builder(backend.url())
                .name(name)
                .settings(s -> s.batchWait(Duration.ofMinutes(10)).drainTimeout(Duration.ZERO))
                .listener((severity, message) -> {})
                .build();
    }

    private static void log(LogShipper shipper, String line) {
        shipper.log(Instant.now(), Map.of("app", "shop"), line, Map.of());
    }
}
