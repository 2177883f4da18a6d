package dev.penstock.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.penstock.LogShipper;
import dev.penstock.ledger.DropReason;
import dev.penstock.logback.LokiAppender;
import dev.penstock.process.Entry;
import dev.penstock.process.EntryPipeline;
import dev.penstock.process.PipelineDefinition;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.EmbeddedBackendExtension;
import dev.penstock.testkit.Fault;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Shippers as Prometheus sees them. */
@ExtendWith(EmbeddedBackendExtension.class)
class PenstockMetricsTest {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Map<String, String> LABELS = Map.of("app", "shop");

    private final EmbeddedBackend backend;
    private final String host;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PenstockMetrics metrics = new PenstockMetrics();

    PenstockMetricsTest(EmbeddedBackend backend) {
        this.backend = backend;
        host = URI.create(backend.url()).getAuthority();
    }

    @BeforeEach
    void bind() {
        metrics.bindTo(registry);
    }

    @AfterEach
    void unbind() {
        metrics.close();
    }

    @Test
    void countsWhatStagesDropByReasonOverAllShippersAndRestarts() {
        PipelineDefinition dropsByLine = surroundings -> new EntryPipeline() {
            @Override
            public void process(Entry entry, Output output) {
                String line = entry.line().toString();
                if (line.startsWith("drop ")) {
                    output.drop(line.substring(5));
                } else {
                    output.ship(entry);
                }
            }

            @Override
            public boolean splits() {
                return false;
            }
        };
        String noise = "loki_process_dropped_lines_total{reason=\"noise\"}";
        String late = "loki_process_dropped_lines_total{reason=\"late\"}";
        for (int start = 1; start <= 2; start++) {
            try (LogShipper shipper =
                    shipper().settings(s -> s.pipeline(dropsByLine)).build()) {
                assertThat(registry.scrape()).as("no reason before it is seen").doesNotContain(late);
                for (String line : List.of("drop noise", "shipped", "drop noise")) {
                    shipper.log(Instant.now(), LABELS, line, Map.of());
                }
                assertThat(shipper.flush(LONG)).isTrue();
                // Whoever scrapes finds the reason in the scrape after the one that discovered it.
                registry.scrape();
                assertThat(value(noise)).isEqualTo(2.0 * start);
            }
            assertThat(value(noise)).isEqualTo(2.0 * start);
        }
        try (LogShipper shipper =
                shipper().settings(s -> s.pipeline(dropsByLine)).build()) {
            shipper.log(Instant.now(), LABELS, "drop late", Map.of());
            assertThat(shipper.flush(LONG)).isTrue();
        }
        assertThat(value(late)).as("the last look at a shipper finds it").isEqualTo(1);

        metrics.close();
        assertThat(registry.scrape()).doesNotContain("loki_process");
    }

    @Test
    void everySeriesIsThereAtZeroBeforeTheFirstRecord() {
        try (LogShipper shipper = shipper().build()) {
            assertThat(shipper.stats().accepted()).isZero();
            String labels = "{host=\"" + host + "\",tenant=\"\"}";
            assertThat(value("loki_write_sent_bytes_total" + labels)).isZero();
            assertThat(value("loki_write_sent_entries_total" + labels)).isZero();
            assertThat(value("loki_write_batch_retries_total" + labels)).isZero();
            for (DropReason reason : DropReason.values()) {
                assertThat(dropped("entries", "", reason)).isZero();
                assertThat(dropped("bytes", "", reason)).isZero();
            }
            assertThat(value("loki_write_request_size_bytes_count" + labels)).isZero();
            assertThat(value("loki_write_entry_propagation_latency_seconds_count" + labels))
                    .isZero();
            assertThat(gauge("penstock_pending_entries")).isZero();
            assertThat(gauge("penstock_ondisk_entries")).isZero();
            assertThat(gauge("penstock_buffer_bytes")).isZero();
            assertThat(gauge("penstock_health")).isEqualTo(1);
        }
    }

    @Test
    void typesAreThoseOfAlloy() {
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 1);

