package dev.penstock.log4j2;

import dev.penstock.process.BulkValues;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.impl.ThrowableProxy;
import org.apache.logging.log4j.core.time.Instant;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.MultiformatMessage;
import org.apache.logging.log4j.message.ObjectMessage;
import org.apache.logging.log4j.message.ParameterVisitable;
import org.apache.logging.log4j.message.ReusableMessage;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringBuilderFormattable;
import org.jspecify.annotations.Nullable;

/**
 * An event by value: all there is to know of Log4j's own, which is reused as soon as the appender has returned. Reused
 * itself, so that recording allocates nothing once its buffers have grown. Not thread-safe.
 */
final class RecordedEvent implements LogEvent {

    private static final long serialVersionUID = 1L;

    /** What an event holds at most after {@link #forget()}: itself, its context, and room for text. Bytes. */
    static final int KEPT_BYTES = 512;

    /** Characters of text for which there is room at first. */
    private static final int FIRST_TEXT = 128;

    /** Characters of text for which room is kept in a queue. */
    private static final int KEPT_TEXT = 208;

    /** Pairs of context for which room is kept. */
    private static final int KEPT_PAIRS = 8;

    private final transient StringBuilder text = new StringBuilder(FIRST_TEXT);
    private final RecordedMessage textMessage = new RecordedMessage(text);
    private final MutableInstant instant = new MutableInstant();
    private SortedArrayStringMap context = new SortedArrayStringMap();

    /** The pairs of a map message; null when the event has none. */
    private @Nullable SortedArrayStringMap map;

    /** The message itself where it is more than a text. */
    private @Nullable Message message;

    private Level level = Level.OFF;
    private @Nullable String loggerName;
    private @Nullable String loggerFqcn;
    private @Nullable String threadName;
    private long threadId;
    private int threadPriority;
    private @Nullable Marker marker;
    private transient @Nullable Throwable thrown;
    private transient @Nullable ThrowableProxy thrownProxy;
    private ThreadContext.@Nullable ContextStack contextStack;
    private @Nullable StackTraceElement source;
    private boolean includeLocation;
    private boolean endOfBatch;
    private long nanoTime;

    /** An event that holds nothing. */
    RecordedEvent() {}

    /**
     * Records an event of Log4j's.
     *
     * @param event on the thread that hands it to the appender
     * @param withLocation whether the place in the source is found out, if it is not known yet
     * @param withParameters whether a layout may ask for the message's parameters
     */
    void record(LogEvent event, boolean withLocation, boolean withParameters) {
        forgetReferences();
        text.setLength(0);
        recordMessage(event.getMessage(), withParameters);
        level = event.getLevel();
        loggerName = event.getLoggerName();
        loggerFqcn = event.getLoggerFqcn();
        threadName = event.getThreadName();
        threadId = event.getThreadId();
        threadPriority = event.getThreadPriority();
        marker = event.getMarker();
        thrown = event.getThrown();
        // An event from another process may have nothing but this.
        thrownProxy = thrown == null ? event.getThrownProxy() : null;
        instant.initFrom(event.getInstant());
        nanoTime = event.getNanoTime();
        ReadOnlyStringMap pairs = event.getContextData();
        if (pairs != null && !pairs.isEmpty()) {
            context.putAll(pairs);
        }
        contextStack = event.getContextStack();
        endOfBatch = event.isEndOfBatch();
        includeLocation = withLocation;
        source = withLocation ? event.getSource() : null;
    }

    private void recordMessage(@Nullable Message from, boolean withParameters) {
        if (from == null) {
            return;
        }
        if (from instanceof StringBuilderFormattable formattable) {
            formattable.formatTo(text);
        } else {
            text.append(from.getFormattedMessage());
        }
        if (from instanceof ReusableMessage) {
            textMessage.setFormat(from.getFormat());
            if (withParameters && from instanceof ParameterVisitable visitable) {
                visitable.forEachParameter(RecordedEvent::add, textMessage);
            }
        } else if (isMoreThanText(from)) {
            // As Log4j's own AsyncAppender: the message is asked for its text now, and kept.
            message = MapMessages.copy(from);
        } else if (withParameters) {
            textMessage.setFormat(from.getFormat());
            Object[] parameters = from.getParameters();
            for (int i = 0; parameters != null && i < parameters.length; i++) {
                textMessage.addParameter(parameters[i]);
            }
        }
        if (from instanceof MapMessage<?, ?> mapMessage) {
            SortedArrayStringMap pairs = new SortedArrayStringMap();
            // By value: the application may go on filling its message.
            mapMessage.forEach((String key, Object value) -> {
                if (value != null) {
                    pairs.putValue(key, BulkValues.text(value));
                }
            });
            map = pairs.isEmpty() ? null : pairs;
        }
    }

