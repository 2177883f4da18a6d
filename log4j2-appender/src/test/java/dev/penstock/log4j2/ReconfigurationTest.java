package dev.penstock.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.ledger.Stats;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.StoredEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new configuration goes on where the old one was. */
class ReconfigurationTest {

    private static final int THREADS = 2;

    private final AtomicBoolean enough = new AtomicBoolean();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLostOrSentTwiceInAHundredReconfigurationsUnderLoad(boolean async) throws Exception {
        try (EmbeddedBackend backend = EmbeddedBackend.start()) {
            Path file = folder.resolve("log4j2.xml");
            Files.writeString(file, Logs.xml("<Penstock name='LOKI' url='" + backend.url() + "' batchWait='100ms'/>"));
            LoggerContext context = async
                    ? new AsyncLoggerContext("reconfigured", null, file.toUri())
                    : new LoggerContext("reconfigured", null, file.toUri());
            context.start();
            List<AtomicLong> counts = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                AtomicLong count = new AtomicLong();
                counts.add(count);
                threads.add(new Thread(() -> logUntilEnough(context, count), "logging-" + t));
            }
            threads.forEach(Thread::start);
            LokiAppender first = context.getConfiguration().getAppender("LOKI");
            for (int i = 0; i < 100; i++) {
                context.reconfigure();
            }
            enough.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            LokiAppender last = context.getConfiguration().getAppender("LOKI");
            context.stop(20, TimeUnit.SECONDS);

            assertThat(last).isNotSameAs(first);
            Stats stats = last.stats();
            long logged = counts.stream().mapToLong(AtomicLong::get).sum();
            assertThat(stats.accepted()).isEqualTo(logged);
            assertThat(stats.delivered()).as("%s", stats).isEqualTo(logged);
            assertThat(stats.pending()).isZero();
            for (int t = 0; t < THREADS; t++) {
                String name = "logging-" + t;
                assertThat(backend.loki().entries().stream()
                                .filter(each ->
                                        name.equals(each.structuredMetadata().get("thread")))
                                .map(StoredEntry::line))
                        .containsExactlyElementsOf(
                                LongStream.range(0, counts.get(t).get())
                                        .mapToObj(i -> "line " + i)
                                        .toList());
            }
        }
    }

    private void logUntilEnough(LoggerContext context, AtomicLong count) {
        while (!enough.get()) {
            context.getLogger("x").info("line {}", count.getAndIncrement());
            if (count.get() % 50 == 0) {
                Thread.yield();
            }
            pace(count.get());
        }
    }

    /** Keeps what is logged within what is compared in the end. */
    private void pace(long count) {
        if (count > 2_000) {
            java.util.concurrent.locks.LockSupport.parkNanos(200_000);
        }
    }

    private String xml(EmbeddedBackend backend, String attributes, String layout) {
        return Logs.xml("<Penstock name='LOKI' url='%s' %s><Labels>app = shop</Labels>%s</Penstock>"
                .formatted(backend.url(), attributes, layout));
    }

    private static void configure(LoggerContext context, String xml) {
        context.reconfigure(Logs.configuration(context, xml, "xml"));
    }

    @Test
    void aNewLayoutCountsWithoutInterruption() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.ofXml(xml(backend, "", "<PatternLayout pattern='old %m'/>"))) {
            logs.logger("x").info("1");
            logs.flush();
            configure(logs.context(), xml(backend, "", "<PatternLayout pattern='new %m'/>"));
            logs.logger("x").info("2");
            logs.flush();

            assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("old 1", "new 2");
            assertThat(logs.appender().stats().delivered()).isEqualTo(2);
        }
    }

    @Test
    void otherSettingsMakeAnotherShipperAndTheOldOneIsDrained() {
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.ofXml(xml(backend, "batchWait='10m'", ""))) {
            LokiAppender old = logs.appender();
            logs.logger("x").info("1");
            configure(logs.context(), xml(backend, "batchWait='9m'", ""));
            logs.logger("x").info("2");
            logs.flush();

            assertThat(backend.loki().entries()).extracting(StoredEntry::line).containsExactly("1", "2");
            assertThat(old.stats().delivered()).isEqualTo(1);
            assertThat(logs.appender().stats().delivered()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "event"})
    void otherSettingsWithTheSameBufferDirectoryTakeItOverWithWhatIsInIt(String durability) {
        String directory = "bufferDirectory='" + folder.resolve("buffer") + "' durability='" + durability + "'";
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs logs = Logs.ofXml(xml(backend, directory + " batchWait='10m'", ""))) {
            backend.stop();
            for (int i = 0; i < 10; i++) {
                logs.logger("x").info("line {}", i);
            }
            configure(logs.context(), xml(backend, directory + " batchWait='1s'", ""));
            backend.restart();
            logs.logger("x").info("line {}", 10);
            logs.flush();

            assertThat(logs.errors()).isEmpty();
            assertThat(backend.loki().entries())
                    .extracting(StoredEntry::line)
                    .containsExactlyElementsOf(LongStream.rangeClosed(0, 10)
                            .mapToObj(i -> "line " + i)
                            .toList());
        }
    }

    @Test
    void anotherAppendersBufferDirectoryIsNotTakenOver() {
        String directory = "bufferDirectory='" + folder.resolve("buffer") + "'";
        try (EmbeddedBackend backend = EmbeddedBackend.start();
                Logs first = Logs.ofXml(xml(backend, directory, ""));
                Logs second = Logs.ofXml(xml(backend, directory, ""))) {
            assertThat(first.appender().health().toString()).contains("UP");
            assertThat(second.appender().health().toString()).contains("DOWN").contains("bufferDirectory");
            assertThat(second.warnings()).anyMatch(warning -> warning.contains("that no other shipper uses"));
        }
    }
}
