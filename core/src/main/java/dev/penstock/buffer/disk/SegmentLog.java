package dev.penstock.buffer.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A log of closed batches in segment files: appended, read and settled in any order, in practice first in, first out.
 * Memory holds no bodies, only a handle for each batch. Thread-safe, and deaf to interrupts.
 */
public final class SegmentLog implements AutoCloseable {

    /** Hears what the caller must know. Called while the log is locked: must be quick and must not call the log. */
    public interface Listener {

        /**
         * A batch was deleted to make room, before it was settled.
         *
         * @param batch an old batch
         */
        void evicted(StoredBatch batch);

        /**
         * Something failed that no method reports otherwise.
         *
         * @param message one line
         */
        void trouble(String message);
    }

    // Small enough that an eviction costs a small part of the log, large enough that files are few.
    private static final int SEGMENTS = 16;
    private static final long MIN_SEGMENT_BYTES = 64L << 10;
    private static final long MAX_SEGMENT_BYTES = 16L << 20;

    private final Disk disk;
    private final Path directory;
    private final long maxBytes;
    private final long segmentBytes;
    private final Listener listener;
    private final DirectoryLock lock;
    private final Recovery recovery;

    /** Those with pending batches, oldest first. */
    private final ArrayDeque<Segment> segments;

    /** Those that hold nothing, but could not be deleted yet. */
    private final List<Segment> undeleted;

    /** The newest segment, if it can be appended to. */
    private @Nullable Segment active;

    private long lastNumber;
    private boolean directorySyncFailed;
    private boolean closed;

