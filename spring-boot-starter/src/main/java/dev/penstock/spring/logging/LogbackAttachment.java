package dev.penstock.spring.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.ConfigurationEvent;
import ch.qos.logback.core.spi.ConfigurationEventListener;
import dev.penstock.logback.LokiAppender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The starter's place in Logback. */
final class LogbackAttachment implements Attachment {

    private final LoggerContext context;
    private final Relay<ILoggingEvent> relay = new Relay<>(this::open, new LogbackEvents(), LogShipping::sayLeftOut);
    private final RelayAppender appender = new RelayAppender();
    private final Watch watch = new Watch();
    private volatile boolean attached;

    /** Logback has forgotten its configuration, and not read the next one yet. */
    private volatile boolean configuring;

    private volatile Runnable reconfigured = () -> {};

    private LogbackAttachment(LoggerContext context) {
        this.context = context;
        context.addConfigurationEventListener(watch);
    }

    static @Nullable Attachment find() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext found ? new LogbackAttachment(found) : null;
    }

    private Relay.Outlet<ILoggingEvent> open() {
        LokiAppender opened = new LokiAppender();
        opened.setName(LogShipping.APPENDER);
        opened.setContext(context);
        opened.start();
        return new Relay.Outlet<>() {
            @Override
            public void append(ILoggingEvent event) {
                if (opened.isStarted()) {
                    opened.doAppend(event);
                }
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
                return opened.isStarted() ? "" : opened.health().reason();
            }
        };
    }

    @Override
    public Relay<?> relay() {
        return relay;
    }

    /** Each appender of Penstock's in the configuration, with what it is attached to. */
    private void forEachOwn(BiConsumer<AppenderAttachable<ILoggingEvent>, LokiAppender> action) {
        for (Logger logger : context.getLoggerList()) {
            forEachOwn(logger, action, 0);
        }
    }

    @SuppressWarnings("unchecked")
    private static void forEachOwn(
            AppenderAttachable<ILoggingEvent> parent,
            BiConsumer<AppenderAttachable<ILoggingEvent>, LokiAppender> action,
            int depth) {
        List<Appender<ILoggingEvent>> children = new ArrayList<>();
        for (Iterator<Appender<ILoggingEvent>> each = parent.iteratorForAppenders(); each.hasNext(); ) {
            children.add(each.next());
        }
        for (Appender<ILoggingEvent> child : children) {
            if (child instanceof LokiAppender own) {
                action.accept(parent, own);
            } else if (child instanceof AppenderAttachable<?> nested && depth < 10) {
                forEachOwn((AppenderAttachable<ILoggingEvent>) nested, action, depth + 1);
            }
        }
    }

    private List<LokiAppender> own() {
        List<LokiAppender> found = new ArrayList<>();
        forEachOwn((parent, own) -> {
            if (!found.contains(own)) {
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
                .filter(each -> !each.isStarted())
                .map(each -> "appender [" + each.getName() + "] of the logging configuration does not ship: "
                        + each.health().reason())
                .collect(Collectors.joining("; "));
        return problems.isEmpty() ? null : problems;
    }

    @Override
    public void silenceOwn() {
        forEachOwn((parent, own) -> {
            parent.detachAppender(own);
            own.stop();
        });
    }

    @Override
    public void completeOwn() {
        List<LokiAppender> completed = new ArrayList<>();
        for (LokiAppender each : own()) {
            if (!each.isStarted()) {
                each.start();
                if (each.isStarted()) {
                    completed.add(each);
                }
            }
        }
        relay.replay(event -> completed.forEach(each -> each.doAppend(event)));
    }

    @Override
    public void attach() {
        attached = true;
        if (!context.getCopyOfListenerList().contains(watch)) {
            context.addListener(watch);
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        if (!root.isAttached(appender)) {
            appender.setContext(context);
            appender.setName(LogShipping.APPENDER);
            appender.start();
            root.addAppender(appender);
        }
    }

    @Override
    public void detach() {
        attached = false;
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
    }

    @Override
    public void onReconfigured(Runnable action) {
        reconfigured = action;
    }

    /** Passes events on. */
    private final class RelayAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            if (!configuring || !rootHasOwn()) {
                relay.append(event);
            }
        }

        /** As long as a new configuration is read, which may bring an appender that ships the same event. */
        private boolean rootHasOwn() {
            Iterator<Appender<ILoggingEvent>> all = LogbackAttachment.this
                    .context
                    .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
                    .iteratorForAppenders();
            while (all.hasNext()) {
                if (all.next() instanceof LokiAppender own && own.isStarted()) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Hears of what Logback does with its configuration. */
    private final class Watch implements LoggerContextListener, ConfigurationEventListener {

        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onStart(LoggerContext started) {}

        @Override
        public void onReset(LoggerContext reset) {
            if (attached && !LogShipping.isConfiguring()) {
                configuring = true;
                attach();
            }
        }

        @Override
        public void onStop(LoggerContext stopped) {
            if (attached && !LogShipping.isConfiguring()) {
                detach();
                relay.close();
            }
        }

        @Override
        public void onLevelChange(Logger logger, Level level) {}

        @Override
        public void listen(ConfigurationEvent event) {
            if (!LogShipping.isConfiguring()
                    && event.getEventType() == ConfigurationEvent.EventType.CONFIGURATION_ENDED_SUCCESSFULLY) {
                reconfigured.run();
                configuring = false;
            }
        }
    }
}
