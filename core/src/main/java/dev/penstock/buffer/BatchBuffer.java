package dev.penstock.buffer;

import dev.penstock.batch.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Where a closed batch waits until it is settled: acknowledged by the backend or given up. First in, first out.
 * Thread-safe.
 */
public interface BatchBuffer {

    /**
     * Adds a batch.
     *
     * @param batch a closed batch
     */
    void add(Batch batch);

    /**
     * Waits for the oldest batch, which stays in the buffer until it is settled.
     *
     * @return the batch, or null when the buffer is closed and empty
     * @throws InterruptedException when the thread is interrupted
     */
    @Nullable Batch await() throws InterruptedException;

    /**
     * Takes a batch out for good.
     *
     * @param batch what {@link #await} returned
     */
    void settle(Batch batch);

    /**
     * Waits until every batch up to one has been settled.
     *
     * @param sequence the last batch that matters
     * @param nanos the longest time to wait
     * @return false when the time ended first
     * @throws InterruptedException when the thread is interrupted
     */
    boolean awaitSettled(long sequence, long nanos) throws InterruptedException;

    /**
     * Batches waiting or in flight.
     *
     * @return 0 or more
     */
    int size();

    /** Says that no batch will be added any more. */
    void close();
}
