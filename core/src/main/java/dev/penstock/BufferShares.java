package dev.penstock;

import dev.penstock.queue.EventCopier;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.settings.ShipperSettings;
import org.jspecify.annotations.Nullable;

/**
 * How {@code buffer_size} is shared out, so that all memory together stays within it.
 *
 * @param slots events that can be queued at a time
 * @param delivery bytes kept free for requests that are merged or read from disk
 * @param records bytes for all records that wait, wherever they do
 */
record BufferShares(int slots, long delivery, long records) {

    /** Bytes of the buffer per slot of the queue: a small event's estimate. */
    private static final int BYTES_PER_SLOT = 512;

    private static final int LEAST_SLOTS = 1024;
    private static final int MOST_SLOTS = 1 << 22;

    /**
     * The same where callers wait for room: what they wait for is the shipping thread, which a longer queue does not make
     * faster. It only keeps more events alive for the garbage collector to copy.
     */
    private static final int MOST_SLOTS_WHERE_CALLERS_WAIT = 1 << 14;

    /** Of the buffer, the part that reusable copies of events may take. */
    private static final int COPIES_SHARE = 4;

    /** Of the buffer, the part that delivery may take. */
    private static final int DELIVERY_SHARE = 8;

    /** The shares of a shipper whose queue holds events themselves, or copies of them. */
    static BufferShares of(ShipperSettings settings, @Nullable EventCopier<?> copier) {
        long size = settings.bufferSize();
        long delivery = Math.min(size / DELIVERY_SHARE, 2L * settings.batchSize());
        int most = settings.overflow() == OverflowPolicy.BLOCK ? MOST_SLOTS_WHERE_CALLERS_WAIT : MOST_SLOTS;
        if (copier == null) {
            int slots = (int) Math.max(LEAST_SLOTS, Math.min(most, size / BYTES_PER_SLOT));
            return new BufferShares(slots, delivery, size - delivery);
        }
        // Rounded down: the queue would round up, and its copies take more than their share.
        long wanted = size / COPIES_SHARE / Math.max(1, copier.keptBytes());
        int slots = Integer.highestOneBit((int) Math.max(1, Math.min(most, wanted)));
        return new BufferShares(slots, delivery, size - delivery - (long) slots * copier.keptBytes());
    }
}
