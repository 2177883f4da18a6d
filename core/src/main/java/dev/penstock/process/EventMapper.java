package dev.penstock.process;

/**
 * Turns a framework's event into a line, labels and structured metadata.
 *
 * @param <E> the framework's event
 */
@FunctionalInterface
public interface EventMapper<E> {

    /**
     * Fills an entry from an event. Called by the shipping thread only, one event after the other. Whatever it throws
     * costs this record, which is dropped as {@code internal_error}.
     *
     * @param event the event
     * @param entry an empty entry
     * @throws Exception when the event cannot be read
     */
    void map(E event, Entry entry) throws Exception;
}
