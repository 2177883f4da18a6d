package dev.penstock.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Estimates what an event holds in memory, for the byte budget: texts and stack traces. What else its arguments refer to
 * belongs to the application. Allocates nothing for an event without MDC, key-values and exception.
 */
final class EventSize {

    /** The event itself, its instant, and its place in the queue. */
    private static final int EVENT = 176;

    private static final int THROWABLE = 400;

    /** A stack trace element with its proxy; class and method names are shared. */
    private static final int FRAME = 96;

    private static final int PAIR = 96;

    /** Exceptions counted; a longer chain is hardly a chain. */
    private static final int THROWABLES = 50;

    private static final MdcSizes MDC_SIZES = new MdcSizes();

    private EventSize() {}

    static int of(CapturedEvent captured) {
        long bytes = EVENT + captured.messageSize();
        ILoggingEvent event = captured.event();
        IThrowableProxy throwable = event.getThrowableProxy();
        if (throwable != null) {
            bytes += throwables(throwable, THROWABLES);
        }
        Map<String, String> mdc = event.getMDCPropertyMap();
        if (!mdc.isEmpty()) {
            bytes += MDC_SIZES.of(mdc, EventSize::mdc);
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            bytes += keyValues(pairs);
        }
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    /** Two bytes a character, for that is what a string takes that is not Latin-1. */
    private static long text(@Nullable CharSequence text) {
        return text == null ? 0 : 2L * text.length();
    }

    private static long throwables(IThrowableProxy first, int most) {
        long bytes = 0;
        IThrowableProxy throwable = first;
        for (int i = 0; throwable != null && i < most; i++) {
            StackTraceElementProxy[] frames = throwable.getStackTraceElementProxyArray();
            bytes += THROWABLE + text(throwable.getMessage()) + (frames == null ? 0 : (long) FRAME * frames.length);
            IThrowableProxy[] suppressed = throwable.getSuppressed();
            for (int j = 0; suppressed != null && j < Math.min(suppressed.length, most - i - 1); j++) {
                bytes += throwables(suppressed[j], 1);
            }
            throwable = throwable.getCause();
        }
        return bytes;
    }

    private static long mdc(Map<String, String> mdc) {
        long bytes = 0;
        for (Map.Entry<String, String> pair : mdc.entrySet()) {
            bytes += PAIR + text(pair.getKey()) + text(pair.getValue());
        }
        return bytes;
    }

    private static long keyValues(List<KeyValuePair> pairs) {
        long bytes = 0;
        for (int i = 0; i < pairs.size(); i++) {
            KeyValuePair pair = pairs.get(i);
            bytes += PAIR + text(pair.key) + (pair.value instanceof CharSequence value ? text(value) : 0);
        }
        return bytes;
    }
}
