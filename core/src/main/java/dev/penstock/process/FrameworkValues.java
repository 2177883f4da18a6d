package dev.penstock.process;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The values of a logging framework's events: each thing that events of all frameworks have under its fixed name, and below
 * these what the application gave names to.
 *
 * <p>One for each mapper, told of each event by {@link #of}, which allocates and computes nothing. Fixed names win over the
 * application's, but one without a value does not hide them. Not thread-safe.
 *
 * @param <E> the framework's event
 */
public abstract class FrameworkValues<E> implements EventValues {

    private static final List<String> FIXED = List.of(
            "level",
            "logger",
            "thread",
            "message",
            "timestamp",
            "marker",
            "exception.type",
            "exception.message",
            "exception.stacktrace");

    /** RFC 3339, always to the nanosecond. */
    private static final DateTimeFormatter TIMESTAMP =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter().withZone(ZoneOffset.UTC);

    private final Once once = new Once();
    private @Nullable E event;

    /** Values of no event yet. */
    protected FrameworkValues() {}

    /**
     * Reads another event from now on.
     *
     * @param next the event that is being mapped
     * @return this
     */
    public final EventValues of(E next) {
        event = next;
        return this;
    }

    @Override
    public final @Nullable String get(String name) {
        E current = event;
        if (current == null) {
            return null;
        }
        String value = fixed(current, name);
        return value != null ? value : named(current, name);
    }

    @Override
    public final void forEach(BiConsumer<? super String, ? super String> out) {
        E current = event;
        if (current == null) {
            return;
        }
        once.begin(out);
        try {
            for (String name : FIXED) {
                String value = fixed(current, name);
                if (value != null) {
                    once.accept(name, value);
                }
            }
            forEachNamed(current, once);
        } finally {
            once.end();
        }
    }

    /** A value that fails, such as an exception's message of the application's own, costs no more than its place. */
    private @Nullable String fixed(E current, String name) {
        try {
            return fixedOrThrow(current, name);
        } catch (RuntimeException | StackOverflowError e) {
            return BulkValues.FAILED;
        }
    }

    private @Nullable String fixedOrThrow(E current, String name) {
        return switch (name) {
            case "level" -> level(current);
            case "logger" -> logger(current);
            case "thread" -> thread(current);
            case "message" -> message(current);
            case "timestamp" -> timestamp(current);
            case "marker" -> marker(current);
            case "exception.type" -> exceptionType(current);
            case "exception.message" -> exceptionMessage(current);
            case "exception.stacktrace" -> stackTrace(current);
            default -> null;
        };
    }

    /**
     * Prints a time as {@code timestamp} has it.
     *
     * @param time the time
     * @return such as {@code 2026-01-02T03:04:05.000000006Z}
     */
    public static String timestamp(Instant time) {
        return TIMESTAMP.format(time);
    }

    /**
     * The level.
     *
     * @param current the event
     * @return the framework's own word, such as {@code INFO}
     */
    protected abstract @Nullable String level(E current);

    /**
     * The logger.
     *
     * @param current the event
     * @return its name
     */
    protected abstract @Nullable String logger(E current);

    /**
     * The thread that logged.
     *
     * @param current the event
     * @return its name
     */
    protected abstract @Nullable String thread(E current);

    /**
     * The formatted message, without what a layout adds.
     *
     * @param current the event
     * @return the text
     */
    protected abstract @Nullable String message(E current);

    /**
     * When it was logged.
     *
     * @param current the event
     * @return as {@link #timestamp(Instant)} prints it
     */
    protected abstract @Nullable String timestamp(E current);

    /**
     * Its marker, or its markers with commas between them.
     *
     * @param current the event
     * @return null when it has none
     */
    protected abstract @Nullable String marker(E current);

    /**
     * The exception's class.
     *
     * @param current the event
     * @return its full name; null without an exception
     */
    protected abstract @Nullable String exceptionType(E current);

    /**
     * The exception's message.
     *
     * @param current the event
     * @return null without one
     */
    protected abstract @Nullable String exceptionMessage(E current);

    /**
     * The stack trace as the framework prints it.
     *
     * @param current the event
     * @return without a line end; null without an exception
     */
    protected abstract @Nullable String stackTrace(E current);

    /**
     * What the application gave a name to: key-values first, and then the MDC.
     *
     * @param current the event
     * @param name the name
     * @return null when there is none of that name
     */
    protected abstract @Nullable String named(E current, String name);

    /**
     * All that the application gave names to, in the order in which {@link #named} looks.
     *
     * @param current the event
     * @param out takes name and value; the first value of a name counts
     */
    protected abstract void forEachNamed(E current, BiConsumer<String, String> out);

    /** Lets the first value of each name pass. */
    private static final class Once implements BiConsumer<String, String> {

        private static final BiConsumer<String, String> NOWHERE = (name, value) -> {};

        private final Pairs seen = new Pairs();
        private BiConsumer<? super String, ? super String> out = NOWHERE;

        void begin(BiConsumer<? super String, ? super String> target) {
            out = target;
        }

        @Override
        public void accept(String name, String value) {
            if (seen.size() < Pairs.MOST && !seen.contains(name)) {
                seen.set(name, value);
                out.accept(name, value);
            }
        }

        void end() {
            seen.clear();
            out = NOWHERE;
        }
    }
}