    private SegmentLog(
            Disk disk, Path directory, long maxBytes, long segmentBytes, Listener listener, DirectoryLock lock)
            throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.maxBytes = maxBytes;
        this.segmentBytes = segmentBytes;
        this.listener = listener;
        this.lock = lock;
        DirectoryScan.Found found = DirectoryScan.scan(disk, directory, message -> tell(listener, message));
        segments = new ArrayDeque<>(found.segments());
        undeleted = new ArrayList<>(found.undeleted());
        lastNumber = found.highestNumber();
        recovery = found.report();
    }

    /**
     * Opens the log in a directory, which is created when it is missing. Reads every unsettled batch once, to check it.
     *
     * @param directory belongs to this log alone
     * @param maxBytes the disk space it may use, at least 1; when it already uses more, the next append makes room
     * @param listener hears of evictions and failures
     * @return the log, with what an earlier process left
     * @throws DirectoryInUseException when the directory belongs to another open log
     * @throws IOException when the directory cannot be created, locked or listed
     */
    public static SegmentLog open(Path directory, long maxBytes, Listener listener) throws IOException {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, was " + maxBytes);
        }
        long segmentBytes = Math.min(MAX_SEGMENT_BYTES, Math.max(MIN_SEGMENT_BYTES, maxBytes / SEGMENTS));
        return open(directory, maxBytes, segmentBytes, listener, new NioDisk());
    }

    static SegmentLog open(Path directory, long maxBytes, long segmentBytes, Listener listener, Disk disk)
            throws IOException {
        DirectoryLock lock = null;
        try {
            disk.createDirectory(directory);
            lock = DirectoryLock.acquire(directory);
            return new SegmentLog(disk, directory, maxBytes, segmentBytes, listener, lock);
        } catch (DirectoryInUseException e) {
            throw e;
        } catch (IOException e) {
            IOException failure = new IOException("cannot use the buffer directory " + directory + ": " + e, e);
            release(lock, failure);
            throw failure;
        } catch (RuntimeException | Error e) {
            release(lock, e);
            throw e;
        }
    }

    private static void release(@Nullable DirectoryLock lock, Throwable cause) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /**
     * The batches that an earlier process left and that are still pending.
     *
     * @return the oldest first
     */
    public synchronized List<StoredBatch> recovered() {
        List<StoredBatch> found = new ArrayList<>();
        for (Segment each : segments) {
            if (each.isFromEarlierRun()) {
                found.addAll(each.pending());
            }
        }
        return found;
    }

    /**
     * What {@link #open} found.
     *
     * @return the same at all times
     */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * Stores a batch. When it returns, the batch survives the end of the process and of the kernel. When there is no
     * room, the oldest segments are deleted first, whatever they hold.
     *
     * @param tenant well-formed text of at most 65,535 bytes in UTF-8, or null for none
     * @param body what {@link #read} will return; not kept in memory
     * @param records how many log records it holds, 0 or more
     * @param closedAtEpochMillis when it was closed
     * @return its handle
     * @throws BatchTooLargeException when it could never be stored; nothing is evicted for it
     * @throws IOException when it could not be written, or the log is closed. The log can be used on. The batch is not
     *     stored; only when the disk would not even let it be taken back, which the exception then says among its
     *     suppressed ones, may it be recovered by the next process
     */
    public synchronized StoredBatch append(@Nullable String tenant, byte[] body, int records, long closedAtEpochMillis)
            throws IOException {
        if (records < 0) {
            throw new IllegalArgumentException("records must be at least 0, was " + records);
        }
        checkOpen();
        byte[] tenantBytes = SegmentFormat.tenantBytes(tenant);
        long length = SegmentFormat.recordLength(tenantBytes, body.length);
        checkSize(tenantBytes, length);
        deleteAgain();
        if (active != null && active.size() + length > segmentBytes) {
            active = null;
        }
        makeRoom(length);
        Segment segment = active == null ? next() : active;
        // Only after success: nothing may be written behind the remains of a record that failed.
        active = null;
        try {
            StoredBatch batch = segment.append(tenant, tenantBytes, body, records, closedAtEpochMillis);
            if (segments.peekLast() != segment) {
                segments.addLast(segment);
                syncDirectory();
            }
            active = segment;
            return batch;
        } catch (IOException e) {
            throw new IOException("cannot write to " + segment.path() + ": " + e, e);
        } finally {
            if (segment.size() > 0 && !segment.hasPending()) {
                undeleted.add(segment);
            }
        }
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the buffer directory " + directory + " is closed");
        }
    }

    private void checkSize(byte @Nullable [] tenant, long length) throws BatchTooLargeException {
        if (SegmentFormat.FILE_HEADER_LENGTH + length > maxBytes) {
            throw new BatchTooLargeException("a batch of " + length + " bytes is larger than the buffer directory "
                    + directory + " may be, " + maxBytes + " bytes");
        }
        if (tenant != null && tenant.length > SegmentFormat.MAX_TENANT_LENGTH) {
            throw new BatchTooLargeException("a tenant of " + tenant.length + " bytes is longer than "
                    + SegmentFormat.MAX_TENANT_LENGTH + " bytes");
        }
    }

    private Segment next() throws IOException {
        if (lastNumber == Segment.MAX_NUMBER) {
            throw new IOException("the numbers of files in " + directory + " are used up; empty the directory");
        }
        lastNumber++;
        return Segment.fresh(disk, Segment.path(directory, lastNumber), lastNumber);
    }

    private void makeRoom(long length) throws IOException {
        while (bytes() + length + (active == null ? SegmentFormat.FILE_HEADER_LENGTH : 0) > maxBytes) {
            Segment oldest = segments.peekFirst();
            if (oldest == null) {
                throw new IOException("no room in " + directory + ": " + undeleted.size()
                        + " files with nothing to deliver cannot be deleted");
            }
            try {
                oldest.delete();
            } catch (IOException e) {
                throw new IOException("cannot make room, " + oldest.path() + " cannot be deleted: " + e, e);
            }
            forget(oldest);
            for (StoredBatch each : oldest.pending()) {
                oldest.settle(each);
                evicted(each);
            }
        }
    }

    private void evicted(StoredBatch batch) {
        try {
            listener.evicted(batch);
        } catch (RuntimeException e) {
            // The others have to be told all the same.
            trouble("a listener failed: " + e);
        }
    }

    private void forget(Segment segment) {
        segments.remove(segment);
        if (active == segment) {
            active = null;
        }
    }

    private void syncDirectory() {
        try {
            disk.syncDirectory(directory);
        } catch (IOException | RuntimeException e) {
            // Some file systems never can, so once is enough; and many write the name together with the file.
            if (!directorySyncFailed) {
                directorySyncFailed = true;
                trouble("cannot force the directory " + directory
                        + " to the device; new batches may not survive a crash of the machine: " + e);
            }
        }
    }

    /**
     * Reads a body.
     *
     * @param batch a handle of this log
     * @return exactly what was appended
     * @throws DamagedBatchException when its bytes are damaged or were deleted by somebody else: settle it, for it will
     *     not get better
     * @throws IOException when it was settled or evicted, the log is closed, or the disk failed
     */
    public synchronized byte[] read(StoredBatch batch) throws IOException {
        checkOpen();
        if (batch.isDone()) {
            throw new IOException(
                    "the batch " + batch + " is no longer stored: it was settled, or evicted to make room");
        }
        return batch.segment().read(batch);
    }

    /**
     * Marks a batch as done: it will not be recovered again. A segment is deleted with the last of its batches. Nothing
     * happens when the batch was settled or evicted before. A failure only means that the batch may be delivered again
     * by the next process, and is told to the listener.
     *
     * @param batch a handle of this log
     */
    public synchronized void settle(StoredBatch batch) {
        if (batch.isDone()) {
            return;
        }
        if (closed) {
            // The directory may be another process' by now.
            trouble("the batch " + batch + " was settled after the log was closed and may be delivered again");
            return;
        }
        Segment segment = batch.segment();
        segment.settle(batch);
        if (!segment.hasPending()) {
            forget(segment);
            if (delete(segment)) {
                return;
            }
            undeleted.add(segment);
        }
        try {
            segment.mark(batch.offset());
        } catch (IOException | RuntimeException e) {
            trouble("cannot mark the batch " + batch + " as settled, it may be delivered again after a restart: " + e);
        }
    }

    private boolean delete(Segment segment) {
        try {
            segment.delete();
            return true;
        } catch (IOException | RuntimeException e) {
            trouble("cannot delete " + segment.path() + ", will try again: " + e);
            return false;
        }
    }

    private void deleteAgain() {
        undeleted.removeIf(this::delete);
    }

    /**
     * The disk space in use.
     *
     * @return bytes in segments, without files that are left alone
     */
    public synchronized long bytes() {
        long sum = 0;
        for (Segment each : segments) {
            sum += each.size();
        }
        for (Segment each : undeleted) {
            sum += each.size();
        }
        return sum;
    }

    /** Gives the directory free. Pending batches stay for the next log; when there are none, so does no segment. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        deleteAgain();
        closed = true;
        try {
            lock.close();
        } catch (IOException e) {
            trouble("cannot release the lock on " + directory + ": " + e);
        }
    }

    private void trouble(String message) {
        tell(listener, message);
    }

    private static void tell(Listener listener, String message) {
        try {
            listener.trouble(message);
        } catch (RuntimeException e) {
            // There is nobody left to tell.
        }
    }
}
