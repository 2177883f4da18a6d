package dev.penstock.log4j2;

import dev.penstock.queue.EventCopier;

/** Has the queue copy recorded events into its own. */
final class RecordedEvents implements EventCopier<RecordedEvent> {

    @Override
    public RecordedEvent blank() {
        return new RecordedEvent();
    }

    @Override
    public void copy(RecordedEvent event, RecordedEvent into) {
        into.copy(event);
    }

    @Override
    public void forget(RecordedEvent copy) {
        copy.forget();
    }

    @Override
    public int keptBytes() {
        return RecordedEvent.KEPT_BYTES;
    }
}
