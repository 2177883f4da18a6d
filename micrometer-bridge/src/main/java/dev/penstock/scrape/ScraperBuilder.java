package dev.penstock.scrape;

import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.SettingException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link Scraper} needs. Not thread-safe. */
public final class ScraperBuilder {

    /** Source: prometheus/prometheus, config/config.go. */
    private static final Duration LONGEST_DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
    private static final long DEFAULT_BODY_SIZE_LIMIT = 256L * 1024 * 1024;

    private final String url;
    private @Nullable RemoteWriteSettings settings;
    private @Nullable Duration interval;
    private @Nullable Duration timeout;

    String name = "scrape";
    boolean honorTimestamps = true;
    long bodySizeLimit = DEFAULT_BODY_SIZE_LIMIT;
    InstantSource clock = InstantSource.system();
    DiagnosticListener listener = ScraperBuilder::log;

    @Nullable String job;

    @Nullable String instance;

    @Nullable String bearerToken;

    @Nullable Path bearerTokenFile;

    ScraperBuilder(String url) {
        this.url = url;
    }

    private static void log(DiagnosticListener.Severity severity, String message) {
        Logger logger = System.getLogger("dev.penstock");
        logger.log(severity == DiagnosticListener.Severity.WARN ? Level.WARNING : Level.INFO, message);
    }

    /**
     * Where to ship and how; required. {@code honor_labels}, external labels and relabel rules are part of it.
     *
     * @param value the settings
     * @return this
     */
    public ScraperBuilder settings(RemoteWriteSettings value) {
        settings = value;
        return this;
    }

    /**
     * What is put into names of threads and messages.
     *
     * @param value {@code scrape} by default
     * @return this
     */
    public ScraperBuilder name(String value) {
        name = value;
        return this;
    }

    /**
     * The label {@code job}.
     *
     * @param value that of the settings by default; empty for no such label
     * @return this
     */
    public ScraperBuilder job(String value) {
        job = value;
        return this;
    }

    /**
     * The label {@code instance}.
     *
     * @param value host and port of the URL by default; empty for no such label
     * @return this
     */
    public ScraperBuilder instance(String value) {
        instance = value;
        return this;
    }

    /**
     * How often to scrape.
     *
     * @param value at least 100 ms; the settings' {@code step} by default
     * @return this
     */
    public ScraperBuilder interval(Duration value) {
        interval = value;
        return this;
    }

    /**
     * The longest time a scrape may take.
     *
     * @param value at most the interval; 10 s by default, or the interval if that is shorter
     * @return this
     */
    public ScraperBuilder timeout(Duration value) {
        timeout = value;
        return this;
    }

    /**
     * Whether timestamps that the target exposes are kept.
     *
     * @param value true by default; false to give all samples the time of the scrape
     * @return this
     */
    public ScraperBuilder honorTimestamps(boolean value) {
        honorTimestamps = value;
        return this;
    }

    /**
     * The most bytes of a scrape, uncompressed; a scrape of more fails.
     *
     * @param bytes 256 MiB by default
     * @return this
     */
    public ScraperBuilder bodySizeLimit(long bytes) {
        bodySizeLimit = bytes;
        return this;
    }

    /**
     * The token that the target asks for.
     *
     * @param value one word
     * @return this
     */
    public ScraperBuilder bearerToken(String value) {
        bearerToken = value;
        return this;
    }

    /**
     * The file that holds the token that the target asks for; read for each scrape.
     *
     * @param value the file
     * @return this
     */
    public ScraperBuilder bearerTokenFile(Path value) {
        bearerTokenFile = value;
        return this;
    }

    /**
     * The wall clock, for tests.
     *
     * @param value the system's by default
     * @return this
     */
    public ScraperBuilder clock(InstantSource value) {
        clock = value;
        return this;
    }

    /**
     * Who hears of failures.
     *
     * @param value by default the {@link System.Logger} {@code dev.penstock}
     * @return this
     */
    public ScraperBuilder listener(DiagnosticListener value) {
        listener = value;
        return this;
    }

    /**
     * Starts to scrape: the first time at once, on a thread of its own, and then every interval.
     *
     * @return a running scraper, to be closed
     * @throws SettingException when the URL or another setting cannot be; it says what is accepted
     */
    public Scraper start() {
        Target target = Target.parse(url);
        RemoteWriteSettings to = settings;
        if (to == null) {
            throw new SettingException("settings", "", "settings of remote write, with the URL to write to");
        }
        Duration every = interval == null ? to.step() : interval;
        if (every.compareTo(LEAST_INTERVAL) < 0) {
            throw new SettingException("interval", Seconds.text(every) + "s", "a duration of at least 100ms");
        }
        checkCredentials(target);
        if (bodySizeLimit < 1) {
            throw new SettingException("bodySizeLimit", Long.toString(bodySizeLimit), "a number of bytes, at least 1");
        }
        return Scraper.start(this, to, target, every, timeoutWithin(every));
    }

    private Duration timeoutWithin(Duration every) {
        Duration most = timeout;
        if (most == null) {
            return every.compareTo(LONGEST_DEFAULT_TIMEOUT) < 0 ? every : LONGEST_DEFAULT_TIMEOUT;
        }
        if (most.compareTo(Duration.ofMillis(1)) < 0 || most.compareTo(every) > 0) {
            throw new SettingException(
                    "timeout",
                    Seconds.text(most) + "s",
                    "a duration from 1ms to the interval, which is " + Seconds.text(every) + "s");
        }
        return most;
    }

    private void checkCredentials(Target target) {
        int ways = (bearerToken == null ? 0 : 1)
                + (bearerTokenFile == null ? 0 : 1)
                + (target.authorization() == null ? 0 : 1);
        if (ways > 1) {
            throw new SettingException(
                    "bearerToken",
                    "***",
                    "one of bearerToken, bearerTokenFile, and user and password in the scrape URL");
        }
        if (bearerToken != null && !ScrapeClient.isToken(bearerToken)) {
            throw new SettingException("bearerToken", "***", "one word of visible ASCII characters");
        }
    }
}
