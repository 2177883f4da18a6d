package dev.penstock.spring.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.penstock.settings.AppenderDefaults;

/** Logback's events. */
final class LogbackEvents implements Relay.Events<ILoggingEvent> {

    @Override
    public ILoggingEvent kept(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        if (AppenderDefaults.current().includesCallerData()) {
            event.getCallerData();
        }
        return new KeptEvent(event);
    }

    /** Its message has been formatted. */
    @Override
    public boolean mayChange(ILoggingEvent kept) {
        return false;
    }

    @Override
    public int size(ILoggingEvent kept) {
        String message = kept.getFormattedMessage();
        return message == null ? 0 : message.length();
    }

    @Override
    public boolean isUrgent(ILoggingEvent event) {
        return event.getLevel().isGreaterOrEqual(Level.ERROR);
    }
}
