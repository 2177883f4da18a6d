package dev.penstock.cli;

import dev.penstock.diagnostics.DiagnosticListener.Severity;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Stats;
import dev.penstock.scrape.Scraper;
import dev.penstock.scrape.ScraperBuilder;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock scrape}: scrapes a target until it is told to stop, and remote-writes what it sees. */
@Command(
        name = "scrape",
        mixinStandardHelpOptions = true,
        versionProvider = Penstock.Version.class,
        sortOptions = false,
        description = {
            "Scrapes a Prometheus or OpenMetrics text endpoint every interval, and remote-writes what it sees, until SIGINT"
                    + " or SIGTERM. Then ends all series with stale markers, delivers what is left, and prints a summary."
        },
        footer = {
            "",
            "Exit codes: 0 stopped, everything delivered; 1 something was not delivered; 2 wrong options.",
            "Example: penstock scrape http://localhost:8080/actuator/prometheus http://localhost:9090/api/v1/write"
                    + " --interval 15s --job shop"
        })
final class ScrapeCommand implements Callable<Integer> {

    private static final Map<String, String> OPTIONS = Map.of(
            "scrape URL", "SCRAPE_URL",
            "timeout", "--timeout",
            "interval", "--interval",
            "bearerToken", "--scrape-bearer-token-file");

    private final PrintStream out;
    private final Console console;
    private final StopSignal stop;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "SCRAPE_URL",
            description =
                    "What to scrape, such as http://localhost:8080/metrics; with user:password@ if it asks for them."
                            + " Without a path, /metrics is scraped.")
    private String scrapeUrl = "";

    @Parameters(
            index = "1",
            paramLabel = "WRITE_URL",
            description =
                    "Where to write, such as http://localhost:9090/api/v1/write or http://mimir:9009/api/v1/push.")
    private String writeUrl = "";

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "15s",
            description = "How often to scrape: 100ms to 1h. Default: ${DEFAULT-VALUE}.")
    private String interval = "15s";

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            description =
                    "The longest time a scrape may take, at most the interval. Default: 10s, or the interval if it is"
                            + " shorter.")
    private @Nullable Duration timeout;

    @Option(
            names = "--job",
            paramLabel = "NAME",
            defaultValue = "penstock",
            description = "The label job. Default: ${DEFAULT-VALUE}.")
    private String job = "penstock";

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "The label instance. Default: host and port of SCRAPE_URL.")
    private @Nullable String instance;

    @Option(
            names = "--honor-labels",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description =
                    "Keep labels job and instance that the target exposes, instead of moving them to exported_job and"
                            + " exported_instance.")
    private boolean honorLabels;

    @Option(
            names = "--honor-timestamps",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Keep timestamps that the target exposes. Default: ${DEFAULT-VALUE}.")
    private boolean honorTimestamps = true;

    @Option(
            names = "--scrape-bearer-token-file",
            paramLabel = "FILE",
            description = "The file with the token that the target asks for.")
    private @Nullable Path bearerTokenFile;

    @Mixin
    private WriteOptions write = new WriteOptions();

    ScrapeCommand(PrintStream out, Console console, StopSignal stop) {
        this.out = out;
        this.console = console;
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        Scraper scraper = start();
        console.onMessage(Severity.INFO, "scrape: every " + interval + " until SIGINT or SIGTERM");
        if (IgnoredSignals.interruptIsIgnored()) {
            console.onMessage(
                    Severity.WARN,
                    "scrape: SIGINT is ignored, as shells do for what they start in the background: stop it with SIGTERM");
        }
        stop.await();
        scraper.close();
        return summarize(scraper) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private Scraper start() {
        try {
            RemoteWriteSettings settings = write.settings(writeUrl, interval, honorLabels);
            ScraperBuilder builder = Scraper.builder(scrapeUrl)
                    .settings(settings)
                    .job(job)
                    .honorTimestamps(honorTimestamps)
                    .listener(console);
            if (instance != null) {
                builder.instance(instance);
            }
            if (timeout != null) {
                builder.timeout(timeout);
            }
            if (bearerTokenFile != null) {
                builder.bearerTokenFile(bearerTokenFile);
            }
            return builder.start();
        } catch (SettingException e) {
            throw usage(ConnectionOptions.inWordsOfOptions(e, OPTIONS), e);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()), e);
        }
    }

    private ParameterException usage(String message, IllegalArgumentException cause) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message, cause);
    }

    /** Prints what became of everything; false when something that was scraped was not delivered. */
    private boolean summarize(Scraper scraper) {
        Stats stats = scraper.stats();
        out.printf(
                Locale.ROOT,
                "scrape: scrapes=%d failed=%d accepted=%d delivered=%d dropped=%d pending=%d%n",
                scraper.scrapes(),
                scraper.failedScrapes(),
                stats.accepted(),
                stats.delivered(),
                stats.dropped(),
                stats.pending());
        stats.droppedByReason().forEach((reason, count) -> {
            if (count > 0) {
                console.onMessage(Severity.INFO, "scrape: dropped as " + reason.label() + ": " + count);
            }
        });
        // What rules drop, and what the target exposes twice, was never meant to be delivered.
        long lost = stats.dropped() - stats.dropped(DropReason.STAGE) - scraper.duplicateSamples();
        long left = stats.pending() - stats.onDisk();
        return lost <= 0 && left <= 0;
    }
}
