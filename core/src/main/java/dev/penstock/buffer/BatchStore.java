package dev.penstock.buffer;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.disk.StoredBatch;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the bodies of waiting batches are kept out of memory. Thread-safe. */
public interface BatchStore extends AutoCloseable {

    /** Keeps nothing: all batches wait in memory. */
    BatchStore NONE = new BatchStore() {
        @Override
        public @Nullable StoredBatch store(Batch batch) {
            return null;
        }

        @Override
        public byte[] read(StoredBatch stored) throws IOException {
            throw new IOException("nothing is stored");
        }

        @Override
        public void settle(StoredBatch stored) {
            // Nothing is stored.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /**
     * Keeps a batch.
     *
     * @param batch a closed batch
     * @return where it is; null when it could not be kept and must wait in memory
     */
    @Nullable StoredBatch store(Batch batch);

    /**
     * Reads a body.
     *
     * @param stored what {@link #store} returned
     * @return the body
     * @throws IOException when it cannot be read
     */
    byte[] read(StoredBatch stored) throws IOException;

    /**
     * Lets a batch go that was delivered or given up.
     *
     * @param stored what {@link #store} returned
     */
    void settle(StoredBatch stored);

    @Override
    void close();
}
