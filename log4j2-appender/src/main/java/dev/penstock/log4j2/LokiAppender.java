package dev.penstock.log4j2;

import dev.penstock.AppenderFields;
import dev.penstock.Shipper;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.health.Health;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.LogLevel;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Core;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.NullConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginConfiguration;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.core.impl.LocationAware;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/**
 * Ships Log4j2 events straight to Grafana Loki.
 *
 * <pre>{@code
 * <Penstock name="LOKI" url="http://localhost:3100"/>
 * }</pre>
 *
 * <p>The thread that logs copies the event into a bounded queue, without garbage; formatting, encoding and sending are done
 * by two daemon threads. When the queue is full the event is dropped and counted: logging never waits and never fails
 * because of Loki.
 *
 * <p>Where its own configuration is silent, it takes what {@link AppenderDefaults} are in use when it starts.
 *
 * <p>A setting that cannot be is reported through Log4j's status logger at WARN, never at ERROR, and leaves the appender
 * inert. When Log4j is configured anew with the same settings, the new appender goes on with the old one's shipper, and
 * nothing is lost or sent twice. Thread-safe.
 */
@Plugin(name = "Penstock", category = Core.CATEGORY_NAME, elementType = Appender.ELEMENT_TYPE, printObject = true)
public final class LokiAppender extends AbstractAppender implements LocationAware {

    /** Longer than any drain timeout. */
    private static final Duration NO_LIMIT = Duration.ofDays(1);

    private final AppenderSettings settings;
    private final Configuration configuration;
    private volatile boolean includesLocation;
    private final boolean needsParameters;
    private final Drafts drafts = new Drafts();

    private volatile @Nullable Pipe pipe;
    private volatile Supplier<Stats> ledger = () -> Stats.NONE;

    /** Events that came while the appender was inert. */
    private final LongAdder unshipped = new LongAdder();

    /** Why it could not be started; empty when it could. */
    private volatile String problem = "";

    private LokiAppender(Builder builder) {
        super(
                builder.settings.name(),
                builder.filter,
                builder.layout,
                builder.settings.ignoresExceptions(),
                Property.EMPTY_ARRAY);
        settings = builder.settings;
        configuration = builder.configuration;
        includesLocation = includesLocation(AppenderDefaults.current());
        needsParameters = LineFormat.needsParameters(builder.layout);
    }

    /**
     * Makes an appender of an element of the configuration. Called by Log4j.
     *
     * @param element all that is in the element
     * @param configuration the configuration it is in
     * @return an appender, inert if something is wrong with the element
     */
    @PluginFactory
    public static LokiAppender create(
            @FromElement Object element, @PluginConfiguration @Nullable Configuration configuration) {
        Builder builder = newBuilder();
        if (configuration != null) {
            builder.setConfiguration(configuration);
        }
        return builder.read((ConfiguredElement) element).build();
    }

    /**
     * For configuration by program.
     *
     * @return a builder of an appender that needs a name and, unless {@link AppenderDefaults} have it, a URL
     */
    public static Builder newBuilder() {
        return new Builder();
    }

    /** What an appender is made of. Not thread-safe. */
    public static final class Builder {

        private final AppenderSettings settings = new AppenderSettings();
        private Configuration configuration = new NullConfiguration();
        private @Nullable Layout<?> layout;
        private @Nullable Filter filter;

        private Builder() {}

        /**
         * The appender's name.
         *
         * @param value what an {@code AppenderRef} refers to
         * @return this
         */
        public Builder setName(String value) {
            settings.setName(value);
            return this;
        }

        /**
         * Sets a setting from text, as the configuration does. A wrong one leaves the appender inert, and is said when it
         * starts.
         *
         * @param setting such as {@code url}, {@code batchWait}, {@code labels}, {@code basicAuth.username}
         * @param value its value
         * @return this
         */
        public Builder set(String setting, String value) {
            settings.set(setting, value);
            return this;
        }

        /**
         * How the line is made of the event.
         *
         * @param value any layout; by default the message, and the stack trace below it
         * @return this
         */
        public Builder setLayout(Layout<?> value) {
            layout = value;
            return this;
        }

        /**
         * Which events are shipped.
         *
         * @param value any filter; none by default
         * @return this
         */
        public Builder setFilter(Filter value) {
            filter = value;
            return this;
        }

        /**
         * The configuration that the appender is part of.
         *
         * @param value has the plugins and properties that patterns may refer to
         * @return this
         */
        public Builder setConfiguration(Configuration value) {
            configuration = value;
            return this;
        }

        /**
         * Hears what the appender has to say about its own work, besides Log4j's status logger.
         *
         * @param value a listener
         * @return this
         */
        public Builder setListener(DiagnosticListener value) {
            settings.setListener(value);
            return this;
        }

        private Builder read(ConfiguredElement element) {
            element.attributes().forEach(settings::set);
            if (element.refusedPipeline() != null) {
                settings.refusePipeline(element.refusedPipeline());
            }
            for (ConfiguredElement.Child child : element.children()) {
                if (child.object() instanceof Layout<?> found && layout == null) {
                    layout = found;
                } else if (child.object() instanceof Filter found && filter == null) {
                    filter = found;
                } else if (child.object() instanceof Section section) {
                    section.forEach(settings::set);
                } else {
                    settings.refuseUnknown(child.name());
                }
            }
            return this;
        }

        /**
         * Makes the appender.
         *
         * @return an appender that is not started; inert if something is wrong with a setting
         */
        public LokiAppender build() {
            return new LokiAppender(this);
        }
    }

