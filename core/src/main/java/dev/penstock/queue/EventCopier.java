package dev.penstock.queue;

/**
 * Copies events into reusable ones, for frameworks that reuse an event as soon as its appender has returned.
 *
 * <p>A queue with a copier fills the same copies again and again: nothing is allocated once there are as many as events
 * are queued at a time.
 *
 * @param <E> the event type
 */
public interface EventCopier<E> {

    /**
     * Whether an event may change once it was offered.
     *
     * @param event the event
     * @return false for one that is queued as it is
     */
    default boolean mustCopy(E event) {
        return true;
    }

    /**
     * A copy that holds nothing yet.
     *
     * @return a new object, which the queue keeps
     */
    E blank();

    /**
     * Copies an event, into an empty copy. On the thread that
     * offers the event, while the consumer waits for the slot: so it must be quick and call nothing of the application's.
     * What it throws costs this event.
     *
     * @param event the event, which may change as soon as the call returns
     * @param into takes all there is to know of it
     */
    void copy(E event, E into);

    /**
     * Drops what a copy refers to, once its event is done with. On the consumer's thread.
     *
     * @param copy a copy; must hold at most {@link #keptBytes()} afterwards
     */
    void forget(E copy);

    /**
     * What a copy holds at most while it waits for its next event, itself included.
     *
     * @return bytes, at least 1
     */
    int keptBytes();
}
