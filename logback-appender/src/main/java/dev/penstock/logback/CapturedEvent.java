package dev.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event with all that another thread needs to ship it at any later time. Safe to hand to another thread.
 *
 * <p>Logback would make a string of the message now, which is most of what logging costs its caller. Where no argument can
 * change any more, the arguments are kept instead, in an array of our own (the event's may be the application's, and be
 * used again), and the message is formatted straight into the line.
 */
final class CapturedEvent {

    /** A string without its characters. */
    private static final int STRING = 40;

    /** A number, a date, or a reference to what all share, such as an enum. */
    private static final int BOX = 32;

    /** An argument array and some boxes, of an event that is formatted already. */
    private static final int ARGUMENTS = 104;

    private final ILoggingEvent event;

    /** What the message is yet to be formatted with; null when the event has its message. */
    private final @Nullable Object @Nullable [] arguments;

    private CapturedEvent(ILoggingEvent event, @Nullable Object @Nullable [] arguments) {
        this.event = event;
        this.arguments = arguments;
    }

    /**
     * Captures an event, on the thread that logs it.
     *
     * @param event an event
     * @param later whether the message may be formatted later, as far as the reader is concerned
     * @return the event and, unless it is formatted now, its arguments
     */
    static CapturedEvent of(ILoggingEvent event, boolean later) {
        // A subclass may make its message of something else. An event that comes by way of another thread was prepared
        // when it was logged, and its array may be in use again.
        if (later && event.getClass() == LoggingEvent.class && isLoggedHere(event)) {
            @Nullable Object @Nullable [] arguments = event.getArgumentArray();
            if (arguments == null || arguments.length == 0) {
                prepareAllButMessage(event);
                return new CapturedEvent(event, null);
            }
            @Nullable Object @Nullable [] copy = Immutables.copy(arguments);
            if (copy != null) {
                prepareAllButMessage(event);
                return new CapturedEvent(event, copy);
            }
        }
        event.prepareForDeferredProcessing();
        return new CapturedEvent(event, null);
    }

    /** Whether this is the thread that logs the event; an event that was not asked before takes this one's name. */
    private static boolean isLoggedHere(ILoggingEvent event) {
        return Thread.currentThread().getName().equals(event.getThreadName());
    }

    /** Has the event remember what only this thread knows. */
    private static void prepareAllButMessage(ILoggingEvent event) {
        Object unused = event.getThreadName();
        unused = event.getMDCPropertyMap();
    }

    ILoggingEvent event() {
        return event;
    }

    /** Appends the message. */
    void appendMessage(StringBuilder out) {
        if (arguments == null) {
            out.append(event.getFormattedMessage());
        } else {
            MessageFormat.append(event.getMessage(), arguments, out);
        }
    }

    /** About how many bytes the message holds, and what it is made of. */
    long messageSize() {
        if (arguments == null) {
            // What its arguments hold besides belongs to the application.
            return STRING + textSize(event.getFormattedMessage()) + ARGUMENTS;
        }
        // Two arrays, the event's and ours.
        long bytes = textSize(event.getMessage()) + 2 * (16 + 4L * arguments.length);
        for (Object argument : arguments) {
            bytes += argument instanceof String text ? STRING + textSize(text) : BOX;
        }
        return bytes;
    }

    /** Two bytes a character, for that is what a string takes that is not Latin-1. */
    private static long textSize(@Nullable String text) {
        return text == null ? 0 : 2L * text.length();
    }
}