    private static void add(@Nullable Object parameter, int index, RecordedMessage to) {
        to.addParameter(parameter);
    }

    private static boolean isMoreThanText(Message from) {
        return from instanceof MultiformatMessage
                || from instanceof ObjectMessage
                || !from.getClass().getName().startsWith("org.apache.logging.log4j.message.");
    }

    /** Copies another event, whatever this one held before. */
    void copy(RecordedEvent from) {
        forgetReferences();
        text.setLength(0);
        text.append(from.text);
        textMessage.copy(from.textMessage);
        message = from.message;
        map = from.map;
        level = from.level;
        loggerName = from.loggerName;
        loggerFqcn = from.loggerFqcn;
        threadName = from.threadName;
        threadId = from.threadId;
        threadPriority = from.threadPriority;
        marker = from.marker;
        thrown = from.thrown;
        thrownProxy = from.thrownProxy;
        instant.initFrom(from.instant);
        nanoTime = from.nanoTime;
        if (!from.context.isEmpty()) {
            context.putAll(from.context);
        }
        contextStack = from.contextStack;
        endOfBatch = from.endOfBatch;
        includeLocation = from.includeLocation;
        source = from.source;
    }

    /** Drops all references, and buffers that have grown large. */
    void forget() {
        forget(KEPT_TEXT);
    }

    /** As {@link #forget()}, but for room for some text. */
    void forget(int keptText) {
        forgetReferences();
        text.setLength(0);
        if (text.capacity() > keptText) {
            text.trimToSize();
            text.ensureCapacity(FIRST_TEXT);
        }
    }

    private void forgetReferences() {
        textMessage.clear();
        message = null;
        map = null;
        marker = null;
        thrown = null;
        thrownProxy = null;
        contextStack = null;
        source = null;
        if (context.size() > KEPT_PAIRS) {
            context = new SortedArrayStringMap();
        } else if (!context.isEmpty()) {
            context.clear();
        }
    }

    /** The message's text; valid until the event is used anew. */
    StringBuilder text() {
        return text;
    }

    /** The pairs of a map message. */
    @Nullable ReadOnlyStringMap map() {
        return map;
    }

    @Override
    public LogEvent toImmutable() {
        SortedArrayStringMap pairs = new SortedArrayStringMap(context);
        return new Log4jLogEvent.Builder(this)
                .setMessage(message == null ? new SimpleMessage(text.toString()) : message)
                .setContextData(pairs)
                .build();
    }

    @Override
    @Deprecated
    public Map<String, String> getContextMap() {
        return context.toMap();
    }

    @Override
    public ReadOnlyStringMap getContextData() {
        return context;
    }

    @Override
    public ThreadContext.@Nullable ContextStack getContextStack() {
        return contextStack;
    }

    @Override
    public @Nullable String getLoggerFqcn() {
        return loggerFqcn;
    }

    @Override
    public Level getLevel() {
        return level;
    }

    @Override
    public @Nullable String getLoggerName() {
        return loggerName;
    }

    @Override
    public @Nullable Marker getMarker() {
        return marker;
    }

    @Override
    public Message getMessage() {
        return message == null ? textMessage : message;
    }

    @Override
    public long getTimeMillis() {
        return instant.getEpochMillisecond();
    }

    @Override
    public Instant getInstant() {
        return instant;
    }

    @Override
    public @Nullable StackTraceElement getSource() {
        return source;
    }

    @Override
    public @Nullable String getThreadName() {
        return threadName;
    }

    @Override
    public long getThreadId() {
        return threadId;
    }

    @Override
    public int getThreadPriority() {
        return threadPriority;
    }

    @Override
    public @Nullable Throwable getThrown() {
        return thrown;
    }

    @Override
    public @Nullable ThrowableProxy getThrownProxy() {
        if (thrownProxy == null && thrown != null) {
            thrownProxy = new ThrowableProxy(thrown);
        }
        return thrownProxy;
    }

    @Override
    public boolean isEndOfBatch() {
        return endOfBatch;
    }

    @Override
    public void setEndOfBatch(boolean value) {
        endOfBatch = value;
    }

    @Override
    public boolean isIncludeLocation() {
        return includeLocation;
    }

    @Override
    public void setIncludeLocation(boolean value) {
        includeLocation = value;
    }

    @Override
    public long getNanoTime() {
        return nanoTime;
    }
}
