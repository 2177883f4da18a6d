package dev.penstock;

import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.health.Health;
import dev.penstock.identity.ProcessIdentity;
import dev.penstock.ledger.Stats;
import dev.penstock.loki.StreamDefaults;
import dev.penstock.settings.ShipperSettings;
import dev.penstock.settings.ShipperSettingsBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Ships log lines to Loki from a program without a logging framework.
 *
 * <pre>{@code
 * try (LogShipper shipper = LogShipper.builder("http://localhost:3100").build()) {
 *     shipper.log(
 *             Instant.now(),
 *             Map.of("app", "shop", "level", "INFO"),
 *             "order 4711 placed",
 *             Map.of("customer", "c-17"));
 *     shipper.flush(Duration.ofSeconds(5));
 *     System.out.println(shipper.stats());
 * }
 * }</pre>
 *
 * <p>Thread-safe. {@link #log} never throws because of the backend, never waits (unless {@code overflow} is
 * {@code block}), and what it cannot take it counts.
 */
public final class LogShipper implements AutoCloseable {

    private final Shipper<LogRecord> shipper;

    private LogShipper(Shipper<LogRecord> shipper) {
        this.shipper = shipper;
    }

    /**
     * A builder with defaults for all but the URL.
     *
     * @param url where Loki is, such as {@code http://localhost:3100}
     * @return a new builder
     */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /**
     * Ships a line.
     *
     * @param timestamp when it happened; Loki refuses what is older than a week or more than ten minutes ahead
     * @param labels choose the stream; keep their values few. Names Loki would refuse are repaired. A {@code level} here or
     *     in the metadata decides what is sent at once ({@code flush_level}) and what is shed first
     * @param line any text; longer than {@code max_line_size} it is cut, with a mark
     * @param metadata goes with the line and need not have few values
     */
    public void log(Instant timestamp, Map<String, String> labels, String line, Map<String, String> metadata) {
        try {
            LogRecord copy = LogRecord.copyOf(Objects.requireNonNull(timestamp), labels, line, metadata);
            shipper.offer(copy, (int) Math.min(Integer.MAX_VALUE, copy.bytes()), copy.level());
        } catch (Throwable e) {
            // A null, or a map that changes under our hands: the line is lost and counted, the caller goes on.
            shipper.refuse(e);
        }
    }

    /**
     * Waits until every line logged before the call has been delivered or dropped.
     *
     * @param timeout the longest time to wait
     * @return false when the time ended first, or the thread was interrupted, which it then still is
     */
    public boolean flush(Duration timeout) {
        return shipper.flush(timeout);
    }

    /**
     * What became of every line so far.
     *
     * @return an immutable snapshot
     */
    public Stats stats() {
        return shipper.stats();
    }

    /**
     * How the shipper is.
     *
     * @return UP, DEGRADED or DOWN, with a reason
     */
    public Health health() {
        return shipper.health();
    }

    /**
     * Bytes held in memory now, out of {@code buffer_size}.
     *
     * @return 0 when nothing is pending
     */
    public long bufferedBytes() {
        return shipper.bufferedBytes();
    }

    /**
     * Stops taking lines, and delivers those it holds for at most {@code drain_timeout}; what is left then is dropped as
     * {@code shutdown}, or stays in {@code buffer_directory} for the next start.
     */
    @Override
    public void close() {
        shipper.close();
    }

    /** Collects settings for a {@link LogShipper}. Not thread-safe. */
    public static final class Builder {

        private final ShipperSettingsBuilder settings = ShipperSettings.builder();
        private DiagnosticListener listener = DiagnosticListener.standardError();
        private String name = "log";

        private Builder(String url) {
            settings.url(url);
        }

        /**
         * Changes any of the settings.
         *
         * @param change such as {@code s -> s.tenantId("shop").batchWait(Duration.ofMillis(200))}
         * @return this
         */
        public Builder settings(Consumer<ShipperSettingsBuilder> change) {
            change.accept(settings);
            return this;
        }

        /**
         * Sets who hears of failures; without it they are written to the standard error stream.
         *
         * @param value the listener
         * @return this
         */
        public Builder listener(DiagnosticListener value) {
            listener = value;
            return this;
        }

        /**
         * Names the shipper in thread names and messages.
         *
         * @param value any text
         * @return this
         */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /**
         * Starts the shipper.
         *
         * @return a running shipper, to be closed
         * @throws dev.penstock.settings.SettingException when a setting cannot be
         */
        public LogShipper build() {
            ShipperSettings built = settings.build();
            StreamDefaults defaults = new StreamDefaults(
                    built.externalLabels(), ProcessIdentity.detect().serviceName());
            return new LogShipper(Shipper.start(name, built, defaults, () -> LogRecord::map, listener));
        }
    }
}
