package dev.penstock.loki;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the entries of a push request are within its bytes, their times and their streams.
 *
 * <p>Fields of the request and of its streams that Penstock does not write are skipped; entries are found whole, whatever is in
 * them. Streams with the same labels are one stream.
 */
final class PushRequestIndex {

    private static final int STREAMS_TAG = delimitedTag(PushProto.REQUEST_STREAMS);
    private static final int LABELS_TAG = delimitedTag(PushProto.STREAM_LABELS);
    private static final int ENTRIES_TAG = delimitedTag(PushProto.STREAM_ENTRIES);
    private static final int TIMESTAMP_TAG = delimitedTag(PushProto.ENTRY_TIMESTAMP);
    private static final int SECONDS_TAG = varintTag(PushProto.TIMESTAMP_SECONDS);
    private static final int NANOS_TAG = varintTag(PushProto.TIMESTAMP_NANOS);

    private final byte[] plain;
    private final CodedInputStream in;

    private final Map<ByteString, Integer> streamByLabels = new HashMap<>();
    private final List<ByteString> labels = new ArrayList<>();

    private int records;
    private int[] starts = new int[256];
    private int[] ends = new int[256];
    private int[] streams = new int[256];
    private long[] times = new long[256];

    private PushRequestIndex(byte[] plain) {
        this.plain = plain;
        in = CodedInputStream.newInstance(plain);
    }

    /**
     * Reads requests.
     *
     * @param plain uncompressed requests one behind the other; protobuf takes them for one
     * @param sizes the size of each, so that a malformed one cannot swallow the next
     * @throws IllegalArgumentException when one is malformed
     */
    static PushRequestIndex of(byte[] plain, int... sizes) {
        PushRequestIndex index = new PushRequestIndex(plain);
        try {
            for (int size : sizes) {
                index.readRequest(size);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a push request: " + e.getMessage(), e);
        }
        return index;
    }

    /** The uncompressed requests. */
    byte[] plain() {
        return plain;
    }

    int records() {
        return records;
    }

    /** Where the field that holds an entry begins, its tag included. */
    int start(int record) {
        return starts[record];
    }

    int end(int record) {
        return ends[record];
    }

    int stream(int record) {
        return streams[record];
    }

    /** Nanoseconds since 1970; a time that does not fit is the first or the last that does. */
    long time(int record) {
        return times[record];
    }

    /** Streams are numbered from 0 as they come. */
    int streams() {
        return labels.size();
    }

    ByteString labels(int stream) {
        return labels.get(stream);
    }

    static long epochNanos(long seconds, int nanos) {
        try {
            return Math.addExact(Math.multiplyExact(seconds, PushProto.NANOS_PER_SECOND), nanos);
        } catch (ArithmeticException e) {
            return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private void readRequest(int size) throws IOException {
        int outer = in.pushLimit(size);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == STREAMS_TAG) {
                readStream();
            } else {
                skip(tag);
            }
        }
        in.popLimit(outer);
    }

    private void readStream() throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        int first = records;
        ByteString text = ByteString.EMPTY;
        int start = in.getTotalBytesRead();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == LABELS_TAG) {
                text = in.readBytes();
            } else if (tag == ENTRIES_TAG) {
                long time = readEntry();
                add(start, in.getTotalBytesRead(), time);
            } else {
                skip(tag);
            }
            start = in.getTotalBytesRead();
        }
        in.popLimit(outer);
        if (records > first) {
            Arrays.fill(streams, first, records, streamOf(text));
        }
    }

    private int streamOf(ByteString text) {
        Integer known = streamByLabels.putIfAbsent(text, labels.size());
        if (known != null) {
            return known;
        }
        labels.add(text);
        return labels.size() - 1;
    }

    /** Reads an entry's time and passes over the rest. */
    private long readEntry() throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        long seconds = 0;
        int nanos = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TIMESTAMP_TAG) {
                int entry = in.pushLimit(in.readRawVarint32());
                for (int part = in.readTag(); part != 0; part = in.readTag()) {
                    if (part == SECONDS_TAG) {
                        seconds = in.readInt64();
                    } else if (part == NANOS_TAG) {
                        nanos = in.readInt32();
                    } else {
                        skip(part);
                    }
                }
                in.popLimit(entry);
            } else {
                skip(tag);
            }
        }
        in.popLimit(outer);
        return epochNanos(seconds, nanos);
    }

    private void skip(int tag) throws IOException {
        // Groups nest, and nobody sends them: malformed input must not lead into recursion.
        if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_START_GROUP || !in.skipField(tag)) {
            throw new IOException("a group at byte " + in.getTotalBytesRead());
        }
    }

    private void add(int start, int end, long time) {
        if (records == starts.length) {
            int larger = 2 * records;
            starts = Arrays.copyOf(starts, larger);
            ends = Arrays.copyOf(ends, larger);
            streams = Arrays.copyOf(streams, larger);
            times = Arrays.copyOf(times, larger);
        }
        starts[records] = start;
        ends[records] = end;
        times[records] = time;
        records++;
    }

    private static int delimitedTag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    private static int varintTag(int field) {
        return field << 3 | WireFormat.WIRETYPE_VARINT;
    }
}
