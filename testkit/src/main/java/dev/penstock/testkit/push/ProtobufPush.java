package dev.penstock.testkit.push;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.penstock.testkit.wire.Entry;
import dev.penstock.testkit.wire.LabelPair;
import dev.penstock.testkit.wire.PushRequest;
import dev.penstock.testkit.wire.Stream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.xerial.snappy.Snappy;

/** Reads the protobuf form, which Loki takes in snappy's block format only, whatever the headers say. */
final class ProtobufPush {

    /** Snappy's best case is 64 bytes out of a copy of 3; a length beyond that is a lie not worth an allocation. */
    private static final int MOST_PER_BYTE = 64;

    private static final long OLDEST_SECOND = -62_135_596_800L;
    private static final long NEWEST_SECOND = 253_402_300_799L;

    private ProtobufPush() {}

    static List<PushedStream> decode(byte[] body) throws PushRefusedException {
        try {
            List<PushedStream> streams = new ArrayList<>();
            for (Stream stream : PushRequest.parseFrom(uncompress(body)).getStreamsList()) {
                streams.add(stream(stream));
            }
            return streams;
        } catch (InvalidProtocolBufferException e) {
            throw new PushRefusedException(400, "proto: " + e.getMessage());
        }
    }

    private static byte[] uncompress(byte[] body) throws PushRefusedException {
        try {
            long length = body.length == 0 ? -1 : Snappy.uncompressedLength(body);
            if (length > PushDecoder.MOST_BYTES) {
                throw new PushRefusedException(413, PushDecoder.tooLarge(length));
            }
            if (length < 0 || length > (long) MOST_PER_BYTE * body.length || !Snappy.isValidCompressedBuffer(body)) {
                throw new PushRefusedException(400, "snappy: corrupt input");
            }
            return Snappy.uncompress(body);
        } catch (IOException e) {
            throw new PushRefusedException(400, "snappy: corrupt input");
        }
    }

    private static PushedStream stream(Stream stream) throws PushRefusedException {
        List<PushedLine> lines = new ArrayList<>(stream.getEntriesCount());
        for (Entry entry : stream.getEntriesList()) {
            lines.add(new PushedLine(
                    nanos(entry), text(entry.getLine()), entry.getLine().size(), metadata(entry)));
        }
        return new PushedStream(text(stream.getLabels()), lines);
    }

    private static List<PushedLine.Pair> metadata(Entry entry) {
        if (entry.getStructuredMetadataCount() == 0) {
            return List.of();
        }
        List<PushedLine.Pair> pairs = new ArrayList<>(entry.getStructuredMetadataCount());
        for (LabelPair pair : entry.getStructuredMetadataList()) {
            int bytes = pair.getName().size() + pair.getValue().size();
            pairs.add(new PushedLine.Pair(text(pair.getName()), value(pair.getValue()), bytes));
        }
        return pairs;
    }

    private static long nanos(Entry entry) throws PushRefusedException {
        Timestamp time = entry.getTimestamp();
        if (time.getSeconds() < OLDEST_SECOND || time.getSeconds() > NEWEST_SECOND) {
            throw new PushRefusedException(400, "timestamp: seconds:" + time.getSeconds() + " out of range");
        }
        if (time.getNanos() < 0 || time.getNanos() >= 1_000_000_000) {
            throw new PushRefusedException(400, "timestamp: nanos:" + time.getNanos() + " not in range [0, 1e9)");
        }
        try {
            return Math.addExact(Math.multiplyExact(time.getSeconds(), 1_000_000_000L), time.getNanos());
        } catch (ArithmeticException e) {
            return time.getSeconds() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Loki removes what is not UTF-8 from a value of structured metadata. */
    private static String value(ByteString bytes) {
        if (bytes.isValidUtf8()) {
            return bytes.toStringUtf8();
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.IGNORE)
                    .decode(bytes.asReadOnlyByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException(e); // not with IGNORE
        }
    }

    private static String text(ByteString bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
