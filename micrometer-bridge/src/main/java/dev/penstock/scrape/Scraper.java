package dev.penstock.scrape;

import dev.penstock.ExitHook;
import dev.penstock.MetricShipper;
import dev.penstock.MetricShipper.ScrapeSeries;
import dev.penstock.PublishSchedule;
import dev.penstock.health.Health;
import dev.penstock.ledger.Stats;
import dev.penstock.remotewrite.TargetLabels;
import dev.penstock.settings.RemoteWriteSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes a target that exposes Prometheus' text or OpenMetrics, and ships what it sees by remote write: what an agent does
 * for an application, within the application or beside it. Thread-safe.
 *
 * <pre>{@code
 * Scraper scraper = Scraper.builder("http://localhost:9404/metrics")
 *         .settings(RemoteWriteSettings.builder().url("http://mimir:9009/api/v1/push").build())
 *         .job("shop")
 *         .interval(Duration.ofSeconds(15))
 *         .start();
 * }</pre>
 *
 * <p>As in Prometheus, series of a scrape that fails, and those that are not in the next scrape, are stale from then on, and
 * {@code up} with the other series of a scrape is added.
 */
public final class Scraper implements AutoCloseable {

    /** A scrape that is on its way when the scraper is closed may end within this time. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final String name;
    private final Duration interval;
    private final Duration timeout;
    private final Duration drainTimeout;
    private final double place;
    private final InstantSource clock;
    private final ScrapeClient client;
    private final ScrapeSource source;
    private final MetricShipper shipper;
    private final ExitHook exitHook;

    /** Held by who scrapes. */
    private final ReentrantLock scraping = new ReentrantLock();

    private final Object lifecycle = new Object();
    private @Nullable PublishSchedule schedule;
    private volatile boolean closed;

    private Scraper(
            ScraperBuilder from, RemoteWriteSettings settings, Target target, Duration interval, Duration timeout) {
        name = from.name;
        this.interval = interval;
        this.timeout = timeout;
        clock = from.clock;
        drainTimeout = settings.delivery().drainTimeout();
        String instance = from.instance == null ? target.instance() : from.instance;
        String job = from.job == null ? settings.job() : from.job;
        place = place(job + "\n" + instance + "\n" + target.display());
        client = new ScrapeClient(target, from.bearerToken, from.bearerTokenFile);
        source = new ScrapeSource(target, client, from.honorTimestamps, from.bodySizeLimit);
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("job", job);
        labels.put("instance", instance);
        shipper = MetricShipper.start(
                name,
                settings,
                new TargetLabels(labels, settings),
                settings.sendScrapeSeries() ? ScrapeSeries.ALL : ScrapeSeries.NONE,
                clock,
                from.listener);
        shipper.publishOnFlush(this::scrapeInTimeForTheEnd);
        exitHook = ExitHook.register(shipper);
    }

    /** Where in the interval, from 0 to 1: the same for a target each time, and another one for another target. */
    private static double place(String target) {
        CRC32 hash = new CRC32();
        hash.update(target.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() / (double) (1L << 32);
    }

    /**
     * A scraper of one target.
     *
     * @param url where the target exposes its metrics, such as {@code http://localhost:8080/metrics}; with user and
     *     password, if it asks for them. {@code /metrics} is the path if there is none
     * @return a new builder
     */
    public static ScraperBuilder builder(String url) {
        return new ScraperBuilder(url);
    }

    static Scraper start(
            ScraperBuilder from, RemoteWriteSettings settings, Target target, Duration interval, Duration timeout) {
        Scraper scraper = new Scraper(from, settings, target, interval, timeout);
        Thread first = new Thread(scraper::begin, "penstock-scrape-" + scraper.name);
        first.setDaemon(true);
        first.start();
        return scraper;
    }

    /** The first scrape is made at once, so that something is seen of a short run; the others are aligned to the clock. */
    private void begin() {
        boolean unused = scrape();
        synchronized (lifecycle) {
            if (!closed) {
                schedule = PublishSchedule.start(name, interval, place, clock, time -> scrape(time, timeout));
            }
        }
    }

    /**
     * Scrapes now, on this thread, whatever the interval. Never throws.
     *
     * @return false when the scrape failed, and the target's series are stale now, or when the scraper is closed
     */
    public boolean scrape() {
        return scrape(clock.millis(), timeout);
    }

    private boolean scrape(long timestampMillis, Duration itsTimeout) {
        scraping.lock();
        try {
            if (closed) {
                return false;
            }
            source.next(timestampMillis, itsTimeout);
            return shipper.publish(source, timestampMillis);
        } finally {
            scraping.unlock();
        }
    }

    private void scrapeInTimeForTheEnd() {
        Duration half = drainTimeout.dividedBy(2);
        boolean unused = scrape(clock.millis(), half.compareTo(timeout) < 0 && !half.isZero() ? half : timeout);
    }

    /**
     * Scrapes once more, and waits until all that was scraped is delivered or dropped.
     *
     * @param limit the longest time to wait for the deliveries
     * @return false when the time ended first, or the thread was interrupted, which it then still is
     */
    public boolean flush(Duration limit) {
        return shipper.flush(limit);
    }

    /**
     * What became of all samples so far.
     *
     * @return an immutable snapshot
     */
    public Stats stats() {
        return shipper.stats();
    }

    /**
     * How many scrapes were made, those included that failed.
     *
     * @return 0 or more
     */
    public long scrapes() {
        return source.scrapes();
    }

    /**
     * How many scrapes failed.
     *
     * @return 0 or more
     */
    public long failedScrapes() {
        return source.failures();
    }

    /**
     * How many samples were dropped as {@code rejected} before they were sent, because the target exposed the same series
     * twice.
     *
     * @return 0 or more
     */
    public long duplicateSamples() {
        return source.refused();
    }

    /**
     * How the shipping is.
     *
     * @return UP, DEGRADED or DOWN, with a reason
     */
    public Health health() {
        return shipper.health();
    }

    /**
     * Scrapes no more, ends every series with a stale marker, and delivers what is left for at most {@code drain_timeout}. A
     * scrape that is on its way may end within a second. A second call does nothing.
     */
    @Override
    public void close() {
        synchronized (lifecycle) {
            if (schedule != null) {
                schedule.close();
            }
            closed = true;
        }
        boolean interrupted = false;
        try {
            if (scraping.tryLock(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                scraping.unlock();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        client.cancel();
        exitHook.unregister();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        shipper.close();
        client.close();
    }
}
