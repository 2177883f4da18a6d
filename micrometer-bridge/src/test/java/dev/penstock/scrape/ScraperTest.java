package dev.penstock.scrape;

import static dev.penstock.testkit.MetricAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import dev.penstock.settings.SettingException;
import dev.penstock.testkit.EmbeddedBackend;
import dev.penstock.testkit.MetricMetadata;
import dev.penstock.testkit.StoredExemplar;
import dev.penstock.testkit.StoredSample;
import dev.penstock.testkit.StoredSeries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScraperTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EmbeddedBackend backend = EmbeddedBackend.start();
    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis() / 1000 * 1000);
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Scraper> scrapers = new ArrayList<>();
    private ScriptedTarget target;

    @BeforeEach
    void start() throws Exception {
        target = new ScriptedTarget();
    }

    @AfterEach
    void stop() {
        scrapers.forEach(Scraper::close);
        target.close();
        backend.close();
    }

    private RemoteWriteSettingsBuilder settings() {
        return RemoteWriteSettings.builder().url(backend.remoteWriteUrl());
    }

    private ScraperBuilder builder(String url, RemoteWriteSettingsBuilder settings) {
        return Scraper.builder(url)
                .settings(settings.build())
                .job("test")
                .interval(Duration.ofHours(1))
                .clock(() -> Instant.ofEpochMilli(clock.get()))
                .listener((severity, message) -> messages.add(severity + " " + message));
    }

    /** Started, and its first scrape is delivered. */
    private Scraper started(ScraperBuilder builder) {
        Scraper scraper = builder.start();
        scrapers.add(scraper);
        assertThat(backend).within(PATIENCE).hasSeries("up");
        return scraper;
    }

    private Scraper started() {
        return started(builder(target.url(), settings()));
    }

    /** Once more, a second later; waits until it is delivered. */
    private boolean again(Scraper scraper) {
        long now = clock.addAndGet(1000);
        boolean succeeded = scraper.scrape();
        assertThat(backend)
                .within(PATIENCE)
                .hasSeries("up", up -> up.lastSample().orElseThrow().timestampMillis() == now);
        await().atMost(PATIENCE).until(() -> scraper.stats().pending() == 0);
        return succeeded;
    }

    private StoredSeries series(String selector) {
        List<StoredSeries> found = backend.metrics().select(selector);
        assertThat(found).as(selector).hasSize(1);
        return found.get(0);
    }

    private double value(String selector) {
        return series(selector).lastSample().orElseThrow().value();
    }

    @Test
    void everyTypeArrivesWithItsMetadataExemplarsAndStart() {
        target.openMetrics(
                "# HELP jobs What was \\\"done\\\"\\nand how",
                "# TYPE jobs counter",
                "jobs_total{kind=\"a\"} 17 # {trace_id=\"abc\"} 1.5 1700000000.25",
                "jobs_created{kind=\"a\"} 1600000000.5",
                "# TYPE temperature_celsius gauge",
                "# UNIT temperature_celsius celsius",
                "temperature_celsius{room=\"a \\\"b\\\" \\\\ c\\nd\"} -0.0",
                "# TYPE latency histogram",
                "latency_bucket{le=\"1\"} 3 # {trace_id=\"def\"} 0.5",
                "latency_bucket{le=\"1e6\"} 4",
                "latency_bucket{le=\"+Inf\"} 5",
                "latency_sum 9.5",
                "latency_count 5",
                "latency_created 1600000001",
                "# TYPE size summary",
                "size{quantile=\"0.99\"} NaN",
                "size_sum 1",
                "size_count 2",
                "# TYPE depth gaugehistogram",
                "depth_bucket{le=\"+Inf\"} 2",
                "depth_gcount 2",
                "depth_gsum 7",
                "# TYPE build info",
                "build_info{version=\"1\"} 1",
                "# TYPE light stateset",
                "light{light=\"red\"} 1",
                "# TYPE thing unknown",
                "thing 4");
        started();

        String jobs = "jobs_total{kind=\"a\",job=\"test\",instance=\"" + target.address() + "\"}";
        StoredSample sample = series(jobs).lastSample().orElseThrow();
        assertThat(sample).isEqualTo(new StoredSample(clock.get(), Double.doubleToRawLongBits(17), 1600000000500L));
        assertThat(series(jobs).exemplars())
                .containsExactly(new StoredExemplar(1700000000250L, 1.5, Map.of("trace_id", "abc")));
        assertThat(series(jobs).metadata()).contains(new MetricMetadata("counter", "What was \"done\"\nand how", ""));
        assertThat(series("temperature_celsius").labels()).containsEntry("room", "a \"b\" \\ c\nd");
        assertThat(series("temperature_celsius").lastSample().orElseThrow().bits())
                .isEqualTo(Double.doubleToRawLongBits(-0.0));
        assertThat(series("temperature_celsius").metadata()).contains(new MetricMetadata("gauge", "", "celsius"));
        assertThat(value("latency_bucket{le=\"1.0\"}")).isEqualTo(3);
        assertThat(value("latency_bucket{le=\"1e+06\"}")).isEqualTo(4);
        assertThat(value("latency_bucket{le=\"+Inf\"}")).isEqualTo(5);
        assertThat(series("latency_count").lastSample().orElseThrow().startTimestampMillis())
                .isEqualTo(1600000001000L);
        assertThat(series("latency_bucket{le=\"1.0\"}").exemplars())
                .containsExactly(new StoredExemplar(clock.get(), 0.5, Map.of("trace_id", "def")));
        assertThat(value("size{quantile=\"0.99\"}")).isNaN();
        assertThat(series("size{quantile=\"0.99\"}").isStale()).isFalse();
        assertThat(series("depth_gcount").metadata()).contains(new MetricMetadata("gaugehistogram", "", ""));
        assertThat(series("build_info").metadata()).contains(new MetricMetadata("info", "", ""));
        assertThat(series("light").metadata()).contains(new MetricMetadata("stateset", "", ""));
        assertThat(value("thing")).isEqualTo(4);
        assertThat(value("up")).isEqualTo(1);
        assertThat(value("scrape_samples_scraped")).isEqualTo(16);
        assertThat(value("scrape_samples_post_metric_relabeling")).isEqualTo(16);
        assertThat(value("scrape_series_added")).isEqualTo(16);
        assertThat(value("scrape_duration_seconds")).isPositive();
        assertThat(backend.metrics().select("latency_created")).isEmpty();
        assertThat(backend).hasNoViolations();
    }

    @Test
    void helpBehindTheSamplesCounts() {
        target.prometheus("# TYPE a gauge", "a 1", "# HELP a about");
        started();

        assertThat(series("a").metadata()).contains(new MetricMetadata("gauge", "about", ""));
    }

    @Test
    void anExemplarWithoutTimeIsSentOnce() {
        target.openMetrics("# TYPE a counter", "a_total 1 # {t=\"x\"} 1");
        Scraper scraper = started();
        long first = clock.get();
        again(scraper);
        target.openMetrics("# TYPE a counter", "a_total 2 # {t=\"y\"} 1");
        again(scraper);

        assertThat(series("a_total").exemplars())
                .extracting(StoredExemplar::timestampMillis)
                .containsExactly(first, first + 2000);
        assertThat(backend).hasNoViolations();
    }

    @Test
    void aSeriesThatVanishesIsStaleAndMayComeBack() {
        target.prometheus("a{x=\"1\"} 1", "a{x=\"2\"} 2", "b 3");
        Scraper scraper = started();
        target.prometheus("a{x=\"1\"} 1", "b 3");
        assertThat(again(scraper)).isTrue();

        assertThat(backend).isStale("a{x=\"2\"}");
        assertThat(series("a{x=\"1\"}").isStale()).isFalse();
        assertThat(series("a{x=\"2\"}").lastSample().orElseThrow().timestampMillis())
                .isEqualTo(clock.get());

        target.prometheus("b 4", "a{x=\"2\"} 5", "a{x=\"1\"} 1");
        again(scraper);
        assertThat(value("a{x=\"2\"}")).isEqualTo(5);
        assertThat(series("a{x=\"1\"}").samples()).hasSize(3).noneMatch(StoredSample::isStale);
    }

    @Test
    void allSeriesAreStaleAndUpIsZeroAfterAScrapeThatFails() {
        target.prometheus("a 1", "b 2");
        Scraper scraper = started();
        target.status(500);
        assertThat(again(scraper)).isFalse();

        assertThat(backend).isStale("{__name__=~\"a|b\"}");
        assertThat(value("up")).isZero();
        assertThat(value("scrape_samples_scraped")).isZero();
        assertThat(scraper.failedScrapes()).isEqualTo(1);
        assertThat(messages).anyMatch(each -> each.startsWith("WARN") && each.contains("HTTP 500"));

        target.status(200);
        assertThat(again(scraper)).isTrue();
        assertThat(value("up")).isEqualTo(1);
        assertThat(value("a")).isEqualTo(1);
    }

    @Test
    void aMalformedLineFailsTheWholeScrape() {
        target.prometheus("a 1", "b 2");
        Scraper scraper = started();
        target.prometheus("a 5", "new 1", "b two");
        assertThat(again(scraper)).isFalse();

        assertThat(backend).isStale("a").isStale("b").hasNoSeries("new");
        assertThat(series("a").samples()).noneMatch(sample -> sample.value() == 5);
        assertThat(value("up")).isZero();
        assertThat(messages).anyMatch(each -> each.contains("line 3") && each.contains("two"));
    }

    @Test
    void aTargetThatIsNotThereIsDown() {
        String url = target.url();
        target.close();
        started(builder(url, settings()));

        assertThat(value("up")).isZero();
        assertThat(messages).anyMatch(each -> each.startsWith("WARN") && each.contains(url));
    }

    @Test
    void aTargetThatDoesNotAnswerInTimeIsDown() {
        target.silent();
        started(builder(target.url(), settings()).timeout(Duration.ofMillis(200)));

        assertThat(value("up")).isZero();
        assertThat(value("scrape_duration_seconds")).isGreaterThanOrEqualTo(0.2);
        assertThat(messages).anyMatch(each -> each.contains("within 0.2 s"));
    }

    @Test
    void aBodyOverTheLimitFailsTheScrape() {
        target.prometheus("a 1");
        started(builder(target.url(), settings()).bodySizeLimit(3));

        assertThat(value("up")).isZero();
        assertThat(backend).hasNoSeries("a");
        assertThat(messages).anyMatch(each -> each.contains("limit of 3 bytes"));
    }

    @Test
    void aBodyOfTheLimitIsTaken() {
        target.prometheus("a 1");
        started(builder(target.url(), settings()).bodySizeLimit(4));

        assertThat(value("a")).isEqualTo(1);
    }

    @Test
    void aLargePackedBodyAndARedirectAreFollowed() {
        target.gzip();
        target.prometheus("# HELP a " + "x".repeat(10_000_000), "a 1");
        started(builder("http://" + target.address() + "/moved", settings()));

        assertThat(value("a")).isEqualTo(1);
    }

    @Test
    void explicitTimestampsAreKeptAndGetNoStaleMarker() {
        long own = clock.get() - 60_000;
        target.prometheus("a 1 " + own, "b 2");
        Scraper scraper = started();
        again(scraper);
        target.prometheus("b 2");
        again(scraper);

        assertThat(series("a").samples()).containsExactly(new StoredSample(own, Double.doubleToRawLongBits(1), 0));
        assertThat(backend).hasNoViolations();
        assertThat(backend.metrics().duplicateCount()).isZero();
    }

    @Test
    void explicitTimestampsAreLeftOutWhenTheyAreNotHonored() {
        target.prometheus("a 1 1000");
        started(builder(target.url(), settings()).honorTimestamps(false));

        assertThat(series("a").lastSample().orElseThrow().timestampMillis()).isEqualTo(clock.get());
    }

    @Test
    void allPointsOfASeriesAreSentButThoseThatGoBackInTime() {
        long own = clock.get() - 60_000;
        target.prometheus("a 1 " + own, "b 9", "a 3 " + (own + 2000), "a 2 " + (own + 1000));
        Scraper scraper = started();
        Awaitility.await()
                .until(() -> backend.metrics().select("a").stream()
                        .anyMatch(each -> each.samples().size() == 2));

        assertThat(series("a").samples()).extracting(StoredSample::value).containsExactly(1.0, 3.0);
        assertThat(series("b").samples()).hasSize(1);
        assertThat(scraper.duplicateSamples()).isEqualTo(1);
    }

    @Test
    void theFirstOfDuplicatesIsSentAndTheOthersAreSaid() {
        target.prometheus("a{x=\"1\",y=\"2\"} 1", "a{x=\"1\",y=\"2\"} 2", "a{y=\"2\",x=\"1\"} 3");
        Scraper scraper = started();

        assertThat(series("a").samples()).extracting(StoredSample::value).containsExactly(1.0);
        assertThat(scraper.duplicateSamples()).isEqualTo(2);
        assertThat(value("scrape_samples_scraped")).isEqualTo(3);
        assertThat(messages).anyMatch(each -> each.startsWith("WARN") && each.contains("twice"));
        assertThat(backend).hasNoViolations();
    }

    @Test
    void exposedTargetLabelsAreMovedAway() {
        target.prometheus("a{job=\"own\",instance=\"me\",exported_job=\"x\"} 1");
        started();

        assertThat(series("a").labels())
                .containsEntry("job", "test")
                .containsEntry("exported_exported_job", "own")
                .containsEntry("exported_job", "x")
                .containsEntry("exported_instance", "me")
                .containsEntry("instance", target.address());
    }

    @Test
    void exposedTargetLabelsAreKeptWhenTheyAreHonored() {
        target.prometheus("a{job=\"own\"} 1");
        started(builder(target.url(), settings().honorLabels(true)).instance("i"));

        assertThat(series("a").labels())
                .containsEntry("job", "own")
                .containsEntry("instance", "i")
                .doesNotContainKey("exported_job");
        assertThat(series("up").labels()).containsEntry("job", "test");
    }

    @Test
    void quotedNamesArrive() {
        target.prometheus("{\"my.metric\",\"a.b\"=\"ü\"} 1");
        started();

        assertThat(series("{__name__=\"my.metric\"}").labels()).containsEntry("a.b", "ü");
    }

    @Test
    void aTypeThatChangesMakesOtherSeriesOfTheSameBytes() {
        target.prometheus("a_bucket{le=\"1\"} 1");
        Scraper scraper = started();
        target.prometheus("# TYPE a histogram", "a_bucket{le=\"1\"} 2");
        again(scraper);

        assertThat(backend).isStale("a_bucket{le=\"1\"}");
        assertThat(value("a_bucket{le=\"1.0\"}")).isEqualTo(2);
    }

    @Test
    void seriesThatComeGoAndChangePlacesKeepTheirValues() {
        Scraper scraper = null;
        for (int round = 0; round < 12; round++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                int id = round % 2 == 0 ? i : 499 - i;
                if (id % 7 != round % 7) {
                    lines.add("a{id=\"" + id + "\"} " + (id * 100 + round));
                }
            }
            target.prometheus(lines.toArray(String[]::new));
            if (scraper == null) {
                scraper = started();
            } else {
                again(scraper);
            }
            assertThat(value("scrape_samples_scraped")).isEqualTo(lines.size());
            for (StoredSeries each : backend.metrics().select("a")) {
                int id = Integer.parseInt(each.labels().get("id"));
                if (id % 7 == round % 7) {
                    assertThat(each.isStale()).isTrue();
                } else {
                    assertThat(each.lastSample().orElseThrow().value()).isEqualTo(id * 100 + round);
                }
            }
        }
        assertThat(backend).hasNoViolations();
    }

    @Test
    void theRequestIsThatOfPrometheus() {
        target.prometheus("a 1");
        started(builder(target.url().replace("http://", "http://me:s%40cret@"), settings())
                .timeout(Duration.ofMillis(2500)));

        var headers = target.requests().get(0);
        assertThat(headers.getFirst("Accept")).startsWith("application/openmetrics-text;version=1.0.0");
        assertThat(headers.getFirst("X-Prometheus-Scrape-Timeout-Seconds")).isEqualTo("2.5");
        assertThat(headers.getFirst("Accept-Encoding")).isEqualTo("gzip");
        assertThat(headers.getFirst("User-Agent")).startsWith("penstock/");
        assertThat(headers.getFirst("Authorization")).isEqualTo("Basic bWU6c0BjcmV0");
        assertThat(series("a").labels()).containsEntry("instance", target.address());
    }

    @Test
    void aTokenIsReadForEachScrape(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "one\n");
        target.prometheus("a 1");
        Scraper scraper = started(builder(target.url(), settings()).bearerTokenFile(token));
        Files.writeString(token, "two");
        again(scraper);

        assertThat(target.requests())
                .extracting(each -> each.getFirst("Authorization"))
                .containsExactly("Bearer one", "Bearer two");
    }

    @Test
    void closeEndsAllSeriesAndDeliversEverything() {
        target.prometheus("a 1", "b 2");
        Scraper scraper = started();
        scraper.close();

        assertThat(backend).isStale("{__name__=~\".+\"}").hasNoViolations();
        assertThat(scraper.stats().pending()).isZero();
        assertThat(scraper.stats().delivered()).isEqualTo(backend.metrics().sampleCount());
        assertThat(scraper.scrape()).isFalse();
    }

    @Test
    void closeDoesNotWaitForATargetThatIsSilent() {
        target.silent();
        Scraper scraper =
                builder(target.url(), settings().set("drainTimeout", "10s")).start();
        await().until(() -> !target.requests().isEmpty());
        scraper.close();

        assertThat(messages).anyMatch(each -> each.contains("the scraper was closed"));
    }

    @Test
    void scrapesAtOnceAndThenEveryInterval() {
        target.prometheus("a 1");
        Scraper scraper = Scraper.builder(target.url())
                .settings(settings().build())
                .job("test")
                .interval(Duration.ofMillis(500))
                .listener((severity, message) -> messages.add(message))
                .start();
        scrapers.add(scraper);
        assertThat(backend)
                .within(PATIENCE)
                .hasSeries("a", series -> series.samples().size() > 3);

        List<StoredSample> samples = series("a").samples();
        assertThat(samples.get(3).timestampMillis() - samples.get(2).timestampMillis())
                .isPositive();
        assertThat(scraper.scrapes()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void whatCannotBeIsRefusedWithoutSecrets() {
        RemoteWriteSettingsBuilder good = settings();
        assertThatThrownBy(() -> builder("me:s3cret@nowhere", good).start())
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("http://localhost:8080/metrics")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() ->
                        builder(target.url(), good).timeout(Duration.ofHours(2)).start())
                .hasMessageContaining("timeout '7200s'")
                .hasMessageContaining("3600s");
        assertThatThrownBy(() ->
                        builder(target.url(), good).interval(Duration.ZERO).start())
                .hasMessageContaining("at least 100ms");
        assertThatThrownBy(() -> Scraper.builder(target.url()).start()).hasMessageContaining("settings is missing");
    }
}
