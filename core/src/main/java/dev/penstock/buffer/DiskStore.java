package dev.penstock.buffer;

import dev.penstock.batch.Batch;
import dev.penstock.buffer.disk.BatchTooLargeException;
import dev.penstock.buffer.disk.SegmentLog;
import dev.penstock.buffer.disk.StoredBatch;
import dev.penstock.diagnostics.Diagnostics;
import dev.penstock.health.Health;
import dev.penstock.health.Troubles;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps batches in a {@link SegmentLog}. A disk that is full or read-only costs nothing but safety: batches then wait in
 * memory, which is said once, and the disk is tried again every few seconds.
 */
public final class DiskStore implements BatchStore {

    private static final long TRY_AGAIN_NANOS = 5_000_000_000L;
    private static final String SOURCE = "disk: ";

    private final SegmentLog log;
    private final Diagnostics diagnostics;
    private final Troubles troubles;
    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private boolean failing;
    private long tryAgainAt;

    /**
     * A store.
     *
     * @param log takes the batches
     * @param diagnostics told of failures
     * @param troubles told of them too
     * @param nanoClock such as {@code System::nanoTime}
     * @param wallClock such as {@code InstantSource.system()}
     */
    public DiskStore(
            SegmentLog log,
            Diagnostics diagnostics,
            Troubles troubles,
            LongSupplier nanoClock,
            InstantSource wallClock) {
        this.log = log;
        this.diagnostics = diagnostics;
        this.troubles = troubles;
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
    }

    @Override
    public @Nullable StoredBatch store(Batch batch) {
        long now = nanoClock.getAsLong();
        if (failing && tryAgainAt - now > 0) {
            return null;
        }
        long closedAgo = (now - batch.closedAt()) / 1_000_000;
        try {
            StoredBatch stored =
                    log.append(batch.tenant(), batch.body(), batch.records(), wallClock.millis() - closedAgo);
            if (failing) {
                failing = false;
                troubles.off(SOURCE);
                diagnostics.recovered(SOURCE, "batches are kept in bufferDirectory again");
            }
            return stored;
        } catch (BatchTooLargeException e) {
            diagnostics.trouble(
                    SOURCE + "size", e.getMessage() + "; it waits in memory. What to do: raise bufferDirectorySize");
            return null;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failing = true;
            tryAgainAt = now + TRY_AGAIN_NANOS;
            String what = "bufferDirectory cannot be written (" + e.getMessage() + ")";
            troubles.on(SOURCE, Health.degraded(what));
            diagnostics.trouble(
                    SOURCE + "write",
                    what + "; batches wait in memory, within bufferSize, and would be lost with the process."
                            + " What to do: make room, or mend its permissions");
            return null;
        }
    }

    @Override
    public byte[] read(StoredBatch stored) throws IOException {
        return log.read(stored);
    }

    @Override
    public void settle(StoredBatch stored) {
        log.settle(stored);
    }

    @Override
    public void close() {
        log.close();
    }
}
