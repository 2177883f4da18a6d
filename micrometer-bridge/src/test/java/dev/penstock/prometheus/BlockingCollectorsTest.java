package dev.penstock.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.testkit.StoredSample;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collectors that do not return hold up nobody but themselves. */
class BlockingCollectorsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger inCall = new AtomicInteger();
    private volatile boolean blocks;

    @AfterEach
    void noThreadStays() {
        release.countDown();
        await().until(() -> readers() == 0);
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("penstock-registry-reader"))
                .peek(each -> assertThat(each.isDaemon()).isTrue())
                .count();
    }

    private static MetricSnapshot gauge(String name, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .value(value)
                        .build())
                .build();
    }

    private void block() {
        boolean released = !blocks;
        inCall.incrementAndGet();
        while (!released) {
            try {
                release.await();
                released = true;
            } catch (InterruptedException e) {
                // A collector that cannot be interrupted is the worst there is.
            }
        }
        inCall.decrementAndGet();
    }

    private MetricSnapshot blocked(String name) {
        block();
        return gauge(name, 5);
    }

    private void addGood(String name) {
        registry.register((Collector) () -> gauge(name, 1));
    }

    /** Half of a second is for the registry. */
    private Pushed pushed() {
        return new Pushed(registry, "step", "1h", "drainTimeout", "1s");
    }

    private static void assertNewest(Pushed pushed, String... names) {
        long now = pushed.sample("up").timestampMillis();
        assertThat(pushed.sample("up").value()).isEqualTo(1);
        for (String each : names) {
            StoredSample sample = pushed.sample(each);
            assertThat(sample.timestampMillis()).as(each).isEqualTo(now);
            assertThat(sample.isStale()).as(each).isFalse();
        }
    }

    @Test
    void theOthersArePublishedInTheSamePublishAndItIsSaidOnce() {
        addGood("before");
        registry.register((Collector) () -> blocked("blocked"));
        registry.register((MultiCollector) () -> MetricSnapshots.of(blocked("several")));
        addGood("after");
        try (Pushed pushed = pushed()) {
            pushed.flush();
            assertNewest(pushed, "before", "after", "blocked", "several");
            blocks = true;
            for (int i = 0; i < 4; i++) {
                assertThat(pushed.writer.flush(LONG)).isFalse();
                assertNewest(pushed, "before", "after");
                assertThat(pushed.series("blocked").isStale()).isTrue();
            }
            assertThat(pushed.warnings)
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each).contains("could not be read in time", "all others are sent"));
            // One for each of them, the scrape of the whole, and the one that reads the others.
            assertThat(inCall).hasValueLessThanOrEqualTo(3);
            assertThat(readers()).isLessThanOrEqualTo(4);

            release.countDown();
            await().until(() -> pushed.writer.flush(LONG));
            assertNewest(pushed, "before", "after", "blocked", "several");
            assertThat(pushed.messages).anyMatch(each -> each.contains("has returned"));
            assertThat(pushed.backend.metrics().violations()).isEmpty();
        }
    }

    @Test
    void aPublishOnScheduleGoesOnWithoutTheOneThatBlocks() {
        addGood("good");
        registry.register((Collector) () -> blocked("blocked"));
        try (Pushed pushed = new Pushed(registry, "step", "300ms", "drainTimeout", "1s")) {
            await().until(() -> !pushed.backend.metrics().select("blocked").isEmpty());
            blocks = true;
            await().until(() -> pushed.series("blocked").isStale());
            int before = pushed.series("good").samples().size();
            await().until(() -> pushed.series("good").samples().size() > before + 2);
            assertThat(pushed.warnings).anyMatch(each -> each.contains("could not be read in time"));
            release.countDown();
            await().until(() -> !pushed.series("blocked").isStale());
        }
    }

    @Test
    void closingWhileAPublishStandsSendsTheLastValuesOfTheOthers() throws InterruptedException {
        double[] value = {1};
        registry.register((Collector) () -> gauge("good", value[0]));
        registry.register((Collector) () -> blocked("blocked"));
        try (Pushed pushed = pushed()) {
            pushed.flush();
            blocks = true;
            Thread publishing = new Thread(pushed.writer::publish);
            publishing.start();
            await().until(() -> inCall.get() > 0);
            value[0] = 42;
            pushed.writer.close();
            publishing.join();
            assertThat(pushed.series("good").samples())
                    .filteredOn(each -> !each.isStale())
                    .last()
                    .satisfies(each -> assertThat(each.value()).isEqualTo(42));
            assertThat(pushed.series("good").isStale()).isTrue();
        }
    }

    @Test
    void aRegistryOfAnotherClassIsDownUntilItReturns() {
        PrometheusRegistry own = new PrometheusRegistry() {
            @Override
            public MetricSnapshots scrape() {
                return MetricSnapshots.of(blocked("good"));
            }
        };
        try (Pushed pushed = new Pushed(own, "drainTimeout", "1s")) {
            pushed.flush();
            blocks = true;
            for (int i = 0; i < 3; i++) {
                assertThat(pushed.writer.flush(LONG)).isFalse();
                assertThat(pushed.sample("up").value()).isZero();
                assertThat(inCall).hasValue(1);
            }
            assertThat(pushed.warnings).singleElement().asString().contains("could not be read in time");
            release.countDown();
            await().until(() -> pushed.writer.flush(LONG));
            assertNewest(pushed, "good");
        }
    }

    @Test
    void threadsAreNotSpentWithoutEnd() {
        addGood("good");
        for (int i = 0; i < ReadingThreads.MOST + 20; i++) {
            String name = "blocked_" + i;
            registry.register((Collector) () -> blocked(name));
        }
        blocks = true;
        try (Pushed pushed = pushed()) {
            for (int i = 0; i < 4; i++) {
                assertThat(pushed.writer.flush(LONG)).isFalse();
            }
            assertThat(readers()).isLessThanOrEqualTo(ReadingThreads.MOST_FOR_KNOWN);
            release.countDown();
            await().until(() -> pushed.writer.flush(LONG));
            assertNewest(pushed, "good", "blocked_0", "blocked_" + (ReadingThreads.MOST + 19));
        }
    }

    @Test
    void aScrapeThatIsSlowOnlyIsTakenAsAWhole() {
        CountDownLatch second = new CountDownLatch(2);
        registry.register((Collector) () -> {
            if (blocks) {
                second.countDown();
                try {
                    // Until it is called for itself, too.
                    second.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return gauge("slow", 1);
        });
        try (Pushed pushed = pushed()) {
            pushed.flush();
            blocks = true;
            pushed.flush();
            assertNewest(pushed, "slow");
            assertThat(pushed.warnings).isEmpty();
        }
    }

    @Test
    void oneThreadIsEnoughWhileNobodyBlocks() {
        addGood("good");
        try (Pushed pushed = pushed()) {
            for (int i = 0; i < 20; i++) {
                pushed.flush();
            }
            assertThat(readers()).isEqualTo(1);
        }
    }
}
