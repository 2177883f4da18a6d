package dev.penstock.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.penstock.wire.SnappyBlock;
import java.io.IOException;
import java.util.Arrays;

/** Where the texts and the series of a 2.0 request are, as {@link ChunkWriter} writes it. Immutable. */
final class V2Request {

    private final byte[] plain;

    /** Begin and end of each text, in turn. */
    private final int[] symbols;

    /** Begin and end of each series' message, in turn. */
    private final int[] series;

    private V2Request(byte[] plain, int[] symbols, int[] series) {
        this.plain = plain;
        this.symbols = symbols;
        this.series = series;
    }

    /**
     * Opens a request.
     *
     * @throws IllegalArgumentException when it cannot be read
     */
    static V2Request open(byte[] body) {
        byte[] plain = SnappyBlock.uncompress(body);
        int[] symbols = new int[64];
        int[] series = new int[64];
        int symbolsEnd = 0;
        int seriesEnd = 0;
        try {
            CodedInputStream in = CodedInputStream.newInstance(plain);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                int field = WireFormat.getTagFieldNumber(tag);
                if (field != WriteProto.V2_REQUEST_SYMBOLS && field != WriteProto.V2_REQUEST_SERIES) {
                    in.skipField(tag);
                    continue;
                }
                int length = in.readRawVarint32();
                int begin = in.getTotalBytesRead();
                in.skipRawBytes(length);
                if (field == WriteProto.V2_REQUEST_SYMBOLS) {
                    symbols = withRoom(symbols, symbolsEnd);
                    symbols[symbolsEnd++] = begin;
                    symbols[symbolsEnd++] = begin + length;
                } else {
                    series = withRoom(series, seriesEnd);
                    series[seriesEnd++] = begin;
                    series[seriesEnd++] = begin + length;
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not a request of remote write 2.0: " + e.getMessage(), e);
        }
        return new V2Request(plain, Arrays.copyOf(symbols, symbolsEnd), Arrays.copyOf(series, seriesEnd));
    }

    private static int[] withRoom(int[] pairs, int end) {
        return end + 2 > pairs.length ? Arrays.copyOf(pairs, 2 * pairs.length) : pairs;
    }

    byte[] plain() {
        return plain;
    }

    int seriesCount() {
        return series.length / 2;
    }

    int seriesBegin(int i) {
        return series[2 * i];
    }

    int seriesEnd(int i) {
        return series[2 * i + 1];
    }

    int symbolCount() {
        return symbols.length / 2;
    }

    int symbolBegin(int reference) throws IOException {
        check(reference);
        return symbols[2 * reference];
    }

    int symbolLength(int reference) throws IOException {
        check(reference);
        return symbols[2 * reference + 1] - symbols[2 * reference];
    }

    private void check(int reference) throws IOException {
        if (reference < 0 || reference >= symbolCount()) {
            throw new IOException("reference " + reference + " to one of " + symbolCount() + " symbols");
        }
    }

    /** The fields of a series, or of a part of one. */
    CodedInputStream read(int begin, int end) {
        return CodedInputStream.newInstance(plain, begin, end - begin);
    }
}
