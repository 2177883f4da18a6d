package dev.penstock.buffer.disk;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One segment file and the handles of its batches. The file is open only during an operation: what that costs is
 * nothing beside forcing a batch to the device, and no number of segments can use up the descriptors. Guarded by the
 * log.
 */
final class Segment {

    static final long MAX_NUMBER = 9_999_999_999_999_999L;

    private static final Pattern NAME = Pattern.compile("(\\d{16})\\.batches");

    private final Disk disk;
    private final Path path;
    private final long number;

    /** Without the settled ones at the front. */
    private final ArrayDeque<StoredBatch> batches = new ArrayDeque<>();

    private final boolean fromEarlierRun;
    private int pending;

    /** Where the next record goes, or more when a failed write could not be cut off; 0 before the first. */
    private long size;

    private Segment(Disk disk, Path path, long number, long size, boolean fromEarlierRun) {
        this.disk = disk;
        this.path = path;
        this.number = number;
        this.size = size;
        this.fromEarlierRun = fromEarlierRun;
    }

    /** A segment whose file will be created with its first record. */
    static Segment fresh(Disk disk, Path path, long number) {
        return new Segment(disk, path, number, 0, false);
    }

    /** A file of an earlier run; its number is the one in its header, for it may have been renamed. */
    static Segment found(Disk disk, Path path, long number, long size) {
        return new Segment(disk, path, number, size, true);
    }

    static Path path(Path directory, long number) {
        return directory.resolve(String.format(Locale.ROOT, "%016d.batches", number));
    }

    /** The number in a file's name; -1 when it is not a segment's. */
    static long number(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    Path path() {
        return path;
    }

    boolean isFromEarlierRun() {
        return fromEarlierRun;
    }

    long size() {
        return size;
    }

    boolean hasPending() {
        return pending > 0;
    }

    List<StoredBatch> pending() {
        List<StoredBatch> found = new ArrayList<>(pending);
        for (StoredBatch each : batches) {
            if (!each.isDone()) {
                found.add(each);
            }
        }
        return found;
    }

    /** Adds the handle of a batch whose record is in the file. */
    StoredBatch add(@Nullable String tenant, int records, int bytes, long closedAtEpochMillis, long offset) {
        StoredBatch batch = new StoredBatch(tenant, records, bytes, closedAtEpochMillis, this, offset);
        batches.addLast(batch);
        pending++;
        return batch;
    }

    /** Writes a record and forces it to the device. When it throws, the segment must not be appended to again. */
    StoredBatch append(
            @Nullable String tenant, byte @Nullable [] tenantBytes, byte[] body, int records, long closedAtEpochMillis)
            throws IOException {
        long before = size;
        long offset = Math.max(before, SegmentFormat.FILE_HEADER_LENGTH);
        byte[] header = SegmentFormat.recordHeader(tenantBytes, body, records, closedAtEpochMillis, number, offset);
        long after = offset + header.length + body.length;
        if (before == 0) {
            disk.create(path);
        }
        try (Disk.File file = disk.openToWrite(path)) {
            if (before == 0) {
                file.write(0, SegmentFormat.fileHeader(SegmentFormat.VERSION, number));
            }
            file.write(offset, header);
            file.write(offset + header.length, body);
            file.force();
        } catch (IOException | RuntimeException | Error e) {
            size = after;
            cutOff(before, e);
            throw e;
        }
        size = after;
        return add(tenant, records, body.length, closedAtEpochMillis, offset);
    }

    private void cutOff(long before, Throwable cause) {
        try {
            if (before == 0) {
                delete();
            } else {
                truncate(before);
            }
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    void truncate(long length) throws IOException {
        try (Disk.File file = disk.openToWrite(path)) {
            file.truncate(length);
        }
        size = length;
    }

    void delete() throws IOException {
        disk.delete(path);
        size = 0;
    }

    byte[] read(StoredBatch batch) throws IOException {
        try (Disk.File file = disk.openToRead(path)) {
            RecordHeader header = SegmentFormat.readRecordHeader(file, file.size(), number, batch.offset());
            // Its length is compared with what was known to be right, so damage cannot ask for more memory than that.
            if (header != null && header.bodyLength() == batch.bytes()) {
                byte[] body = new byte[batch.bytes()];
                file.read(batch.offset() + header.length(), body, body.length);
                if (SegmentFormat.checksum(body, body.length) == header.bodyChecksum()) {
                    return body;
                }
            }
        } catch (EOFException | NoSuchFileException e) {
            DamagedBatchException gone = new DamagedBatchException("the batch " + batch + " in " + path + " is gone");
            gone.initCause(e);
            throw gone;
        }
        throw new DamagedBatchException("the batch " + batch + " in " + path + " is damaged");
    }

    /** Takes a batch off the pending ones, in memory only. */
    void settle(StoredBatch batch) {
        batch.setDone();
        pending--;
        for (StoredBatch first = batches.peekFirst(); first != null && first.isDone(); first = batches.peekFirst()) {
            batches.removeFirst();
        }
    }

    /** Writes into the file that the batch at a place is settled. */
    void mark(long offset) throws IOException {
        try (Disk.File file = disk.openToWrite(path)) {
            file.write(offset + SegmentFormat.STATE_OFFSET, new byte[] {SegmentFormat.SETTLED});
        }
    }
}
