package dev.penstock.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.penstock.wire.OpenedRequest;
import dev.penstock.wire.SnappyBlock;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;

/** Writes series of a 2.0 request into new requests, each with the texts that it needs and no more. */
final class OpenedWriteRequest implements OpenedRequest {

    private final V2Request request;
    private final SnappyBlock snappy;

    OpenedWriteRequest(V2Request request, SnappyBlock snappy) {
        this.request = request;
        this.snappy = snappy;
    }

    /** A series in a request has one sample: the record. */
    @Override
    public int records() {
        return request.seriesCount();
    }

    @Override
    public int stream(int record) {
        return Objects.checkIndex(record, request.seriesCount());
    }

    /** As they are: none is more suspect than another. */
    @Override
    public Order order(Instant now) {
        return new Order(IntStream.range(0, request.seriesCount()).toArray(), 0);
    }

    @Override
    public byte[] select(int[] order, int from, int to) {
        Objects.checkFromToIndex(from, to, order.length);
        if (from == to) {
            throw new IllegalArgumentException("a request needs a record");
        }
        Selection selection = new Selection();
        try {
            for (int i = from; i < to; i++) {
                selection.add(request.seriesBegin(order[i]), request.seriesEnd(order[i]));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a request of remote write 2.0: " + e.getMessage(), e);
        }
        return selection.compressed();
    }

    /** A new request: what refers to a text gets the text's new number. */
    private final class Selection {

        private final int[] renumbered = new int[request.symbolCount()];
        private final Bytes symbols = new Bytes(1024);
        private final Bytes series = new Bytes(4096);
        private int symbolCount;

        Selection() {
            symbols.delimited(WriteProto.V2_REQUEST_SYMBOLS, request.plain(), 0, 0);
            symbolCount = 1;
        }

        private int renumber(int reference) throws IOException {
            int begin = request.symbolBegin(reference);
            int length = request.symbolLength(reference);
            if (length == 0) {
                return 0;
            }
            if (renumbered[reference] == 0) {
                symbols.delimited(WriteProto.V2_REQUEST_SYMBOLS, request.plain(), begin, length);
                renumbered[reference] = symbolCount++;
            }
            return renumbered[reference];
        }

        void add(int begin, int end) throws IOException {
            Bytes message = new Bytes(end - begin + 16);
            CodedInputStream in = request.read(begin, end);
            int at = begin;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int field = WireFormat.getTagFieldNumber(tag);
                switch (field) {
                    case WriteProto.V2_SERIES_LABELS -> references(message, field, in);
                    case WriteProto.V2_SERIES_EXEMPLARS -> exemplar(message, in);
                    case WriteProto.V2_SERIES_METADATA -> metadata(message, in);
                    default -> {
                        in.skipField(tag);
                        int length = begin + in.getTotalBytesRead() - at;
                        message.ensure(length);
                        message.put(request.plain(), at, length);
                    }
                }
                at = begin + in.getTotalBytesRead();
            }
            series.delimited(WriteProto.V2_REQUEST_SERIES, message.array(), 0, message.size());
        }

        private void references(Bytes out, int field, CodedInputStream in) throws IOException {
            Bytes packed = new Bytes(64);
            int limit = in.pushLimit(in.readRawVarint32());
            while (!in.isAtEnd()) {
                packed.ensure(5);
                packed.putVarint(renumber(in.readUInt32()));
            }
            in.popLimit(limit);
            out.delimited(field, packed.array(), 0, packed.size());
        }

        private void exemplar(Bytes out, CodedInputStream in) throws IOException {
            Bytes message = new Bytes(64);
            int limit = in.pushLimit(in.readRawVarint32());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case WriteProto.EXEMPLAR_LABELS -> references(message, WriteProto.EXEMPLAR_LABELS, in);
                    case WriteProto.EXEMPLAR_VALUE -> message.fixed64(WriteProto.EXEMPLAR_VALUE, in.readFixed64());
                    case WriteProto.EXEMPLAR_TIMESTAMP -> message.varint(WriteProto.EXEMPLAR_TIMESTAMP, in.readInt64());
                    default -> in.skipField(tag);
                }
            }
            in.popLimit(limit);
            out.delimited(WriteProto.V2_SERIES_EXEMPLARS, message.array(), 0, message.size());
        }

        private void metadata(Bytes out, CodedInputStream in) throws IOException {
            Bytes message = new Bytes(16);
            int limit = in.pushLimit(in.readRawVarint32());
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int field = WireFormat.getTagFieldNumber(tag);
                if (field == WriteProto.V2_METADATA_HELP || field == WriteProto.V2_METADATA_UNIT) {
                    message.varint(field, renumber(in.readUInt32()));
                } else if (field == WriteProto.V2_METADATA_TYPE) {
                    message.varint(field, in.readEnum());
                } else {
                    in.skipField(tag);
                }
            }
            in.popLimit(limit);
            out.delimited(WriteProto.V2_SERIES_METADATA, message.array(), 0, message.size());
        }

        byte[] compressed() {
            symbols.ensure(series.size());
            symbols.put(series.array(), 0, series.size());
            return snappy.compress(symbols.array(), symbols.size());
        }
    }
}
