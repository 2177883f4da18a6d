package dev.penstock.samples.quickstart;

import ch.qos.logback.classic.LoggerContext;
import dev.penstock.ledger.Stats;
import dev.penstock.logback.LokiAppender;
import dev.penstock.testkit.MetricSample;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run: logs, waits for the deliveries, and has the stored entries counted. */
final class Run {

    private final Destination destination;
    private final MetricsDestination metricsDestination;
    private final Duration timeout;
    private final PrintStream out;
    private final String id = UUID.randomUUID().toString();

    Run(Destination destination, MetricsDestination metricsDestination, Duration timeout, PrintStream out) {
        this.destination = destination;
        this.metricsDestination = metricsDestination;
        this.timeout = timeout;
        this.out = out;
    }

    /** Ships the texts, or the shop's log if there are none; true when everything arrived. */
    boolean ship(List<TextSource> sources) throws InterruptedException {
        System.setProperty("quickstart.url", destination.pushUrl());
        System.setProperty("quickstart.tenant", destination.tenant() == null ? "" : destination.tenant());
        System.setProperty("quickstart.run", id);
        System.setProperty("quickstart.maxBlock", timeout.toSeconds() + "s");
        Instant started = Instant.now();
        // From here on as in any application: the first logger makes Logback read logback.xml.
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LokiAppender appender =
                (LokiAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("LOKI");
        try (Metrics metrics = new Metrics(metricsDestination, destination.tenant(), id)) {
            return ship(sources, context, appender, metrics, started);
        }
    }

    private boolean ship(
            List<TextSource> sources, LoggerContext context, LokiAppender appender, Metrics metrics, Instant started)
            throws InterruptedException {
        if (sources.isEmpty()) {
            new Shop(metrics.registry()).openForBusiness();
        }
        boolean allRead = true;
        for (TextSource source : sources) {
            allRead &= ship(source, metrics);
        }
        appender.flush(timeout);
        Stats samples = metrics.finish(timeout);
        Duration took = Duration.between(started, Instant.now());
        context.stop();
        Stats stats = appender.stats();
        StoredLog stored = new StoredLog(destination.client(), id, started, timeout);
        long found = stored.awaitCount(stats.delivered());
        StoredMetrics storedMetrics = new StoredMetrics(metricsDestination.client(), id, timeout);
        long samplesFound = storedMetrics.awaitCount(samples.delivered());
        List<MetricSample> shown = storedMetrics.ofTheApplication();
        // Before the summary, for what it says of its end belongs before the last line; the series end with it.
        metrics.close();
        Summary summary = new Summary(out);
        summary.print(shown);
        summary.print(stored, stats, took);
        out.printf(
                Locale.ROOT,
                "quickstart: accepted=%d delivered=%d dropped=%d pending=%d stored=%d samples=%d samplesStored=%d%n",
                stats.accepted(),
                stats.delivered(),
                stats.dropped(),
                stats.pending(),
                found,
                samples.accepted(),
                samplesFound);
        return !out.checkError()
                && allRead
                && stats.accepted() == stats.delivered()
                && stats.delivered() == found
                && stats.dropped() == 0
                && stats.pending() == 0
                && samples.delivered() == samples.accepted()
                && samplesFound == samples.delivered();
    }

    /** Logs the lines of a text; false when it could not be read to its end. What was read is shipped all the same. */
    private boolean ship(TextSource source, Metrics metrics) {
        Logger logger = LoggerFactory.getLogger("text");
        Counter lineCount = metrics.registry().counter("quickstart.lines", "file", source.name());
        try (var in = source.open();
                Progress progress = new Progress(source, out)) {
            LineReader lines = new LineReader(in);
            for (String line = lines.next(); line != null; line = lines.next()) {
                logger.atInfo().addKeyValue("file", source.name()).log(line);
                lineCount.increment();
                progress.line(lines.bytesRead());
            }
            return true;
        } catch (IOException e) {
            System.err.println("quickstart: cannot read " + source.name() + " to its end: " + e.getMessage());
            return false;
        }
    }
}
