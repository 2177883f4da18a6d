/**
 * The on-disk half of the batch buffer: closed batches wait in segment files until they are settled. Internal.
 *
 * <h2>Files</h2>
 *
 * <p>A directory belongs to one open {@link dev.penstock.buffer.disk.SegmentLog}, which holds a lock on
 * {@code penstock.lock}; the file also names the owner's process id while it is open. Beside it lie the segments,
 * {@code 0000000000000001.batches} and so on, numbered upwards, so that names sort by age. Files of other names are
 * not looked at. All files are for their owner's eyes only where the file system knows POSIX permissions.
 *
 * <h2>Format, version 1</h2>
 *
 * <p>All numbers are big-endian; checksums are CRC32C. A segment begins with 24 bytes, whose shape every version keeps:
 *
 * <pre>
 *  0  8  "PENSTOCK"
 *  8  4  version
 * 12  8  the segment's number when it was written, so that a renamed file can still be read
 * 20  4  checksum of the bytes before
 * </pre>
 *
 * <p>Then come records without gaps:
 *
 * <pre>
 *  0  4  0xBA7C4E01; another version has another number
 *  4  4  length of the tenant in UTF-8, 0 to 65535; -1 for no tenant
 *  8  4  length of the body
 * 12  4  number of log records in the body
 * 16  8  when the batch was closed, milliseconds since the epoch
 * 24  4  checksum of the body
 * 28  4  checksum of the bytes before, the tenant, the segment's number and the record's place in the segment
 * 32  1  state: 0x00 pending, 0xFF settled; the one byte that is ever overwritten, so no checksum covers it. The
 *        majority of its bits counts.
 * 33     tenant
 *        body
 * </pre>
 *
 * <p>The segment's number and the place are in the checksum so that bytes inside a body, which an application may well
 * have copied from such a file, are never taken for a record.
 *
 * <h2>What survives</h2>
 *
 * <p>A batch is forced to the device before {@code append} returns. Settling is not forced: after a crash of the kernel
 * (not of the process) a settled batch may be delivered once more, which Loki ignores. A record that is incomplete at
 * the end of a segment is cut off. A damaged record costs itself alone: with a sound header its length leads to the
 * next one, otherwise the next sound header is searched for. A file that is not of this format and version is left
 * alone.
 */
package dev.penstock.buffer.disk;
