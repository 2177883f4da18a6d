package dev.penstock.process;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the right-hand side of a label or metadata line means in one logging framework.
 *
 * @param <E> the framework's event
 */
public interface FieldDialect<E> {

    /**
     * Compiles a pattern such as {@code %level}.
     *
     * @param pattern the text, which holds at least one {@code %}
     * @return what reads the value
     * @throws IllegalArgumentException when the pattern is not one of the framework's; the message says why
     */
    ValueReader<E> pattern(String pattern);

    /**
     * Finds the map that a bulk line names.
     *
     * @param source the word after {@code %%}
     * @return what reads the pairs, or null when the framework has no such map
     */
    @Nullable BulkReader<E> bulk(String source);

    /**
     * The maps there are, for error messages.
     *
     * @return such as {@code %%mdc, %%kvp}
     */
    String bulkSources();

    /**
     * Reads one value.
     *
     * @param <E> the framework's event
     */
    @FunctionalInterface
    interface ValueReader<E> {
        /**
         * Reads the value.
         *
         * @param event the event
         * @return the text, or null or empty when the event has none
         */
        @Nullable String read(E event);
    }

    /**
     * Reads a map of values.
     *
     * @param <E> the framework's event
     */
    @FunctionalInterface
    interface BulkReader<E> {
        /**
         * Reads all pairs.
         *
         * @param event the event
         * @param out takes name and value; neither is null
         */
        void read(E event, BiConsumer<String, String> out);
    }
}
