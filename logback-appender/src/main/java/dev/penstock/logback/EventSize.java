package dev.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;

/** Estimates what an event holds in memory, from above, for the byte budget. Allocates nothing. */
final class EventSize {

    /** The event itself, its instant, its argument array. */
    private static final int EVENT = 320;

    private static final int THROWABLE = 400;

    /** A stack trace element with its proxy; class and method names are shared. */
    private static final int FRAME = 96;

    private static final int PAIR = 128;

    /** Causes counted; a longer chain is hardly a chain. */
    private static final int CAUSES = 50;

    private EventSize() {}

    static int of(ILoggingEvent event) {
        String text = event.getFormattedMessage();
        // Two bytes a character, for that is what a string takes that is not Latin-1.
        long bytes = EVENT + (text == null ? 0 : 2L * text.length());
        IThrowableProxy throwable = event.getThrowableProxy();
        for (int i = 0; throwable != null && i < CAUSES; i++) {
            StackTraceElementProxy[] frames = throwable.getStackTraceElementProxyArray();
            String message = throwable.getMessage();
            bytes += THROWABLE
                    + (frames == null ? 0 : (long) FRAME * frames.length)
                    + (message == null ? 0 : 2L * message.length());
            throwable = throwable.getCause();
        }
        bytes += PAIR * (long) event.getMDCPropertyMap().size();
        if (event.getKeyValuePairs() != null) {
            bytes += PAIR * (long) event.getKeyValuePairs().size();
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }
}
