package dev.penstock.process;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What an event has by name, whether or not it is a label or metadata: {@code level}, {@code logger}, {@code thread},
 * {@code message}, {@code timestamp}, {@code marker}, {@code exception.type}, {@code exception.message},
 * {@code exception.stacktrace}, and the names of its MDC and its key-values. Read only when a pipeline asks, by the thread
 * that maps the event.
 */
public interface EventValues {

    /** Of an event of which nothing is known. */
    EventValues NONE = new EventValues() {
        @Override
        public @Nullable String get(String name) {
            return null;
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super String> out) {
            // There are none.
        }
    };

    /**
     * A value.
     *
     * @param name its name
     * @return null when the event has none of that name
     */
    @Nullable String get(String name);

    /**
     * All values.
     *
     * @param out takes name and value, each name once
     */
    void forEach(BiConsumer<? super String, ? super String> out);
}