            assertThat(registry.scrape().lines().filter(line -> line.startsWith("# TYPE")))
                    .contains(
                            "# TYPE loki_write_sent_bytes_total counter",
                            "# TYPE loki_write_sent_entries_total counter",
                            "# TYPE loki_write_dropped_bytes_total counter",
                            "# TYPE loki_write_dropped_entries_total counter",
                            "# TYPE loki_write_batch_retries_total counter",
                            "# TYPE loki_write_request_duration_seconds histogram",
                            "# TYPE loki_write_request_size_bytes histogram",
                            "# TYPE loki_write_entry_propagation_latency_seconds histogram",
                            "# TYPE penstock_pending_entries gauge",
                            "# TYPE penstock_ondisk_entries gauge",
                            "# TYPE penstock_buffer_bytes gauge",
                            "# TYPE penstock_health gauge");
        }
    }

    @Test
    void bucketsAreThoseOfAlloy() {
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 1);

            assertThat(buckets("loki_write_request_duration_seconds"))
                    .containsExactly(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1., 2.5, 5., 10., 1 / 0.);
            assertThat(buckets("loki_write_request_size_bytes"))
                    .startsWith(1024., 4096., 16_384.)
                    .endsWith(16_777_216., 20_971_520., 1 / 0.)
                    .hasSize(13);
            assertThat(buckets("loki_write_entry_propagation_latency_seconds"))
                    .containsExactly(0.1, 0.5, 1., 5., 10., 30., 60., 120., 300., 600., 1 / 0.);
        }
    }

    @Test
    void deliveredRecordsAreCounted() {
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 100);

            assertThat(sent("entries", "")).isEqualTo(100);
            assertThat(sent("bytes", "")).isPositive().isEqualTo(shipper.stats().sentBytes());
            double requests = backend.requests().size();
            assertThat(requests("", 204)).isEqualTo(requests);
            assertThat(value("loki_write_request_size_bytes_count{host=\"" + host + "\",tenant=\"\"}"))
                    .isEqualTo(requests);
            assertThat(value("loki_write_request_size_bytes_sum{host=\"" + host + "\",tenant=\"\"}"))
                    .isEqualTo(shipper.stats().sentBytes());
            // Told after the flush has ended.
            String batches = "loki_write_entry_propagation_latency_seconds_count{host=\"" + host + "\",tenant=\"\"}";
            await().atMost(LONG).until(() -> value(batches) > 0);
            assertThat(value(batches)).isLessThan(100);
        }
    }

    @Test
    void labelsSentAsMetadataAreCountedAlsoWhenTheShipperIsStartedAgain() {
        String series = "penstock_label_demotions_total{host=\"" + host + "\",label=\"user\",name=\"log\"}";
        for (int round = 1; round <= 2; round++) {
            try (LogShipper shipper =
                    shipper().settings(s -> s.maxLabelValues(10)).build()) {
                for (int i = 0; i < 25; i++) {
                    shipper.log(Instant.now(), Map.of("user", "u" + i), "line", Map.of());
                }
                assertThat(shipper.flush(LONG)).isTrue();
                // The first reading finds that there is something new to be read.
                registry.scrape();
                assertThat(value(series)).isEqualTo(round * 15);
            }
            assertThat(value(series)).isEqualTo(round * 15);
        }
        metrics.close();
        assertThat(registry.scrape()).doesNotContain("penstock_label_demotions_total");
    }

    @Test
    void whatWasCountedBeforeIsPublishedToo() {
        metrics.close();
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 3);
            metrics.bindTo(registry);

            assertThat(sent("entries", "")).isEqualTo(3);
        }
    }

    @Test
    void rejectedRecordsAreCounted() {
        backend.faults().next(Fault.status(400));
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 1);

            assertThat(dropped("entries", "", DropReason.REJECTED)).isEqualTo(1);
            assertThat(dropped("bytes", "", DropReason.REJECTED)).isPositive();
            assertThat(requests("", 400)).isEqualTo(1);
            assertThat(gauge("penstock_health")).isLessThan(1);
        }
    }

    @Test
    void recordsThatFindNoRoomAreCounted() {
        backend.faults().always(Fault.noAnswer());
        try (LogShipper shipper = shipper()
                .settings(s -> s.bufferSize(64 << 10).drainTimeout(Duration.ZERO))
                .build()) {
            for (int i = 0; i < 100; i++) {
                shipper.log(Instant.now(), LABELS, "x".repeat(5_000), Map.of());
            }

            assertThat(dropped("entries", "", DropReason.QUEUE_FULL))
                    .isPositive()
                    .isEqualTo(shipper.stats().dropped(DropReason.QUEUE_FULL));
            assertThat(gauge("penstock_pending_entries")).isPositive();
            assertThat(gauge("penstock_buffer_bytes")).isPositive();
        }
    }

    @Test
    void retriesAndTheirStatusesAreCounted() {
        backend.faults().next(2, Fault.status(503));
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 1);

            assertThat(value("loki_write_batch_retries_total{host=\"" + host + "\",tenant=\"\"}"))
                    .isEqualTo(2);
            assertThat(requests("", 503)).isEqualTo(2);
            assertThat(requests("", 204)).isEqualTo(1);
        }
    }

    @Test
    void requestsWithoutAnAnswerHaveStatusMinusOne() {
        backend.stop();
        try (LogShipper shipper = shipper().build()) {
            shipper.log(Instant.now(), LABELS, "hello", Map.of());

            String series = requestSeries("", -1);
            await().atMost(LONG).until(() -> registry.scrape().contains(series));
            assertThat(value(series)).isPositive();
            assertThat(gauge("penstock_health")).isLessThan(1);
            backend.restart();
            assertThat(shipper.flush(LONG)).isTrue();
        }
        assertThat(sent("entries", "")).isEqualTo(1);
    }

    @Test
    void eachTenantHasItsOwnSeries() {
        try (LogShipper shipper = shipper().settings(s -> s.tenantId("a")).build()) {
            shipper.log(Instant.now(), LABELS, "one", Map.of());
            for (int i = 0; i < 2; i++) {
                shipper.log(Instant.now(), Map.of("app", "shop", "__tenant_id__", "b"), "two " + i, Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();

            assertThat(sent("entries", "a")).isEqualTo(1);
            assertThat(sent("entries", "b")).isEqualTo(2);
            assertThat(requests("b", 204)).isPositive();
            assertThat(dropped("entries", "b", DropReason.STAGE)).isZero();
        }
    }

    @Test
    void tenantsBeyondAThousandAreCountedWithTheConfiguredOne() {
        int tenants = 1_200;
        try (LogShipper shipper = shipper().build()) {
            for (int i = 0; i < tenants; i++) {
                shipper.log(Instant.now(), Map.of("__tenant_id__", "t" + i), "line", Map.of());
            }
            assertThat(shipper.flush(LONG)).isTrue();
        }

        assertThat(sent("entries", "")).isEqualTo(tenants - 999);
        assertThat(registry.find("loki.write.sent.entries").functionCounters())
                .hasSize(1_000)
                .satisfies(all -> assertThat(
                                all.stream().mapToDouble(FunctionCounter::count).sum())
                        .isEqualTo(tenants));
    }

    @Test
    void countersGoOnWhenAShipperIsStartedAgain() {
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 3);
        }
        assertThat(sent("entries", "")).isEqualTo(3);

        try (LogShipper shipper = shipper().build()) {
            log(shipper, 2);
            assertThat(sent("entries", "")).isEqualTo(5);
        }
        assertThat(sent("entries", "")).isEqualTo(5);
        assertThat(requests("", 204)).isEqualTo(backend.requests().size());
    }

    @Test
    void shippersOfTheSameHostAreSummed() {
        try (LogShipper one = shipper().build();
                LogShipper other = shipper().build()) {
            log(one, 3);
            log(other, 2);

            assertThat(sent("entries", "")).isEqualTo(5);
            one.close();
            assertThat(sent("entries", "")).isEqualTo(5);
            assertThat(gauge("penstock_health")).isEqualTo(1);
        }
    }

    @Test
    void anAppenderThatIsStoppedAndStartedIsCounted() {
        LoggerContext context = new LoggerContext();
        LokiAppender appender = new LokiAppender();
        appender.setContext(context);
        appender.setName("LOKI");
        appender.setUrl(backend.lokiPushUrl());
        Logger logger = context.getLogger("shop");
        logger.addAppender(appender);
        for (int i = 0; i < 2; i++) {
            appender.start();
            logger.info("order {} placed", i);
            assertThat(value("penstock_health{host=\"" + host + "\",name=\"LOKI\"}"))
                    .isEqualTo(1);
            appender.stop();
        }

        assertThat(sent("entries", "")).isEqualTo(2);
        context.stop();
    }

    @Test
    void severalRegistriesHaveTheSame() {
        PrometheusMeterRegistry another = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (PenstockMetrics more = new PenstockMetrics();
                LogShipper shipper = shipper().build()) {
            more.bindTo(another);
            more.bindTo(new SimpleMeterRegistry());
            log(shipper, 4);

            assertThat(sent("entries", "")).isEqualTo(4);
            assertThat(value(another, sentSeries("entries", ""))).isEqualTo(4);
            assertThat(value(another, requestSeries("", 204))).isEqualTo(requests("", 204));
        }
        assertThat(another.getMeters()).isEmpty();
    }

    @Test
    void aRegistryThatIsBoundTwiceCountsOnce() {
        try (PenstockMetrics again = new PenstockMetrics();
                LogShipper shipper = shipper().build()) {
            again.bindTo(registry);
            metrics.bindTo(registry);
            log(shipper, 1);

            assertThat(requests("", 204)).isEqualTo(backend.requests().size());
        }
    }

    @Test
    void aCompositeRegistryIsFine() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        PrometheusMeterRegistry part = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        composite.add(part);
        try (PenstockMetrics more = new PenstockMetrics();
                LogShipper shipper = shipper().build()) {
            more.bindTo(composite);
            log(shipper, 1);

            assertThat(value(part, sentSeries("entries", ""))).isEqualTo(1);
        }
        assertThat(part.getMeters()).isEmpty();
    }

    @Test
    void nothingIsLeftInARegistryThatIsUnbound() {
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 1);
            metrics.close();
            assertThat(registry.getMeters()).isEmpty();
            assertThat(registry.scrape()).doesNotContain("loki_write", "penstock");

            log(shipper, 1);
            assertThat(registry.getMeters()).isEmpty();
        }
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 1);
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void aRegistryThatIsUnboundCanBeBoundAgain() {
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 1);
            metrics.close();
            log(shipper, 1);
            metrics.bindTo(registry);

            assertThat(sent("entries", "")).isEqualTo(2);
            log(shipper, 1);
            assertThat(sent("entries", "")).isEqualTo(3);
        }
    }

    @Test
    void aRegistryThatIsClosedIsLetGo() {
        PrometheusMeterRegistry closed = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        PenstockMetrics more = new PenstockMetrics();
        more.bindTo(closed);
        shipper().build().close();
        int meters = closed.getMeters().size();
        closed.close();
        shipper().build().close();

        assertThat(meters).isPositive();
        assertThat(closed.getMeters()).isEmpty();
        more.close();
    }

    @RepeatedTest(5)
    void countersOnlyGrowWhileShippersComeAndGo() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    try (LogShipper shipper = shipper().build()) {
                        log(shipper, 10);
                    }
                }
            }));
        }
        threads.forEach(Thread::start);
        double last = 0;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            FunctionCounter counter = registry.find("loki.write.sent.entries").functionCounter();
            double now = counter == null ? 0 : counter.count();
            assertThat(now).isGreaterThanOrEqualTo(last);
            last = now;
            registry.scrape();
        }
        for (Thread each : threads) {
            each.join();
        }

        assertThat(sent("entries", "")).isEqualTo(400);
        assertThat(gauge("penstock_pending_entries")).isZero();
        assertThat(gauge("penstock_health")).isNaN();
    }

    @Test
    void gaugesOfManyNamesAreForgotten() {
        for (int i = 0; i < 250; i++) {
            shipper().name("job-" + i).build().close();
        }

        assertThat(registry.find("penstock.health").gauges()).hasSizeLessThanOrEqualTo(100);
        assertThat(value("penstock_health{host=\"" + host + "\",name=\"job-249\"}"))
                .isNaN();
    }

    @Test
    void aThousandShippersLeaveAsManyMetersAsOne() {
        startAndStop(1);
        int meters = registry.getMeters().size();
        String text = registry.scrape();
        startAndStop(1_000);

        assertThat(registry.getMeters()).hasSize(meters);
        assertThat(registry.scrape().lines().count()).isEqualTo(text.lines().count());
    }

    @Test
    void aClosedShipperIsNotKeptAlive() {
        WeakReference<LogShipper> gone = new WeakReference<>(used());

        await().atMost(LONG).until(() -> {
            System.gc();
            return gone.get() == null;
        });
        assertThat(sent("entries", "")).isEqualTo(1);
    }

    private LogShipper used() {
        try (LogShipper shipper = shipper().build()) {
            log(shipper, 1);
            return shipper;
        }
    }

    @Test
    void aRegistryThatFailsDisturbsNeitherShipperNorDelivery() {
        MeterRegistry broken = new SimpleMeterRegistry();
        broken.config().meterFilter(new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                throw new IllegalStateException("no room");
            }
        });
        List<String> messages = new CopyOnWriteArrayList<>();
        try (PenstockMetrics more = new PenstockMetrics()) {
            more.bindTo(broken);
            try (LogShipper shipper = shipper()
                    .listener((severity, message) -> messages.add(message))
                    .build()) {
                log(shipper, 2);
                assertThat(shipper.stats().delivered()).isEqualTo(2);
            }
        }

        assertThat(sent("entries", "")).isEqualTo(2);
        assertThat(messages)
                .anyMatch(each -> each.contains("a listener for metrics failed") && each.contains("no room"));
    }

    private void startAndStop(int times) {
        for (int i = 0; i < times; i++) {
            shipper().build().close();
        }
    }

    private LogShipper.Builder shipper() {
        return LogShipper.builder(backend.url())
                .settings(s -> s.minBackoff(Duration.ofMillis(1)).maxBackoff(Duration.ofMillis(5)))
                .listener((severity, message) -> {});
    }

    private static void log(LogShipper shipper, int lines) {
        for (int i = 0; i < lines; i++) {
            shipper.log(Instant.now(), LABELS, "line " + i, Map.of());
        }
        assertThat(shipper.flush(LONG)).isTrue();
    }

    private double sent(String what, String tenant) {
        return value(sentSeries(what, tenant));
    }

    private String sentSeries(String what, String tenant) {
        return "loki_write_sent_%s_total{host=\"%s\",tenant=\"%s\"}".formatted(what, host, tenant);
    }

    private double dropped(String what, String tenant, DropReason reason) {
        return value("loki_write_dropped_%s_total{host=\"%s\",reason=\"%s\",tenant=\"%s\"}"
                .formatted(what, host, reason.label(), tenant));
    }

    private double requests(String tenant, int status) {
        return value(requestSeries(tenant, status));
    }

    private String requestSeries(String tenant, int status) {
        return "loki_write_request_duration_seconds_count{host=\"%s\",status_code=\"%d\",tenant=\"%s\"}"
                .formatted(host, status, tenant);
    }

    private double gauge(String name) {
        return value(name + "{host=\"" + host + "\",name=\"log\"}");
    }

    private double value(String series) {
        return value(registry, series);
    }

    private static double value(PrometheusMeterRegistry from, String series) {
        String text = from.scrape();
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(series + " is not in\n" + text));
    }

    private List<Double> buckets(String name) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(name + "_bucket{"))
                .map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1"))
                .map(le -> le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le))
                .toList();
    }
}
