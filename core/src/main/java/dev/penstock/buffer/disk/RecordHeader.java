package dev.penstock.buffer.disk;

import org.jspecify.annotations.Nullable;

/**
 * What a record says before its body.
 *
 * @param tenant the tenant, or null for none
 * @param length bytes from the record's beginning to its body
 * @param bodyLength bytes of the body
 * @param records log records in the body
 * @param closedAtEpochMillis when the batch was closed
 * @param bodyChecksum CRC32C of the body
 * @param settled whether the batch is done
 */
record RecordHeader(
        @Nullable String tenant,
        int length,
        int bodyLength,
        int records,
        long closedAtEpochMillis,
        int bodyChecksum,
        boolean settled) {

    /** Bytes of the whole record. */
    long recordLength() {
        return (long) length + bodyLength;
    }
}
