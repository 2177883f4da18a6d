package dev.penstock.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Context;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.DefaultClass;
import ch.qos.logback.core.spi.ContextAware;
import dev.penstock.AppenderFields;
import dev.penstock.ExitHook;
import dev.penstock.Shipper;
import dev.penstock.diagnostics.DiagnosticListener;
import dev.penstock.health.Health;
import dev.penstock.ledger.Stats;
import dev.penstock.settings.AppenderDefaults;
import dev.penstock.settings.GivenSettings;
import dev.penstock.settings.LogLevel;
import dev.penstock.settings.PipelineText;
import dev.penstock.settings.Refusals;
import dev.penstock.settings.SettingException;
import dev.penstock.settings.ShipperSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Ships Logback events straight to Grafana Loki.
 *
 * <pre>{@code
 * <appender name="LOKI" class="dev.penstock.logback.LokiAppender">
 *   <url>http://localhost:3100/loki/api/v1/push</url>
 * </appender>
 * }</pre>
 *
 * <p>The thread that logs has the event remember what only this thread knows, and puts it into a bounded queue; a
 * message whose arguments cannot change any more is formatted later, any other at once. Formatting, encoding and sending are done by two daemon threads. When the queue is full
 * the event is dropped and counted: logging never waits and never fails because of Loki.
 *
 * <p>Where its own configuration is silent, it takes what {@link AppenderDefaults} are in use when it starts.
 *
 * <p>The setters are those of the configuration file, take text, and count from the next {@link #start()} on. A setting
 * that cannot be is reported through Logback's status system at WARN, never at ERROR, and leaves the appender inert.
 */
public class LokiAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private final Refusals refusals = new Refusals();
    private final AppenderFields fields = new AppenderFields(LogbackFields.METADATA);
    private final StatusWatch unknownSettings = new StatusWatch();

    private final GivenSettings settings = new GivenSettings();
    private @Nullable ContextAware message;

    /** As Logback handed it over. */
    private String pipeline = "";

    private @Nullable Boolean includeCallerData;

    /** Whether events find out where they were logged: as configured, or by default. */
    private boolean findsCallers;

    /** Whether the line and all fields format messages themselves, so that they can do it later. */
    private boolean formatsMessages;

    private @Nullable DiagnosticListener listener;

    private volatile @Nullable Shipper<CapturedEvent> shipper;
    private volatile Supplier<Stats> ledger = () -> Stats.NONE;
    private @Nullable ExitHook exitHook;

    /** Why it could not be started; empty when it could. */
    private volatile String problem = "";

    /** An appender that needs at least a URL. */
    public LokiAppender() {}

    @Override
    public void setContext(Context context) {
        super.setContext(context);
        unknownSettings.begin(context, getClass());
    }

    @Override
    public synchronized void start() {
        if (isStarted()) {
            return;
        }
        if (getContext() == null && LoggerFactory.getILoggerFactory() instanceof Context context) {
            // Made by hand and not given one: there is only one that can be meant.
            setContext(context);
        }
        if (getContext() instanceof LoggerContext context && context.getMDCAdapter() == null) {
            // A context made by hand has none, and its events cannot be prepared for another thread without one.
            context.setMDCAdapter(MDC.getMDCAdapter());
        }
        List<String> problems = refusals.problems();
        problems.addAll(unknownSettings.unknownSettings(getClass()));
        if (problems.isEmpty()) {
            try {
                startShipper();
            } catch (SettingException e) {
                problems.add(e.getMessage());
            } catch (RuntimeException | LinkageError e) {
                // A class path with another OkHttp or protobuf than ours must not stop the application.
                problems.add("cannot start: " + e);
            }
        }
        problem = String.join("; ", problems);
        if (problems.isEmpty()) {
            super.start();
        } else {
            problems.forEach(problem -> addWarn("Penstock: " + problem));
            addWarn("Penstock: appender [" + getName() + "] stays inert: its events are not shipped to Loki");
        }
    }

    private void startShipper() {
        AppenderDefaults defaults = AppenderDefaults.current();
        AppenderFields completed = fields.completed(defaults);
        LineFormat line = LineFormat.of(message, defaults, getContext());
        formatsMessages = LogbackFields.formatMessages(completed, line, getContext());
        findsCallers = includeCallerData == null ? defaults.includesCallerData() : includeCallerData;
        ShipperSettings built = settings.build(defaults);
        StatusListener statuses = new StatusListener(this, listener);
        CutText end = new CutText(pipeline);
        if (end.endsInComment() || (built.refusedPipeline() != null && end.endsTooEarly())) {
            statuses.onMessage(
                    DiagnosticListener.Severity.WARN,
                    "the pipeline of appender [" + getName() + "] may be cut short: " + CutText.REMEDY);
        }
        Shipper<CapturedEvent> started = Shipper.start(
                Objects.requireNonNullElse(getName(), "loki"),
                built,
                completed.streamDefaults(built),
                () -> LogbackFields.mapper(completed, line, getContext()),
                statuses);
        shipper = started;
        ledger = started.ledger();
        exitHook = ExitHook.register(started);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Shipper<CapturedEvent> target = shipper;
        if (target == null) {
            return;
        }
        try {
            CapturedEvent captured = CapturedEvent.of(event, formatsMessages);
            if (findsCallers) {
                event.getCallerData();
            }
            if (Shipper.isShipping(event.getThreadName())) {
                // It comes by way of another appender's thread, and would go round for ever.
                target.refuseOwn();
                return;
            }
            target.offer(captured, EventSize.of(captured), levelOf(event.getLevel()));
        } catch (Throwable e) {
            // An argument that fails when it is printed is the application's fault, but must not be its problem.
            target.refuse(e);
        }
    }

    private static LogLevel levelOf(Level level) {
        return switch (level.toInt()) {
            case Level.TRACE_INT -> LogLevel.TRACE;
            case Level.DEBUG_INT -> LogLevel.DEBUG;
            case Level.INFO_INT -> LogLevel.INFO;
            case Level.ERROR_INT -> LogLevel.ERROR;
            default -> LogLevel.WARN;
        };
    }

    @Override
    public synchronized void stop() {
        Shipper<CapturedEvent> target = shipper;
        if (target == null) {
            return;
        }
        super.stop();
        shipper = null;
        if (exitHook != null) {
            exitHook.unregister();
            exitHook = null;
        }
        target.close();
    }

    /**
     * What became of every event since the last start.
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
        Shipper<CapturedEvent> target = shipper;
        return target != null && target.flush(timeout);
    }

    /**
     * How the appender is.
     *
     * @return UP, DEGRADED or DOWN, with a reason; DOWN when it is not started, as when a setting was refused
     */
    public Health health() {
        Shipper<CapturedEvent> target = shipper;
        return target == null
                ? Health.down(isStarted() || problem.isEmpty() ? "not started, or stopped" : problem)
                : target.health();
    }

    private void set(String name, String value) {
        check(name, value, () -> settings.set(name, value));
    }

    private void check(String name, String value, Runnable use) {
        refusals.check(name, () -> {
            UndefinedVariable.refuse(name, value);
            use.run();
        });
    }

    /**
     * Where to push; required, here or in {@link AppenderDefaults}. Without a path, Loki's {@code /loki/api/v1/push} is taken.
     *
     * @param value such as {@code http://localhost:3100}
     */
    public void setUrl(String value) {
        set("url", value);
    }

    /**
     * The tenant, sent as {@code X-Scope-OrgID}.
     *
     * @param value a tenant name
     */
    public void setTenantId(String value) {
        set("tenantId", value);
    }

    /**
     * The labels, one a line: {@code name = pattern}, {@code * = %%mdc}, {@code prefix_* = %%mdc{a,b}}, {@code * !=
     * %%kvp{x}}; {@code off} for none.
     *
     * @param value lines; {@code level = %level} by default
     */
    public void setLabels(String value) {
        check("labels", value, () -> fields.labels(value));
    }

    /**
     * The structured metadata, in the form of {@link #setLabels}.
     *
     * @param value lines; by default logger, thread, trace and span id, MDC, key-values and resource
     */
    public void setStructuredMetadata(String value) {
        check("structuredMetadata", value, () -> fields.structuredMetadata(value));
    }

    /**
     * Labels of every stream, one a line: {@code name = value}; the event's own win.
     *
     * @param value lines
     */
    public void setExternalLabels(String value) {
        set("externalLabels", value);
    }

    /**
     * How the line is made of the event.
     *
     * @param value any {@link Layout} or {@link Encoder}; by default the message, and the stack trace below it
     */
    @DefaultClass(PatternLayout.class)
    public void setMessage(ContextAware value) {
        message = value;
    }

    /**
     * As {@link #setMessage}, in the word of Logback's other appenders.
     *
     * @param value any encoder
     */
    @DefaultClass(PatternLayoutEncoder.class)
    public void setEncoder(Encoder<ILoggingEvent> value) {
        message = value;
    }

    /**
     * As {@link #setMessage}, in the word of Logback's other appenders.
     *
     * @param value any layout
     */
    @DefaultClass(PatternLayout.class)
    public void setLayout(Layout<ILoggingEvent> value) {
        message = value;
    }

    /**
     * Further request headers, one a line: {@code name = value}.
     *
     * @param value lines
     */
    public void setHeaders(String value) {
        set("headers", value);
    }

    /**
     * User and password.
     *
     * @param value the credentials
     */
    public void setBasicAuth(BasicAuth value) {
        value.forEach(this::set);
    }

    /**
     * A token, sent as {@code Authorization: Bearer}.
     *
     * @param value the token
     */
    public void setBearerToken(String value) {
        set("bearerToken", value);
    }

    /**
     * A file with the token, read anew for each request.
     *
     * @param value a file name
     */
    public void setBearerTokenFile(String value) {
        set("bearerTokenFile", value);
    }

    /**
     * Certificates and keys for https.
     *
     * @param value the TLS settings
     */
    public void setTls(TlsFiles value) {
        value.forEach(this::set);
    }

    /**
     * The HTTP proxy; without it the JVM's own ({@code http.proxyHost} and the like) is used.
     *
     * @param value such as {@code http://proxy:3128}
     */
    public void setProxyUrl(String value) {
        set("proxyUrl", value);
    }

    /**
     * How long a batch stays open.
     *
     * @param value 1ms to 10m; 1s by default
     */
    public void setBatchWait(String value) {
        set("batchWait", value);
    }

    /**
     * How many uncompressed bytes close a batch.
     *
     * @param value 1KiB to 64MiB; 1MiB by default
     */
    public void setBatchSize(String value) {
        set("batchSize", value);
    }

    /**
     * The longest line; a longer one is cut, with a mark.
     *
     * @param value 256 to 16MiB; 256KiB by default, as Loki's own limit
     */
    public void setMaxLineSize(String value) {
        set("maxLineSize", value);
    }

    /**
     * The longest a request may take.
     *
     * @param value 1ms to 10m; 10s by default
     */
    public void setRemoteTimeout(String value) {
        set("remoteTimeout", value);
    }

    /**
     * The bound of the first pause after a failure; it doubles with each further failure.
     *
     * @param value 1ms to 1h; 500ms by default
     */
    public void setMinBackoff(String value) {
        set("minBackoff", value);
    }

    /**
     * The bound of the longest pause between attempts.
     *
     * @param value minBackoff to 1h; 30s by default
     */
    public void setMaxBackoff(String value) {
        set("maxBackoff", value);
    }

    /**
     * How old a batch may become before it is given up.
     *
     * @param value 1ms to 720h; 1h by default, 24h with a buffer directory
     */
    public void setMaxAge(String value) {
        set("maxAge", value);
    }

    /**
     * The byte budget for all that is held in memory.
     *
     * @param value at least 64KiB; 64MiB by default
     */
    public void setBufferSize(String value) {
        set("bufferSize", value);
    }

    /**
     * Where closed batches wait on disk until they are acknowledged; its own for each appender and process.
     *
     * @param value a directory, made when it is not there; none by default
     */
    public void setBufferDirectory(String value) {
        set("bufferDirectory", value);
    }

    /**
     * The disk space for batches that wait; beyond it the oldest are dropped.
     *
     * @param value at least 1MiB; 1GiB by default
     */
    public void setBufferDirectorySize(String value) {
        set("bufferDirectorySize", value);
    }

    /**
     * From when on an event survives the death of the process.
     *
     * @param value {@code none} without a buffer directory; with one {@code batch}, the default, or {@code event}
     */
    public void setDurability(String value) {
        set("durability", value);
    }

    /**
     * What happens when the budget is spent.
     *
     * @param value {@code drop_newest}, the default, {@code drop_oldest}, {@code block} or {@code shed}
     */
    public void setOverflow(String value) {
        set("overflow", value);
    }

    /**
     * The longest the application waits with the overflow policy {@code block}.
     *
     * @param value 0s to 1h; 1s by default
     */
    public void setMaxBlock(String value) {
        set("maxBlock", value);
    }

    /**
     * What events go through before they are shipped, in Alloy's own words. A pipeline that cannot be read is refused as a
     * whole: that is said, and events are shipped as they are. Needs {@code dev.penstock:penstock-pipeline}.
     *
     * <p>Logback puts variables in place of every <code>${…}</code>, here too. References to groups of a regular expression,
     * such as <code>${1}</code>, are restored. Where a brace has no partner, as in the string <code>"[^}]"</code>, Logback
     * leaves out the rest: such a pipeline belongs into a {@link #setPipelineFile file}.
     *
     * @param value {@code stage.*} blocks, and {@code rule} blocks after them
     */
    public void setPipeline(String value) {
        refusals.check("pipeline", () -> {
            pipeline = value;
            try {
                settings.set("pipeline", PipelineText.restore(value));
            } catch (IllegalArgumentException e) {
                settings.refusePipeline("pipeline", String.valueOf(e.getMessage()));
            }
        });
    }

    /**
     * A file with what {@link #setPipeline} takes, in which nothing but Alloy's syntax counts.
     *
     * @param value a file name
     */
    public void setPipelineFile(String value) {
        set("pipelineFile", value);
    }

    /**
     * The configuration of an agent, whose endpoint and stages count where nothing else is set. Needs
     * {@code dev.penstock:penstock-pipeline}.
     *
     * @param value a path, {@code file:…} or {@code classpath:…}; a directory, whose files {@code *.alloy} are read together
     */
    public void setConfig(String value) {
        set("config", value);
    }

    /**
     * The deadline of {@link #stop()}.
     *
     * @param value 0s to 10m; 5s by default
     */
    public void setDrainTimeout(String value) {
        set("drainTimeout", value);
    }

    /**
     * How many values a label may have within an hour; with more it is sent as structured metadata.
     *
     * @param value 0 to 10000, 0 for any number; 100 by default
     */
    public void setMaxLabelValues(String value) {
        set("maxLabelValues", value);
    }

    /**
     * How many streams there may be within an hour; with more the label that has most values is sent as structured
     * metadata.
     *
     * @param value 0 to 100000, 0 for any number; 1000 by default
     */
    public void setMaxStreams(String value) {
        set("maxStreams", value);
    }

    /**
     * The level from which on an event is sent at once, without waiting for {@code batchWait}.
     *
     * @param value a level or OFF; ERROR by default
     */
    public void setFlushLevel(String value) {
        set("flushLevel", value);
    }

    /**
     * Hears what the appender has to say about its own work, besides Logback's status system.
     *
     * @param value a listener; in XML {@code <listener class="…"/>}
     */
    public void setListener(DiagnosticListener value) {
        listener = value;
    }

    /**
     * Whether the place in the source is found out for patterns such as {@code %line}; slow, as Logback warns.
     *
     * @param value true or false; false by default
     */
    public void setIncludeCallerData(String value) {
        check("includeCallerData", value, () -> includeCallerData = Refusals.flag("includeCallerData", value));
    }
}
