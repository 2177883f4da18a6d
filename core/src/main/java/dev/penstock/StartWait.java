package dev.penstock;

import dev.penstock.queue.EventQueue;
import dev.penstock.settings.ApplicationStart;
import java.util.function.BooleanSupplier;

/**
 * The shipping thread's wait for the end of the application's start: the classes of formatting, encoding and sending are
 * loaded, and first run, beside the start instead of in it. Events stay in the queue meanwhile.
 *
 * <p>Whatever else wakes the thread ends the wait for good: an urgent event, a flush, the end of the shipper, or as many
 * events as may gather.
 */
final class StartWait {

    /** Events that may gather: more than most starts log at INFO. */
    private static final int GATHERED = 256;

    /** Of the buffer, the bytes there must be for each of them. */
    private static final long BYTES_EACH = 64 * 1024;

    private final ApplicationStart start;
    private final int most;

    /** @param budget bytes for all that waits */
    StartWait(ApplicationStart start, long budget) {
        this.start = start;
        most = (int) Math.max(1, Math.min(GATHERED, budget / BYTES_EACH));
    }

    /**
     * Waits, on the consumer's thread.
     *
     * @param asked whether somebody has asked for something that the queue does not know of; is looked at after the queue
     *     can be woken
     */
    void await(EventQueue<?> queue, BooleanSupplier asked) {
        Runnable wake = queue::wake;
        start.listen(wake);
        try {
            queue.prepareToSleep(most);
            long left = start.nanosLeft();
            boolean full = queue.size() >= Math.min(most, queue.capacity());
            if (left == 0 || full || queue.holdsUrgent() || queue.isClosed() || asked.getAsBoolean()) {
                queue.stayAwake();
            } else {
                queue.sleep(left);
            }
        } finally {
            start.unlisten(wake);
        }
    }
}
