package dev.penstock.buffer.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The bytes of a segment, as the package's description lays them down. */
final class SegmentFormat {

    static final int VERSION = 1;
    static final int FILE_HEADER_LENGTH = 24;

    /** Of a record's header without the tenant. */
    static final int FIXED_LENGTH = 33;

    static final int RECORD_MAGIC = 0xBA7C4E01;
    static final int MAX_TENANT_LENGTH = 65_535;
    static final int STATE_OFFSET = 32;
    static final byte SETTLED = (byte) 0xFF;

    private static final byte PENDING = 0;
    private static final int CHECKSUM_OFFSET = 28;
    private static final long FILE_MAGIC = 0x50454E53544F434BL; // "PENSTOCK"
    private static final int FILE_CHECKSUM_OFFSET = 20;

    private SegmentFormat() {}

    /**
     * What a segment says of itself.
     *
     * @param version of its format
     * @param number the segment's number when it was written
     */
    record FileHeader(int version, long number) {}

    static byte[] fileHeader(int version, long number) {
        ByteBuffer bytes = ByteBuffer.allocate(FILE_HEADER_LENGTH)
                .putLong(FILE_MAGIC)
                .putInt(version)
                .putLong(number);
        return bytes.putInt(checksum(bytes.array(), FILE_CHECKSUM_OFFSET)).array();
    }

    /** Reads a file's header; null when it is damaged or another kind of file's. */
    static @Nullable FileHeader readFileHeader(Disk.File file, long fileSize) throws IOException {
        if (fileSize < FILE_HEADER_LENGTH) {
            return null;
        }
        ByteBuffer bytes = read(file, 0, FILE_HEADER_LENGTH);
        boolean sound = bytes.getLong() == FILE_MAGIC
                && bytes.getInt(FILE_CHECKSUM_OFFSET) == checksum(bytes.array(), FILE_CHECKSUM_OFFSET);
        return sound ? new FileHeader(bytes.getInt(), bytes.getLong()) : null;
    }

    static byte @Nullable [] tenantBytes(@Nullable String tenant) {
        return tenant == null ? null : tenant.getBytes(StandardCharsets.UTF_8);
    }

    static long recordLength(byte @Nullable [] tenant, int bodyLength) {
        return (long) FIXED_LENGTH + (tenant == null ? 0 : tenant.length) + bodyLength;
    }

    /** The header of a pending batch. */
    static byte[] recordHeader(
            byte @Nullable [] tenant, byte[] body, int records, long closedAtEpochMillis, long number, long offset) {
        byte[] name = tenant == null ? new byte[0] : tenant;
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_LENGTH + name.length)
                .putInt(RECORD_MAGIC)
                .putInt(tenant == null ? -1 : name.length)
                .putInt(body.length)
                .putInt(records)
                .putLong(closedAtEpochMillis)
                .putInt(checksum(body, body.length));
        return bytes.putInt(headerChecksum(bytes.array(), name, number, offset))
                .put(PENDING)
                .put(name)
                .array();
    }

    /**
     * Reads a record's header. No length is believed, let alone memory taken for it, before the checksum is found
     * right; only the tenant's is bounded before.
     *
     * @return null when there is no sound header at the place
     */
    static @Nullable RecordHeader readRecordHeader(Disk.File file, long fileSize, long number, long offset)
            throws IOException {
        if (fileSize - offset < FIXED_LENGTH) {
            return null;
        }
        ByteBuffer bytes = read(file, offset, FIXED_LENGTH);
        int magic = bytes.getInt();
        int tenantLength = bytes.getInt();
        int bodyLength = bytes.getInt();
        int records = bytes.getInt();
        if (magic != RECORD_MAGIC
                || tenantLength < -1
                || tenantLength > Math.min(MAX_TENANT_LENGTH, fileSize - offset - FIXED_LENGTH)
                || bodyLength < 0
                || records < 0) {
            return null;
        }
        byte[] name = tenantLength <= 0
                ? new byte[0]
                : read(file, offset + FIXED_LENGTH, tenantLength).array();
        if (bytes.getInt(CHECKSUM_OFFSET) != headerChecksum(bytes.array(), name, number, offset)) {
            return null;
        }
        return new RecordHeader(
                tenantLength < 0 ? null : new String(name, StandardCharsets.UTF_8),
                FIXED_LENGTH + name.length,
                bodyLength,
                records,
                bytes.getLong(),
                bytes.getInt(),
                Integer.bitCount(bytes.get(STATE_OFFSET) & 0xFF) > 4);
    }

    private static ByteBuffer read(Disk.File file, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.read(offset, bytes, length);
        return ByteBuffer.wrap(bytes);
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }

    private static int headerChecksum(byte[] fixed, byte[] tenant, long number, long offset) {
        CRC32C checksum = new CRC32C();
        checksum.update(fixed, 0, CHECKSUM_OFFSET);
        checksum.update(tenant);
        checksum.update(ByteBuffer.allocate(16).putLong(number).putLong(offset).flip());
        return (int) checksum.getValue();
    }
}
