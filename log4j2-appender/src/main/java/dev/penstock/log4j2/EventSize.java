package dev.penstock.log4j2;

import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.TriConsumer;

/**
 * Estimates what a recorded event holds in memory, for the byte budget: texts and exceptions. What else its parameters
 * refer to belongs to the application. Allocates nothing. Not thread-safe.
 */
final class EventSize {

    /** The event itself with its context, and small change. */
    private static final int EVENT = 256;

    /** The room for text of a short message's event may be that of a longer one before it. */
    private static final int LEAST_TEXT = RecordedEvent.KEPT_BYTES - EVENT;

    /** An exception with the usual depth; its stack trace cannot be measured without copying it. */
    private static final int THROWABLE = 6 * 1024;

    private static final int PAIR = 96;

    /** Exceptions counted; a longer chain is hardly a chain. */
    private static final int THROWABLES = 50;

    /** Captures nothing: the sum is handed in. */
    private static final TriConsumer<String, Object, EventSize> ADD = (key, value, sum) ->
            sum.bytes += PAIR + 2L * key.length() + (value instanceof CharSequence text ? 2L * text.length() : 0);

    /** So far, of the event that is looked at. */
    private long bytes;

    int of(RecordedEvent event) {
        bytes = EVENT + Math.max(LEAST_TEXT, 2L * event.text().length());
        ReadOnlyStringMap context = event.getContextData();
        if (!context.isEmpty()) {
            context.forEach(ADD, this);
        }
        ReadOnlyStringMap map = event.map();
        if (map != null) {
            map.forEach(ADD, this);
        }
        Throwable thrown = event.getThrown();
        for (int i = 0; thrown != null && i < THROWABLES; i++) {
            bytes += THROWABLE;
            thrown = thrown.getCause();
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
