package dev.penstock.prometheus;

import dev.penstock.ExitHook;
import dev.penstock.MetricShipper;
import dev.penstock.PublishSchedule;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.health.Health;
import dev.penstock.ledger.Stats;
import dev.penstock.remotewrite.TargetLabels;
import dev.penstock.settings.RemoteWriteSettings;
import dev.penstock.settings.RemoteWriteSettingsBuilder;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Pushes a registry of the Prometheus Java client by remote write: every {@code step}, the series that a scrape of it would
 * give, native histograms included. Thread-safe.
 *
 * <pre>{@code
 * try (RemoteWriter writer = RemoteWriter.builder(PrometheusRegistry.defaultRegistry)
 *         .url("http://localhost:9090")
 *         .start()) {
 *     runTheApplication();
 * }
 * }</pre>
 *
 * <p>The registry of a {@code PrometheusMeterRegistry} is had by its {@code getPrometheusRegistry()}. A registry may have
 * several writers, and may be scraped at the same time.
 */
public final class RemoteWriter implements AutoCloseable {

    private final MetricShipper shipper;
    private final Publisher publisher;
    private final ExitHook exitHook;
    private final PublishSchedule schedule;
    private final Duration drainTimeout;
    private final DiagnosticListener listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RemoteWriter(Builder from, RemoteWriteSettings settings) {
        listener = from.listener;
        drainTimeout = settings.delivery().drainTimeout();
        shipper = MetricShipper.start(
                from.name,
                settings,
                TargetLabels.of(settings),
                settings.sendScrapeSeries() ? MetricShipper.ScrapeSeries.THREE : MetricShipper.ScrapeSeries.NONE,
                from.clock,
                listener);
        try {
            publisher = new Publisher(
                    shipper,
                    from.registry,
                    settings.step(),
                    from.clock,
                    message -> say(DiagnosticListener.Severity.INFO, message));
            schedule = PublishSchedule.start(
                    from.name, settings.step(), place(from.name, settings), from.clock, publisher::publishOnSchedule);
        } catch (Throwable e) {
            // No memory for a thread: the lock on a directory must not be left behind.
            shipper.close(Duration.ZERO);
            throw e;
        }
        shipper.publishOnFlush(this::publishLast);
        exitHook = ExitHook.register(shipper);
    }

    /**
     * Where in the step it publishes: the same place after each start, and instances whose names differ little are far
     * apart.
     */
    private static double place(String name, RemoteWriteSettings settings) {
        long hash = Objects.hash(name, settings.job(), settings.instance());
        // The golden ratio of 2 to the 64th spreads numbers that follow each other; 53 bits are what a double holds.
        return (hash * 0x9E3779B97F4A7C15L >>> 11) * 0x1p-53;
    }

    /**
     * A writer to be described.
     *
     * @param registry what it publishes
     * @return a new builder; a URL is needed, all else has defaults
     */
    public static Builder builder(PrometheusRegistry registry) {
        return new Builder(registry);
    }

    /**
     * Publishes now, on this thread, without waiting for the receiver: for at most half a step, and ten seconds, it waits
     * for the registry. A collector that does not return by then is left out until it does.
     *
     * @return false when nothing was published but, if the registry could not be read, {@code up} with 0: because the writer
     *     is closed, or the clock has been set back
     */
    public boolean publish() {
        return publisher.publishNow();
    }

    /**
     * Publishes, and waits until all that was published is delivered or dropped. For collectors that do not return, half of
     * {@code drain_timeout} is waited before.
     *
     * @param timeout the longest time to wait for delivery
     * @return false when the time ended first, or values are missing because a collector does not return
     */
    public boolean flush(Duration timeout) {
        return shipper.flush(timeout) && !publisher.isLate();
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
     * How the writer is.
     *
     * @return UP, DEGRADED or DOWN, with a reason
     */
    public Health health() {
        return shipper.health();
    }

    /**
     * Publishes the last values, ends every series with a stale marker, and delivers what it holds, for at most
     * {@code drain_timeout} in all. A second call does nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        long begin = System.nanoTime();
        schedule.close();
        try {
            publishLast();
        } finally {
            Duration left = drainTimeout.minusNanos(System.nanoTime() - begin);
            shipper.close(left.isNegative() ? Duration.ZERO : left);
            publisher.close();
            exitHook.unregister();
        }
    }

    /** The other half of the time is for delivery. */
    private void publishLast() {
        if (!publisher.publishLast(drainTimeout.dividedBy(2))) {
            say(
                    DiagnosticListener.Severity.WARN,
                    "the registry could not be read in time, so the last values are missing");
        }
    }

    private void say(DiagnosticListener.Severity severity, String message) {
        try {
            listener.onMessage(severity, shipper.name() + ": " + message);
        } catch (RuntimeException | Error e) {
            // Whoever closes shall not be hindered by a log.
            Thread.onSpinWait();
        }
    }

    @Override
    public String toString() {
        return "RemoteWriter[" + shipper.name() + ", " + shipper.url() + "]";
    }

    /** Describes a writer. Not thread-safe. */
    public static final class Builder {

        private final PrometheusRegistry registry;
        private final RemoteWriteSettingsBuilder words = RemoteWriteSettings.builder();
        private boolean hasWords;
        private @Nullable RemoteWriteSettings settings;
        private String name = "prometheus";
        private InstantSource clock = InstantSource.system();
        private DiagnosticListener listener = new SystemLoggerListener();

        private Builder(PrometheusRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /**
         * All settings at once, instead of {@link #url} and {@link #set}.
         *
         * @param value the settings
         * @return this
         */
        public Builder settings(RemoteWriteSettings value) {
            settings = Objects.requireNonNull(value, "settings");
            return this;
        }

        /**
         * Where to write. Without a path, Prometheus' standard path is taken.
         *
         * @param value such as {@code http://localhost:9090} or {@code http://mimir:9009/api/v1/push}
         * @return this
         */
        public Builder url(String value) {
            hasWords = true;
            words.url(value);
            return this;
        }

        /**
         * One setting as text, as configuration files have it.
         *
         * @param setting such as {@code step}, {@code tenant_id} or {@code basicAuth.username}; see
         *     {@link RemoteWriteSettingsBuilder#names()}
         * @param value its text
         * @return this
         * @throws dev.penstock.settings.SettingException when there is no such setting or the text is not one of its values
         */
        public Builder set(String setting, String value) {
            hasWords = true;
            words.set(setting, value);
            return this;
        }

        /**
         * What it is called in threads and messages.
         *
         * @param value {@code prometheus} by default
         * @return this
         */
        public Builder name(String value) {
            name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * The wall clock, in whose time samples are.
         *
         * @param value the system's by default
         * @return this
         */
        public Builder clock(InstantSource value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * What hears of failures.
         *
         * @param value by default what it hears is logged by the {@link System.Logger} {@code dev.penstock}
         * @return this
         */
        public Builder listener(DiagnosticListener value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /**
         * Starts a writer, which publishes first within a step from now.
         *
         * @return a running writer, to be closed; at the end of the JVM it is closed if nobody did
         * @throws dev.penstock.settings.SettingException when a setting cannot be
         * @throws IllegalStateException when there are both {@link #settings} and single settings
         */
        public RemoteWriter start() {
            RemoteWriteSettings complete = settings;
            if (complete == null) {
                complete = words.build();
            } else if (hasWords) {
                throw new IllegalStateException(
                        "settings(…) are complete, and url(…) or set(…) came too: expected either");
            }
            return new RemoteWriter(this, complete);
        }
    }
}
