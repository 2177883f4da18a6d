package dev.penstock.scrape;

import dev.penstock.remotewrite.MetricFamily;
import dev.penstock.remotewrite.SampleSource;
import dev.penstock.remotewrite.SeriesTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scrapes a target: asks for its metrics, parses all of them, and only then sets the series. A scrape that fails sets none.
 * One scrape at a time.
 */
final class ScrapeSource implements SampleSource {

    private final Target target;
    private final ScrapeClient client;
    private final boolean honorTimestamps;
    private final ScrapeBody body;
    private final ExpositionParser prometheus = new ExpositionParser(ExpositionFormat.PROMETHEUS_TEXT);
    private final ExpositionParser openMetrics = new ExpositionParser(ExpositionFormat.OPENMETRICS_TEXT);
    private final ScrapedSeriesCache cache = new ScrapedSeriesCache();

    /** Series of this scrape whose family is not known yet, by its name: help may stand behind the samples. */
    private final Map<String, List<ScrapedSeries>> withoutFamily = new HashMap<>();

    private volatile long scrapes;
    private volatile long failures;
    private volatile long refused;

    private Duration timeout = Duration.ZERO;
    private long now;

    private final ExpositionVisitor visitor = new ExpositionVisitor() {
        @Override
        public void sample(ParsedSample sample) {
            take(sample);
        }

        @Override
        public void family(ParsedFamily family) {
            complete(family);
        }
    };

    ScrapeSource(Target target, ScrapeClient client, boolean honorTimestamps, long bodySizeLimit) {
        this.target = target;
        this.client = client;
        this.honorTimestamps = honorTimestamps;
        body = new ScrapeBody(bodySizeLimit);
    }

    /** Says when and how the next scrape is made. */
    void next(long timestampMillis, Duration itsTimeout) {
        now = timestampMillis;
        timeout = itsTimeout;
    }

    long scrapes() {
        return scrapes;
    }

    long failures() {
        return failures;
    }

    /** Samples that clashed with others of the same scrape: what was lost before anything was sent. */
    long refused() {
        return refused;
    }

    // Written by one thread at a time, which holds the publishing lock; read by others.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    @Override
    public void collect(SeriesTable table) throws ScrapeException {
        scrapes++;
        boolean succeeded = false;
        try {
            client.get(body, timeout);
            parse();
            for (ScrapedSeries each : cache.seen()) {
                each.set(table);
            }
            cache.end();
            refused += table.refused();
            succeeded = true;
        } finally {
            withoutFamily.clear();
            if (!succeeded) {
                failures++;
            }
        }
    }

    private void parse() throws ScrapeException {
        cache.begin();
        try {
            ExpositionParser parser = body.format() == ExpositionFormat.OPENMETRICS_TEXT ? openMetrics : prometheus;
            parser.parse(body.bytes(), body.length(), visitor);
        } catch (ExpositionException e) {
            throw new ScrapeException(
                    target.display() + " exposes malformed "
                            + (body.format() == ExpositionFormat.OPENMETRICS_TEXT ? "OpenMetrics" : "Prometheus text")
                            + ": " + e.getMessage(),
                    e);
        }
    }

    private void take(ParsedSample sample) {
        ScrapedSeries series = cache.of(sample);
        if (!cache.isFirst(series)) {
            series.takeAgain(sample, honorTimestamps, now);
            return;
        }
        series.take(sample, honorTimestamps, now);
        if (!series.hasFamily()) {
            withoutFamily
                    .computeIfAbsent(sample.family().name(), name -> new ArrayList<>())
                    .add(series);
        }
    }

    private void complete(ParsedFamily parsed) {
        List<ScrapedSeries> members = withoutFamily.remove(parsed.name());
        if (members != null) {
            MetricFamily family = TypeOf.family(parsed);
            members.forEach(each -> each.family(family));
        }
    }
}
