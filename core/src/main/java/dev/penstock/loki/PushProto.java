package dev.penstock.loki;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** The messages of a push request. Source of the field numbers: grafana/loki, pkg/push/push.proto. */
final class PushProto {

    static final int REQUEST_STREAMS = 1;
    static final int STREAM_LABELS = 1;
    static final int STREAM_ENTRIES = 2;
    static final int ENTRY_TIMESTAMP = 1;
    static final int ENTRY_LINE = 2;
    static final int ENTRY_METADATA = 3;
    static final int TIMESTAMP_SECONDS = 1;
    static final int TIMESTAMP_NANOS = 2;
    static final int PAIR_NAME = 1;
    static final int PAIR_VALUE = 2;

    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private PushProto() {}

    /** Writes what stands before the fields of an inner message. */
    static void startMessage(CodedOutputStream out, int field, int size) throws IOException {
        out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(size);
    }

    /** The size of a text or an inner message with what stands before it. */
    static int delimited(int field, int length) {
        return CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length) + length;
    }
}
