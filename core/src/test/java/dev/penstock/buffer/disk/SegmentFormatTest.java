package dev.penstock.buffer.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SegmentFormatTest {

    @Property(tries = 300)
    void whatIsWrittenIsRead(
            @ForAll @Size(max = 300) byte[] tenant,
            @ForAll @Size(max = 300) byte[] body,
            @ForAll @IntRange(min = 0) int records,
            @ForAll long closedAt,
            @ForAll long number)
            throws IOException {
        byte[] header = SegmentFormat.recordHeader(tenant, body, records, closedAt, number, 0);
        RecordHeader read = SegmentFormat.readRecordHeader(new Bytes(header), header.length, number, 0);

        assertThat(read)
                .isEqualTo(new RecordHeader(
                        new String(tenant, java.nio.charset.StandardCharsets.UTF_8),
                        header.length,
                        body.length,
                        records,
                        closedAt,
                        SegmentFormat.checksum(body, body.length),
                        false));
        assertThat(read.recordLength()).isEqualTo(SegmentFormat.recordLength(tenant, body.length));
    }

    @Property(tries = 300)
    void noOtherBytesAreAHeader(@ForAll @Size(min = 33, max = 200) byte[] bytes, @ForAll boolean magic)
            throws IOException {
        byte[] tried = bytes.clone();
        if (magic) {
            java.nio.ByteBuffer.wrap(tried).putInt(SegmentFormat.RECORD_MAGIC);
        }
        assertThat(SegmentFormat.readRecordHeader(new Bytes(tried), tried.length, 1, 0))
                .isNull();
        assertThat(SegmentFormat.readFileHeader(new Bytes(tried), tried.length)).isNull();
    }

    /** A file in memory. */
    private record Bytes(byte[] bytes) implements Disk.File {

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(long position, byte[] into, int length) {
            byte[] part = Arrays.copyOfRange(bytes, (int) position, (int) position + length);
            System.arraycopy(part, 0, into, 0, length);
        }

        @Override
        public void write(long position, byte[] written) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void force() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
