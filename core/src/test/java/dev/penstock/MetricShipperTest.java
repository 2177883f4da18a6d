package dev.penstock;

import static dev.penstock.PublishedMetrics.gauge;
import static dev.penstock.PublishedMetrics.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.health.Health;
import dev.penstock.ledger.DropReason;
import dev.penstock.remotewrite.Labels;
import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.MetricType;
import dev.penstock.remotewrite.NativeHistogram;
import dev.penstock.remotewrite.SampleSource;
import dev.penstock.remotewrite.Series;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.Fault;
import dev.penstock.testkit.StoredHistogram;
import dev.penstock.testkit.StoredSample;
import dev.penstock.testkit.StoredSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricShipperTest {

    private static final MetricFamily REQUESTS =
            new MetricFamily("requests_total", MetricType.COUNTER, "Requests.", "");

    private final EmbeddedBackend backend = EmbeddedBackend.start();
    private PublishedMetrics metrics = new PublishedMetrics(settings(backend.remoteWriteUrl()));

    @AfterEach
    void close() {
        metrics.close();
        assertThat(backend.metrics().violations()).isEmpty();
        backend.close();
    }

    private void with(RemoteWriteSettingsBuilder settings) {
        metrics.close();
        metrics = new PublishedMetrics(settings);
    }

    private StoredSeries series(String selector) {
        List<StoredSeries> found = backend.metrics().select(selector);
        assertThat(found).as(selector).hasSize(1);
        return found.get(0);
    }

    private List<Double> values(String selector) {
        return series(selector).samples().stream()
                .filter(each -> !each.isStale())
                .map(StoredSample::value)
                .toList();
    }

    @Test
    void aPublishArrivesWithLabelsTypeAndTime() {
        metrics.gauges.put("pool_size", 3.0);
        metrics.publish();
        metrics.flush();

        StoredSeries stored = series("pool_size");
        assertThat(stored.labels()).isEqualTo(Map.of("__name__", "pool_size", "job", "shop", "instance", "one"));
        assertThat(stored.samples())
                .containsExactly(new StoredSample(metrics.start + 1000, Double.doubleToRawLongBits(3), 0));
        assertThat(stored.metadata()).hasValueSatisfying(metadata -> {
            assertThat(metadata.type()).isEqualTo("gauge");
            assertThat(metadata.help()).isEqualTo("Help of pool_size.");
        });
        assertThat(metrics.balanced().delivered()).isEqualTo(1);
    }

    @Test
    void everyKindOfNumberArrivesBitForBit() {
        double[] numbers = {
            0.0,
            -0.0,
            1,
            -1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE
        };
        for (double each : numbers) {
            metrics.gauges.put("number", each);
            metrics.publish();
        }
        metrics.flush();

        List<StoredSample> samples = series("number").samples();
        assertThat(samples).hasSize(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(samples.get(i).bits()).isEqualTo(Double.doubleToRawLongBits(numbers[i]));
        }
    }

    @Test
    void aSeriesThatIsNotSetAnyMoreEndsAndMayComeBack() {
        metrics.gauges.put("a", 1.0);
        metrics.gauges.put("b", 1.0);
        metrics.publish();
        metrics.gauges.remove("b");
        metrics.publish();
        metrics.publish();
        metrics.gauges.put("b", 2.0);
        metrics.publish();
        metrics.flush();

        assertThat(series("a").samples()).hasSize(4).noneMatch(StoredSample::isStale);
        List<StoredSample> samples = series("b").samples();
        assertThat(samples).extracting(StoredSample::isStale).containsExactly(false, true, false);
        assertThat(samples)
                .extracting(each -> each.timestampMillis() - metrics.start)
                .containsExactly(1000L, 2000L, 4000L);
    }

    @Test
    void aHandleIsDeadOnceItsSeriesEnded() {
        List<Series> handles = new ArrayList<>();
        metrics.publish(table -> {
            Series handle = table.series(gauge("a"), "a", Labels.EMPTY);
            handle.set(1);
            handles.add(handle);
        });
        assertThat(handles.get(0).isLive()).isTrue();

        metrics.publish(table -> {});

        assertThat(handles.get(0).isLive()).isFalse();
    }

    @Test
    void atTheEndEverySeriesGetsAStaleMarkerAfterItsLastValue() {
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.close();

        List<StoredSample> samples = series("a").samples();
        assertThat(samples).extracting(StoredSample::isStale).containsExactly(false, true);
        assertThat(samples.get(1).timestampMillis()).isEqualTo(metrics.start + 1001);
        assertThat(metrics.shipper.stats().delivered()).isEqualTo(2);
        assertThat(metrics.shipper.health()).isEqualTo(Health.down("closed"));
        assertThat(metrics.publish()).isFalse();
    }

    @Test
    void aClockThatWasSetBackIsWaitedFor() {
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.clock.addAndGet(-5000);
        assertThat(metrics.publish()).isFalse();
        metrics.awaitMessage("the clock stands 4000 ms before the last publish");
        for (int i = 0; i < 5; i++) {
            metrics.publish();
        }
        metrics.flush();

        assertThat(series("a").samples())
                .extracting(StoredSample::timestampMillis)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSize(2);
        assertThat(metrics.messages).anySatisfy(each -> assertThat(each).contains("caught up"));
    }

    @Test
    void atTheEndTheClockDoesNotMatter() {
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        metrics.clock.addAndGet(-3_600_000);
        metrics.close();

        assertThat(series("a").isStale()).isTrue();
    }

    @Test
    void aSourceThatFailsEndsAllSeriesAndSaysSoWithUp() {
        metrics.close();
        metrics = new PublishedMetrics(settings(backend.remoteWriteUrl()), MetricShipper.ScrapeSeries.THREE);
        metrics.gauges.put("a", 1.0);
        metrics.publish();
        assertThat(metrics.publish(table -> {
                    table.series(gauge("a"), "a", Labels.EMPTY).set(2);
                    throw new IllegalStateException("no connection");
                }))
                .isFalse();
        metrics.publish();
        metrics.flush();

        assertThat(values("a")).containsExactly(1.0, 1.0);
        assertThat(series("a").samples()).extracting(StoredSample::isStale).containsExactly(false, true, false);
        assertThat(values("up")).containsExactly(1.0, 0.0, 1.0);
        assertThat(values("scrape_samples_scraped")).containsExactly(1.0, 0.0, 1.0);
        assertThat(values("scrape_duration_seconds")).hasSize(3).allMatch(each -> each >= 0);
        metrics.awaitMessage("no connection");
    }

    @Test
    void aScrapeHasFiveSeriesOfItsOwn() {
        metrics.close();
        metrics = new PublishedMetrics(
                settings(backend.remoteWriteUrl())
                        .writeRelabelRules(labels -> "b".equals(labels.get("__name__")) ? null : labels),
                MetricShipper.ScrapeSeries.ALL);
        metrics.gauges.put("a", 1.0);
        metrics.gauges.put("b", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(values("scrape_samples_scraped")).containsExactly(2.0);
        assertThat(values("scrape_samples_post_metric_relabeling")).containsExactly(1.0);
        assertThat(values("scrape_series_added")).containsExactly(2.0);
    }

    @Test
    void whatARuleDropsIsCounted() {
        with(settings(backend.remoteWriteUrl())
                .writeRelabelRules(labels -> "b".equals(labels.get("__name__")) ? null : labels));
        metrics.gauges.put("a", 1.0);
        metrics.gauges.put("b", 1.0);
        metrics.publish();
        metrics.publish();
        metrics.flush();

        assertThat(metrics.balanced().dropped(DropReason.STAGE)).isEqualTo(2);
        assertThat(metrics.shipper.stats().delivered()).isEqualTo(2);
        assertThat(backend.metrics().select("b")).isEmpty();
        assertThat(metrics.shipper.health()).isEqualTo(Health.UP);
    }

    @Test
    void twoSeriesWithTheSameLabelsAreSaidOnceAndOneIsSent() {
        SampleSource source = table -> {
            table.series(gauge("a"), "a", Labels.of("x", "1")).set(1);
            table.series(gauge("a"), "a", Labels.of("x", "1")).set(2);
            table.series(gauge("a"), "a", Labels.of("x", "1", "y", "")).set(3);
            table.series(gauge("b"), "b", Labels.EMPTY).set(4);
        };
        metrics.publish(source);
        metrics.publish(source);
        metrics.flush();

        assertThat(values("a")).containsExactly(1.0, 1.0);
        assertThat(values("b")).containsExactly(4.0, 4.0);
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(4);
        assertThat(metrics.messages).filteredOn(each -> each.contains("twice")).hasSize(1);
    }

    @Test
    void seriesThatRulesMakeTheSameClashUntilOneIsGone() {
        with(settings(backend.remoteWriteUrl()).writeRelabelRules(labels -> {
            Map<String, String> changed = new HashMap<>(labels);
            changed.remove("x");
            return changed;
        }));
        metrics.publish(table -> {
            table.series(gauge("a"), "a", Labels.of("x", "1")).set(1);
            table.series(gauge("a"), "a", Labels.of("x", "2")).set(2);
        });
        metrics.awaitMessage("is sent as a{instance=\"one\", job=\"shop\"} already");
        metrics.publish(
                table -> table.series(gauge("a"), "a", Labels.of("x", "2")).set(2));
        metrics.publish(
                table -> table.series(gauge("a"), "a", Labels.of("x", "2")).set(3));
        metrics.flush();

        assertThat(series("a").samples()).extracting(StoredSample::isStale).containsExactly(false, true, false);
        assertThat(values("a")).containsExactly(1.0, 3.0);
    }

    @Test
    void aRuleThatFailsCostsOneSeries() {
        with(settings(backend.remoteWriteUrl()).writeRelabelRules(labels -> {
            if ("a".equals(labels.get("__name__"))) {
                throw new IllegalStateException("bad rule");
            }
            return labels;
        }));
        metrics.gauges.put("a", 1.0);
        metrics.gauges.put("b", 1.0);
        metrics.publish();
        metrics.flush();

        assertThat(values("b")).containsExactly(1.0);
        metrics.awaitMessage("bad rule");
        assertThat(metrics.balanced().dropped()).isEqualTo(1);
    }

    @Test
    void aStartTimestampIsInEachSample() {
        long start = metrics.start - 5000;
        for (int i = 1; i <= 2; i++) {
            int value = i;
            metrics.publish(table -> {
                Series series = table.series(REQUESTS, "requests_total", Labels.EMPTY);
                series.startedAt(start);
                series.set(value);
            });
        }
        metrics.flush();

        assertThat(series("requests_total").samples())
                .extracting(StoredSample::startTimestampMillis)
                .containsExactly(start, start);
    }

    @Test
    void aNewCounterMayBeginWithAZeroAtItsBirth() {
        with(settings(backend.remoteWriteUrl()).sendStartZeros(true));
        long[] start = {metrics.start + 500};
        SampleSource source = table -> {
            Series series = table.series(REQUESTS, "requests_total", Labels.EMPTY);
            series.startedAt(start[0]);
            series.set(7);
            Series size = table.series(gauge("size"), "size", Labels.EMPTY);
            size.startedAt(start[0]);
            size.set(1);
        };
        metrics.publish(source);
        metrics.publish(source);
        // The counter was made anew.
        start[0] = metrics.start + 2500;
        metrics.publish(source);
        metrics.flush();

        assertThat(values("requests_total")).containsExactly(0.0, 7.0, 7.0, 0.0, 7.0);
        assertThat(series("requests_total").samples())
                .extracting(each -> each.timestampMillis() - metrics.start)
                .containsExactly(500L, 1000L, 2000L, 2500L, 3000L);
        assertThat(values("size")).hasSize(3);
        assertThat(metrics.balanced().delivered()).isEqualTo(8);
    }

    @Test
    void afterAGapNoZeroIsSentAgain() {
        with(settings(backend.remoteWriteUrl()).sendStartZeros(true));
        long start = metrics.start + 500;
        SampleSource source = table -> {
            Series series = table.series(REQUESTS, "requests_total", Labels.EMPTY);
            series.startedAt(start);
            series.set(7);
        };
        metrics.publish(source);
        metrics.publish(table -> {
            throw new IllegalStateException("for once");
        });
        metrics.publish(source);
        metrics.flush();

        assertThat(values("requests_total")).containsExactly(0.0, 7.0, 7.0);
        assertThat(metrics.balanced().dropped()).isZero();
    }

    @Test
    void aTargetThatShowsItsLastPointsHasEachSentOnceAndAtOnce() {
        for (int i = 0; i < 5; i++) {
            int newest = i;
            metrics.publish(table -> {
                Series series = table.series(gauge("a"), "a", Labels.EMPTY);
                for (int j = Math.max(0, newest - 3); j <= newest; j++) {
                    series.set(j, metrics.start - 60_000 + j * 1000);
                }
            });
            metrics.flush();
            assertThat(values("a")).hasSize(newest + 1);
        }
    }

    @Test
    void fewSeriesAreFewRequestsAgainAfterASpike() {
        metrics.publish(PublishedMetrics.many(20_000, 1));
        SampleSource few = table -> {
            for (int i = 0; i < 20_000; i += 1000) {
                table.series(gauge("many"), "many", Labels.of("number", Integer.toString(i)))
                        .set(2);
            }
        };
        metrics.publish(few);
        metrics.flush();
        int before = backend.metricRequests().size();
        metrics.publish(few);
        metrics.flush();

        assertThat(backend.metricRequests()).hasSize(before + 1);
        assertThat(values("many{number=\"5000\"}")).containsExactly(1.0, 2.0, 2.0);
    }

    @Test
    void anExemplarIsSentOnceWithItsSample() {
        long seen = metrics.start + 100;
        SampleSource source = table -> {
            Series series = table.series(REQUESTS, "requests_total", Labels.EMPTY);
            series.set(1);
            series.exemplar(0.5, seen, Labels.of("trace_id", "abc\"é"));
        };
        metrics.publish(source);
        metrics.publish(source);
        metrics.flush();

        assertThat(series("requests_total").exemplars()).singleElement().satisfies(each -> {
            assertThat(each.labels()).isEqualTo(Map.of("trace_id", "abc\"é"));
            assertThat(each.value()).isEqualTo(0.5);
            assertThat(each.timestampMillis()).isEqualTo(seen);
        });
        assertThat(metrics.shipper.counts().exemplars()).isEqualTo(1);
    }

    @Test
    void exemplarsCanBeLeftOut() {
        with(settings(backend.remoteWriteUrl()).sendExemplars(false));
        metrics.publish(table -> {
            Series series = table.series(REQUESTS, "requests_total", Labels.EMPTY);
            series.set(1);
            series.exemplar(0.5, metrics.start, Labels.of("trace_id", "abc"));
        });
        metrics.flush();

        assertThat(series("requests_total").exemplars()).isEmpty();
    }

    @Test
    void nativeHistogramsOfAllKindsArriveAndEnd() {
        MetricFamily family = new MetricFamily("latency_seconds", MetricType.HISTOGRAM, "", "seconds");
        metrics.publish(table -> {
            table.series(family, "latency_seconds", Labels.of("kind", "integer"))
                    .set(NativeHistogram.builder(3)
                            .count(12, 18.4)
                            .zero(0.001, 2)
                            .positive(new int[] {0, 2, 1, 2}, new double[] {1, 2, 1, 1})
                            .negative(new int[] {-3, 2}, new double[] {4, 1})
                            .build());
            table.series(family, "latency_seconds", Labels.of("kind", "float"))
                    .set(NativeHistogram.builder(-2)
                            .count(2.5, -1)
                            .positive(new int[] {-1, 1}, new double[] {2.5})
                            .resetHint(NativeHistogram.ResetHint.GAUGE)
                            .build());
            table.series(family, "latency_seconds", Labels.of("kind", "custom"))
                    .set(NativeHistogram.builder(NativeHistogram.CUSTOM_BUCKETS)
                            .count(3, 4)
                            .customValues(0.1, 1)
                            .positive(new int[] {0, 3}, new double[] {1, 1, 1})
                            .build());
        });
        metrics.publish(table -> {});
        metrics.flush();

        StoredHistogram integer =
                series("latency_seconds{kind=\"integer\"}").histograms().get(0);
        assertThat(integer.sum()).isEqualTo(18.4);
        assertThat(integer.buckets()).hasSize(7);
        for (StoredSeries each : backend.metrics().select("latency_seconds")) {
            assertThat(each.histograms()).hasSize(2);
            assertThat(each.isStale()).isTrue();
        }
        assertThat(metrics.balanced().delivered()).isEqualTo(6);
        assertThat(metrics.shipper.counts().histograms()).isEqualTo(6);
    }

    @Test
    void aLongHelpTextIsCutAndSaidOnce() {
        SampleSource source = table -> table.series(
                        new MetricFamily("a", MetricType.GAUGE, "x".repeat(10_000_000), ""), "a", Labels.EMPTY)
                .set(1);
        metrics.publish(source);
        metrics.publish(source);
        metrics.flush();

        assertThat(series("a").metadata())
                .hasValueSatisfying(
                        each -> assertThat(each.help()).hasSize(4096).endsWith("…"));
        assertThat(metrics.messages)
                .filteredOn(each -> each.contains("help text"))
                .hasSize(1);
    }

    @Test
    void manySeriesGoInSeveralRequestsAndAllEnd() {
        metrics.publish(PublishedMetrics.many(4500, 1));
        metrics.publish(PublishedMetrics.many(100, 2));
        metrics.publish(PublishedMetrics.many(4500, 3));
        metrics.flush();

        assertThat(backend.metrics().series()).hasSize(4500);
        assertThat(backend.metrics().sampleCount()).isEqualTo(4500 + 100 + 4400 + 4500);
        assertThat(values("many{number=\"99\"}")).containsExactly(1.0, 2.0, 3.0);
        assertThat(values("many{number=\"4499\"}")).containsExactly(1.0, 3.0);
        assertThat(backend.metricRequests()).allMatch(each -> !each.refused());
    }

    @Test
    void timesOfTheirOwnAreKeptAndNotRepeated() {
        long own = metrics.start - 60_000;
        SampleSource source =
                table -> table.series(gauge("a"), "a", Labels.EMPTY).set(5, own);
        metrics.publish(source);
        metrics.publish(source);
        metrics.publish(table -> {});
        metrics.flush();

        assertThat(series("a").samples()).containsExactly(new StoredSample(own, Double.doubleToRawLongBits(5), 0));
    }

    @Test
    void timesFarAheadAreRefusedAndSaidForTheyWouldShutTheReceiver() {
        metrics.publish(table -> {
            table.series(gauge("a"), "a", Labels.EMPTY).set(1, metrics.clock.get() + 3_600_000);
            table.series(gauge("b"), "b", Labels.EMPTY).set(1, Long.MAX_VALUE);
            table.series(gauge("c"), "c", Labels.EMPTY).set(1, metrics.clock.get() + 500_000);
        });
        metrics.flush();

        assertThat(backend.metrics().series()).extracting(StoredSeries::name).containsExactly("c");
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(2);
        metrics.awaitMessage("more than ten minutes ahead");
    }

    @Test
    void timesThatGoBackAreCountedAndSaid() {
        for (long time : new long[] {3000, 2000, 2000, 3000, 4000}) {
            metrics.publish(
                    table -> table.series(gauge("a"), "a", Labels.EMPTY).set(time, metrics.start - 60_000 + time));
        }
        metrics.flush();

        assertThat(values("a")).containsExactly(3000.0, 4000.0);
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(2);
        metrics.awaitMessage("younger ones already");
    }

    @Test
    void samplesWithTimesOfTheirOwnGoInRequestsOfTheirOwn() {
        backend.metricFaults().next(Fault.status(204).header("X-Prometheus-Remote-Write-Samples-Written", "1"));
        backend.metricFaults().next(Fault.status(400).body("out of bounds"));
        metrics.publish(table -> {
            table.series(gauge("good"), "good", Labels.EMPTY).set(1);
            table.series(gauge("old"), "old", Labels.EMPTY).set(1, metrics.start - 7_200_000);
        });
        metrics.flush();

        assertThat(backend.metricRequests()).hasSize(2);
        assertThat(metrics.balanced().delivered()).isEqualTo(1);
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(1);
    }

    @Test
    void aSeriesMayHaveSeveralPointsInOnePublish() {
        long own = metrics.start - 60_000;
        SampleSource source = table -> {
            Series a = table.series(gauge("a"), "a", Labels.EMPTY);
            a.set(1, own);
            a.set(2, own + 10);
            a.set(3, own + 20);
            a.set(4, own + 20);
            a.set(5, own + 5);
            table.series(gauge("b"), "b", Labels.EMPTY).set(7, own);
        };
        metrics.publish(source);
        metrics.publish(source);
        metrics.flush();

        assertThat(values("a")).containsExactly(1.0, 2.0, 3.0);
        assertThat(values("b")).containsExactly(7.0);
        assertThat(metrics.balanced().delivered()).isEqualTo(4);
        assertThat(metrics.balanced().dropped(DropReason.REJECTED)).isEqualTo(6);
    }

    @Test
    void aSourceThatNeverReturnsDoesNotKeepAnybodyFromClosing() throws InterruptedException {
        with(settings(backend.remoteWriteUrl()).set("drainTimeout", "200ms"));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread stuck = new Thread(() -> metrics.publish(table -> {
            table.series(gauge("a"), "a", Labels.EMPTY).set(1);
            entered.countDown();
            release.await();
        }));
        stuck.start();
        entered.await();

        metrics.close();
        release.countDown();
        stuck.join();

        metrics.balanced();
        assertThat(metrics.shipper.stats().pending()).isZero();
    }

    @Test
    void theEndOfAJobPublishesOnceMore() {
        metrics.gauges.put("a", 1.0);
        metrics.shipper.publishOnFlush(metrics::publish);
        try (JobScope job = JobScope.open()) {
            metrics.gauges.put("a", 2.0);
        }

        assertThat(values("a")).containsExactly(2.0);
    }

    @Test
    void whatIsInMemoryStaysWithinItsSize() {
        with(settings("http://127.0.0.1:1").set("bufferSize", "64KiB").set("drainTimeout", "100ms"));
        for (int i = 0; i < 200; i++) {
            metrics.publish(PublishedMetrics.many(500, i + Math.random()));
            assertThat(metrics.shipper.bufferedBytes()).isLessThan(80 * 1024);
        }

        assertThat(metrics.balanced().dropped(DropReason.BUFFER_FULL)).isPositive();
        metrics.awaitMessage("raise bufferSize");
        assertThat(metrics.shipper.flush(Duration.ZERO)).isFalse();
    }
}
