package dev.penstock.buffer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Finds the batches in a segment of an earlier run, whatever has become of it. Changes nothing. */
final class SegmentScan {

    private static final int CHUNK = 64 << 10;

    private final Disk disk;
    private final Path path;
    private final long nameNumber;
    private final Disk.File file;
    private final long size;

    /** Handles of the same tenant share its name. */
    private final Map<String, String> tenants;

    private final byte[] chunk = new byte[CHUNK];
    private long number;
    private long end;
    private int damagedBatches;
    private long damagedRecords;
    private final List<Long> damagedOffsets = new ArrayList<>();

    private SegmentScan(Disk disk, Path path, Disk.File file, Map<String, String> tenants) throws IOException {
        this.disk = disk;
        this.path = path;
        this.file = file;
        this.tenants = tenants;
        nameNumber = Segment.number(path);
        number = nameNumber;
        size = file.size();
    }

    /**
     * What a file holds.
     *
     * @param segment the batches to deliver
     * @param end where the sound part ends; what comes after it can be cut off
     * @param damagedBatches batches lost; adjoining ones whose headers are damaged count as one
     * @param damagedRecords log records in those with a sound header
     * @param damagedOffsets where those begin
     */
    record Contents(Segment segment, long end, int damagedBatches, long damagedRecords, List<Long> damagedOffsets) {}

    /** Reads a file. @return null when it is no segment that this version could have written */
    static @Nullable Contents read(Disk disk, Path path, Map<String, String> tenants) throws IOException {
        try (Disk.File file = disk.openToRead(path)) {
            return new SegmentScan(disk, path, file, tenants).read();
        }
    }

    private @Nullable Contents read() throws IOException {
        long first = SegmentFormat.FILE_HEADER_LENGTH;
        SegmentFormat.FileHeader header = SegmentFormat.readFileHeader(file, size);
        if (header == null) {
            // Damage to these few bytes must not cost the whole segment.
            if (nextRecord(first) < 0) {
                return isNeverWritten() ? contents(Segment.found(disk, path, number, size)) : null;
            }
        } else if (header.version() == SegmentFormat.VERSION) {
            number = header.number();
        } else {
            return null;
        }
        Segment segment = Segment.found(disk, path, number, size);
        end = first;
        for (long at = first; at < size; ) {
            RecordHeader record = SegmentFormat.readRecordHeader(file, size, number, at);
            if (record == null) {
                at = nextRecord(at + 1);
                if (at < 0) {
                    break;
                }
                damagedBatches++;
            } else if (record.recordLength() > size - at) {
                break;
            } else {
                take(record, at, segment);
                at += record.recordLength();
                end = at;
            }
        }
        return contents(segment);
    }

    private Contents contents(Segment segment) {
        return new Contents(segment, end, damagedBatches, damagedRecords, damagedOffsets);
    }

    private void take(RecordHeader record, long at, Segment segment) throws IOException {
        if (record.settled()) {
            return;
        }
        if (bodyChecksum(at + record.length(), record.bodyLength()) != record.bodyChecksum()) {
            damagedBatches++;
            damagedRecords += record.records();
            damagedOffsets.add(at);
            return;
        }
        String tenant = record.tenant();
        String shared = tenant == null ? null : tenants.computeIfAbsent(tenant, same -> same);
        segment.add(shared, record.records(), record.bodyLength(), record.closedAtEpochMillis(), at);
    }

    private int bodyChecksum(long from, int length) throws IOException {
        CRC32C checksum = new CRC32C();
        for (int done = 0; done < length; ) {
            int step = Math.min(CHUNK, length - done);
            file.read(from + done, chunk, step);
            checksum.update(chunk, 0, step);
            done += step;
        }
        return (int) checksum.getValue();
    }

    /** Where the next sound header begins; -1 when there is none. */
    private long nextRecord(long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(chunk);
        for (long at = from; size - at >= SegmentFormat.FIXED_LENGTH; ) {
            int length = (int) Math.min(CHUNK, size - at);
            file.read(at, chunk, length);
            for (int i = 0; i <= length - Integer.BYTES; i++) {
                if (bytes.getInt(i) == SegmentFormat.RECORD_MAGIC
                        && SegmentFormat.readRecordHeader(file, size, number, at + i) != null) {
                    return at + i;
                }
            }
            // The magic may lie across the border.
            at += length - (Integer.BYTES - 1);
        }
        return -1;
    }

    /** Whether the file has the name but not even the header: the process, or the machine, died while creating it. */
    private boolean isNeverWritten() throws IOException {
        byte[] wanted = SegmentFormat.fileHeader(SegmentFormat.VERSION, nameNumber);
        if (size < wanted.length) {
            byte[] found = new byte[(int) size];
            file.read(0, found, found.length);
            if (Arrays.equals(found, Arrays.copyOf(wanted, found.length))) {
                return true;
            }
        }
        // A file that was extended, but whose contents never reached the device, reads as zeros.
        byte[] zeros = new byte[CHUNK];
        for (long at = 0; at < size; at += CHUNK) {
            int length = (int) Math.min(CHUNK, size - at);
            file.read(at, chunk, length);
            if (!Arrays.equals(chunk, 0, length, zeros, 0, length)) {
                return false;
            }
        }
        return true;
    }
}
