package dev.penstock.log4j2;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What threads that log record their events in: each draft is used by one thread at a time, for the length of one call.
 *
 * <p>An event is recorded here and not in the queue itself, because recording calls the application's own code, which may
 * take its time, fail, or log in turn. An array rather than thread-locals: those would tie an application's class loader to
 * the threads of its server. Thread-safe, without locks.
 */
final class Drafts {

    private static final int PLACES = 64;

    /** Characters of text for which a draft keeps room. */
    private static final int KEPT_TEXT = 2048;

    private final AtomicReferenceArray<Draft> places = new AtomicReferenceArray<>(PLACES);

    /** An event, and what measures it. */
    static final class Draft {
        final RecordedEvent event = new RecordedEvent();
        private final EventSize size = new EventSize();

        int bytes() {
            return size.of(event);
        }
    }

    /** One that nobody else uses until it is given back. */
    Draft take() {
        Draft draft = places.getAndSet(place(), null);
        return draft == null ? new Draft() : draft;
    }

    void giveBack(Draft draft) {
        draft.event.forget(KEPT_TEXT);
        places.set(place(), draft);
    }

    private static int place() {
        return (int) Thread.currentThread().getId() & (PLACES - 1);
    }
}