    @Override
    public void start() {
        if (isStarted()) {
            return;
        }
        List<String> problems = settings.problems();
        if (problems.isEmpty()) {
            try {
                open();
            } catch (SettingException e) {
                problems.add(e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                // A class path with another OkHttp or protobuf than ours must not stop the application.
                problems.add("cannot start: " + e);
            }
        }
        problem = String.join("; ", problems);
        problems.forEach(StatusMessages::warn);
        if (!problems.isEmpty()) {
            StatusMessages.warn("appender [" + getName() + "] stays inert: its events are not shipped to Loki");
        }
        // Even if it is inert: Log4j reports an error for every event that it cannot hand to an appender.
        super.start();
    }

    private boolean includesLocation(AppenderDefaults defaults) {
        return settings.includesLocation(defaults)
                || (getLayout() instanceof LocationAware layout && layout.requiresLocation());
    }

    private void open() {
        AppenderDefaults defaults = AppenderDefaults.current();
        ShipperSettings built = settings.build(defaults);
        AppenderFields fields = settings.fields(defaults);
        Formatting formatting = new Formatting(fields, layout(defaults), configuration);
        DiagnosticListener listener = settings.listener();
        Pipe.Key key = new Pipe.Key(
                configuration.getLoggerContext(),
                getName(),
                settings.texts(defaults),
                built.sslContext(),
                fields.streamDefaults(built),
                settings.listenerClass(),
                settings.listenerClass().isEmpty() ? listener : null);
        // Wrong patterns are refused before a running shipper is told to use them.
        formatting.get();
        Pipe opened = Pipes.acquire(
                key,
                formatting,
                Pipe.directory(built),
                () -> new Pipe(key, built, formatting, new StatusMessages(listener)));
        includesLocation = includesLocation(defaults);
        pipe = opened;
        ledger = opened.ledger();
    }

    /** The layout; where there is none, the one that the defaults have a pattern for. */
    private @Nullable Layout<?> layout(AppenderDefaults defaults) {
        String pattern = getLayout() != null ? null : defaults.value("message");
        if (pattern == null) {
            return getLayout();
        }
        try {
            new PatternCheck(configuration).check(pattern);
        } catch (IllegalArgumentException e) {
            throw new SettingException(
                    defaults.nameOf("message"), pattern, "a pattern that Log4j understands: " + e.getMessage());
        }
        return PatternLayout.newBuilder()
                .withConfiguration(configuration)
                .withPattern(pattern)
                .build();
    }

    @Override
    public void append(LogEvent event) {
        Pipe target = pipe;
        if (target == null) {
            unshipped.increment();
            return;
        }
        Shipper<RecordedEvent> shipper = target.shipper();
        try {
            if (Shipper.isShipping(String.valueOf(event.getThreadName()))) {
                // It comes by way of another appender's thread, and would go round for ever.
                shipper.refuseOwn();
                return;
            }
            Drafts.Draft draft = drafts.take();
            try {
                draft.event.record(event, includesLocation, needsParameters);
                shipper.offer(draft.event, draft.bytes(), levelOf(event.getLevel()));
            } finally {
                drafts.giveBack(draft);
            }
        } catch (Throwable e) {
            // A parameter that fails when it is printed is the application's fault, but must not be its problem.
            shipper.refuse(e);
        }
    }

    /** Levels of the application's own count as the next graver one of the usual. */
    private static LogLevel levelOf(Level level) {
        int value = level.intLevel();
        if (value <= Level.ERROR.intLevel()) {
            return LogLevel.ERROR;
        }
        if (value <= Level.WARN.intLevel()) {
            return LogLevel.WARN;
        }
        if (value <= Level.INFO.intLevel()) {
            return LogLevel.INFO;
        }
        return value <= Level.DEBUG.intLevel() ? LogLevel.DEBUG : LogLevel.TRACE;
    }

    @Override
    public boolean requiresLocation() {
        return includesLocation;
    }

    /**
     * Stops the appender. The last one that uses the shipper delivers what it holds; what is left when the time is over is
     * dropped as {@code shutdown}, or stays on disk.
     */
    @Override
    public boolean stop(long timeout, TimeUnit unit) {
        if (!isStarted()) {
            return true;
        }
        setStopping();
        super.stop(timeout, unit, false);
        Pipe target = pipe;
        if (target != null) {
            // Kept: an event that is late is counted, be it as delivered by the next appender or as dropped.
            Pipes.release(target, timeout > 0 ? Duration.ofNanos(unit.toNanos(timeout)) : NO_LIMIT);
        }
        if (unshipped.sum() > 0) {
            StatusMessages.warn("appender [" + getName() + "] was inert: " + unshipped.sumThenReset()
                    + " events were not shipped to Loki; " + problem);
        }
        setStopped();
        return true;
    }

    /**
     * What became of every event, since the shipper was started that this appender and its predecessors use.
     *
     * @return an immutable snapshot; after {@link #stop()}, the last one
     */
    public Stats stats() {
        return ledger.get();
    }

    /**
     * Waits until every event appended before the call has been delivered or dropped.
     *
     * @param timeout the longest time to wait
     * @return false when the time ended first, the thread was interrupted, or the appender is not started
     */
    public boolean flush(Duration timeout) {
        Pipe target = pipe;
        return isStarted() && target != null && target.shipper().flush(timeout);
    }

    /**
     * How the appender is.
     *
     * @return UP, DEGRADED or DOWN, with a reason; DOWN when it is not started, as when a setting was refused
     */
    public Health health() {
        Pipe target = pipe;
        return !isStarted() || target == null
                ? Health.down(problem.isEmpty() ? "not started, or stopped" : problem)
                : target.shipper().health();
    }
}
