package dev.penstock.spring.logging;

import dev.penstock.ledger.Stats;
import dev.penstock.log4j2.LokiAppender;
import dev.penstock.settings.AppenderDefaults;
import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.LocationAware;
import org.jspecify.annotations.Nullable;

/** The starter's place in Log4j2. */
final class Log4j2Attachment implements Attachment {

    private final LoggerContext context;
    private final Relay<LogEvent> relay = new Relay<>(this::open, new Log4j2Events(), LogShipping::sayLeftOut);
    private final Watch watch = new Watch();
    private volatile boolean attached;
    private volatile boolean needsLocation;
    private volatile Runnable reconfigured = () -> {};

    private Log4j2Attachment(LoggerContext context) {
        this.context = context;
        context.addPropertyChangeListener(watch);
    }

    static @Nullable Attachment find() {
        return LogManager.getContext(false) instanceof LoggerContext found ? new Log4j2Attachment(found) : null;
    }

    private Relay.Outlet<LogEvent> open() {
        LokiAppender opened = LokiAppender.newBuilder()
                .setName(LogShipping.APPENDER)
                .setConfiguration(context.getConfiguration())
                .build();
        opened.start();
        needsLocation = opened.requiresLocation();
        return new Relay.Outlet<>() {
            @Override
            public void append(LogEvent event) {
                opened.append(event);
            }

            @Override
            public boolean flush(Duration timeout) {
                return opened.flush(timeout);
            }

            @Override
            public void close() {
                opened.stop();
            }

            @Override
            public String problem() {
                return Log4j2Attachment.problem(opened);
            }
        };
    }

    /** An inert appender is started, too: what it says then is why it does not ship. */
    private static String problem(LokiAppender appender) {
        return appender.stats() == Stats.NONE ? appender.health().reason() : "";
    }

    @Override
    public Relay<?> relay() {
        return relay;
    }

    private List<LokiAppender> own() {
        List<LokiAppender> found = new ArrayList<>();
        context.getConfiguration().getAppenders().values().forEach(each -> {
            if (each instanceof LokiAppender own) {
                found.add(own);
            }
        });
        return found;
    }

    @Override
    public boolean hasOwn() {
        return !own().isEmpty();
    }

    @Override
    public @Nullable String problemOfOwn() {
        String problems = own().stream()
                .filter(each -> !problem(each).isEmpty())
                .map(each -> "appender [" + each.getName() + "] of the logging configuration does not ship: "
                        + problem(each))
                .collect(Collectors.joining("; "));
        return problems.isEmpty() ? null : problems;
    }

    @Override
    public void silenceOwn() {
        Configuration configuration = context.getConfiguration();
        for (LokiAppender each : own()) {
            configuration.getRootLogger().removeAppender(each.getName());
            for (LoggerConfig logger : configuration.getLoggers().values()) {
                logger.removeAppender(each.getName());
            }
            configuration.getAppenders().remove(each.getName());
            each.stop();
        }
        context.updateLoggers();
    }

    @Override
    public void completeOwn() {
        List<LokiAppender> completed = new ArrayList<>();
        for (LokiAppender each : own()) {
            if (!problem(each).isEmpty()) {
                each.stop();
                each.start();
                completed.add(each);
            }
        }
        relay.replay(event -> completed.forEach(each -> each.append(event)));
    }

    @Override
    public void attach() {
        attached = true;
        Configuration configuration = context.getConfiguration();
        if (configuration.getRootLogger().getAppenders().get(LogShipping.APPENDER) instanceof RelayAppender) {
            return;
        }
        RelayAppender appender = new RelayAppender();
        appender.start();
        configuration.addAppender(appender);
        configuration.getRootLogger().addAppender(appender, null, null);
        context.updateLoggers();
    }

    @Override
    public void detach() {
        attached = false;
        Configuration configuration = context.getConfiguration();
        if (configuration.getRootLogger().getAppenders().get(LogShipping.APPENDER) instanceof RelayAppender appender) {
            configuration.getRootLogger().removeAppender(LogShipping.APPENDER);
            configuration.getAppenders().remove(LogShipping.APPENDER, appender);
            context.updateLoggers();
        }
    }

    @Override
    public void onReconfigured(Runnable action) {
        reconfigured = action;
    }

    /** Passes events on. A new one for each configuration, for a configuration stops what it has. */
    private final class RelayAppender extends AbstractAppender implements LocationAware {

        RelayAppender() {
            super(LogShipping.APPENDER, null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            relay.append(event);
        }

        @Override
        public boolean requiresLocation() {
            return needsLocation || AppenderDefaults.current().includesCallerData();
        }

        @Override
        public boolean stop(long timeout, TimeUnit unit) {
            boolean stopped = super.stop(timeout, unit);
            if (attached && (context.isStopping() || context.isStopped()) && !LogShipping.isConfiguring()) {
                attached = false;
                relay.close();
            }
            return stopped;
        }
    }

    /** Hears of new configurations. */
    private final class Watch implements PropertyChangeListener {

        @Override
        public void propertyChange(PropertyChangeEvent event) {
            // The same one is what Log4j tells of changes of loggers, such as those made here.
            if (LoggerContext.PROPERTY_CONFIG.equals(event.getPropertyName())
                    && event.getOldValue() != event.getNewValue()
                    && !LogShipping.isConfiguring()
                    && !context.isStopping()
                    && !context.isStopped()) {
                reconfigured.run();
            }
        }
    }
}
