package dev.penstock.spring.logging;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;

/** Log4j2's events. */
final class Log4j2Events implements Relay.Events<LogEvent> {

    private static final String LOG4J = "org.apache.logging.log4j.";

    /** Log4j finds out about threads, places and texts when it is first asked for them: that has to be here and now. */
    @Override
    public LogEvent kept(LogEvent event) {
        LogEvent kept = event.toImmutable();
        String unusedText = kept.getMessage().getFormattedMessage();
        String unusedName = kept.getThreadName();
        long unusedId = kept.getThreadId();
        int unusedPriority = kept.getThreadPriority();
        if (kept.isIncludeLocation()) {
            StackTraceElement unusedSource = kept.getSource();
        }
        return kept;
    }

    /** Messages of Log4j's own remember their text, but for maps, which are read again; nobody knows about others. */
    @Override
    public boolean mayChange(LogEvent kept) {
        Message message = kept.getMessage();
        return message instanceof MapMessage || !message.getClass().getName().startsWith(LOG4J);
    }

    @Override
    public int size(LogEvent kept) {
        String message = kept.getMessage().getFormattedMessage();
        return message == null ? 0 : message.length();
    }

    @Override
    public boolean isUrgent(LogEvent event) {
        return event.getLevel().isMoreSpecificThan(Level.ERROR);
    }
}
