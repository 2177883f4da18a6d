package dev.penstock;

import dev.penstock.queue.EventCopier;
import org.jspecify.annotations.Nullable;

/**
 * Copies events on their way into the queue, but for journaled ones: those are the shipper's own already.
 *
 * @param <E> the event type
 */
final class UnjournaledCopier<E> implements EventCopier<Object> {

    private final EventCopier<E> copier;

    private UnjournaledCopier(EventCopier<E> copier) {
        this.copier = copier;
    }

    static <E> @Nullable EventCopier<Object> of(@Nullable EventCopier<E> copier) {
        return copier == null ? null : new UnjournaledCopier<>(copier);
    }

    @Override
    public boolean mustCopy(Object event) {
        return !(event instanceof Journaled);
    }

    @Override
    public Object blank() {
        return copier.blank();
    }

    // What the queue holds are events of type E, and copies that blank() made.

    @Override
    @SuppressWarnings("unchecked")
    public void copy(Object event, Object into) {
        copier.copy((E) event, (E) into);
    }

    @Override
    @SuppressWarnings("unchecked")
    public void forget(Object copy) {
        copier.forget((E) copy);
    }

    @Override
    public int keptBytes() {
        return copier.keptBytes();
    }
}
