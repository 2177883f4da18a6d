package dev.penstock.loki;

import static dev.penstock.loki.PushProto.ENTRY_LINE;
import static dev.penstock.loki.PushProto.ENTRY_METADATA;
import static dev.penstock.loki.PushProto.ENTRY_TIMESTAMP;
import static dev.penstock.loki.PushProto.NANOS_PER_SECOND;
import static dev.penstock.loki.PushProto.PAIR_NAME;
import static dev.penstock.loki.PushProto.PAIR_VALUE;
import static dev.penstock.loki.PushProto.REQUEST_STREAMS;
import static dev.penstock.loki.PushProto.STREAM_ENTRIES;
import static dev.penstock.loki.PushProto.STREAM_LABELS;
import static dev.penstock.loki.PushProto.TIMESTAMP_NANOS;
import static dev.penstock.loki.PushProto.TIMESTAMP_SECONDS;
import static dev.penstock.loki.PushProto.delimited;
import static dev.penstock.loki.PushProto.startMessage;

import com.google.protobuf.CodedOutputStream;
import dev.penstock.process.Entry;
import dev.penstock.process.Pairs;
import dev.penstock.process.Utf8;
import dev.penstock.wire.RequestScratch;
import dev.penstock.wire.WireBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Builds a push request of one tenant, entry by entry, straight in its wire form, and compresses it.
 *
 * <p>Entries are encoded as they come, one behind the other; each knows where the next of its stream is. When the request
 * is closed they are gathered stream by stream. All buffers are reused. Not thread-safe.
 */
public final class PushRequestBuilder {

    private static final int NONE = LokiStream.NONE;

    private final StreamTable table;
    private final int maxLineSize;
    private final RequestScratch scratch;
    private final SentTimes sentTimes = new SentTimes();

    /** Text of the entry at hand: its line, then names and values in turn. */
    private final Utf8 text = new Utf8();

    private int[] pairLengths = new int[32];

    private final WireBuffer entries = new WireBuffer();
    private int[] entryEnd = new int[256];
    private int[] nextEntry = new int[256];
    private int entryCount;

    private LokiStream[] streams = new LokiStream[16];
    private int streamCount;
    private int requestNumber;

    // What prepare found out, for preparedSize and addPrepared.
    private LokiStream stream = new LokiStream(LokiStream.NONE, "{}", new AtomicLong());
    private long eventTime;
    private long time;
    private long seconds;
    private int nanos;
    private int lineLength;
    private int pairs;
    private int entrySize;

    /**
     * An empty request.
     *
     * @param defaults labels that every stream has
     * @param maxLineSize the longest line in bytes; a longer one is cut
     * @param scratch where requests are put together; builders used by the same thread share one
     */
    public PushRequestBuilder(StreamDefaults defaults, int maxLineSize, RequestScratch scratch) {
        this(defaults, maxLineSize, scratch, new StreamCounts());
    }

    /**
     * An empty request.
     *
     * @param defaults labels that every stream has
     * @param maxLineSize the longest line in bytes; a longer one is cut
     * @param scratch where requests are put together; builders used by the same thread share one
     * @param counts told how many entries each stream has got when a request is closed; shared in the same way
     */
    public PushRequestBuilder(StreamDefaults defaults, int maxLineSize, RequestScratch scratch, StreamCounts counts) {
        table = new StreamTable(defaults, counts);
        this.maxLineSize = maxLineSize;
        this.scratch = scratch;
    }

    /**
     * Encodes an entry, without adding it yet.
     *
     * @param entry a repaired entry
     * @return true when its line was cut
     */
    public boolean prepare(Entry entry) {
        text.clear();
        boolean cut = text.writeCut(entry.line(), maxLineSize);
        lineLength = text.size();
        Pairs metadata = entry.metadata();
        if (pairLengths.length < 2 * metadata.size()) {
            pairLengths = new int[4 * metadata.size()];
        }
        int pairBytes = 0;
        for (int i = 0; i < metadata.size(); i++) {
            int name = text.write(metadata.name(i));
            int value = text.write(metadata.value(i));
            pairLengths[2 * i] = name;
            pairLengths[2 * i + 1] = value;
            pairBytes += delimited(ENTRY_METADATA, pairSize(name, value));
        }
        stream = table.find(entry.labels());
        eventTime = entry.epochNanos();
        time = stream.uniqueTime(eventTime, sentTimes);
        seconds = Math.floorDiv(time, NANOS_PER_SECOND);
        nanos = (int) Math.floorMod(time, NANOS_PER_SECOND);
        pairs = metadata.size();
        entrySize = delimited(ENTRY_TIMESTAMP, timestampSize()) + delimited(ENTRY_LINE, lineLength) + pairBytes;
        return cut;
    }

    /**
     * What the prepared entry will add to the request.
     *
     * @return bytes, the labels included if its stream is not in the request yet
     */
    public int preparedSize() {
        int size = delimited(STREAM_ENTRIES, entrySize);
        return stream.request == requestNumber ? size : size + delimited(STREAM_LABELS, stream.labels().length) + 1 + 5;
    }

    /** Adds the prepared entry. */
    public void addPrepared() {
        int size = delimited(STREAM_ENTRIES, entrySize);
        // All that allocates, and so can fail, comes before the first change: a failure costs this entry only.
        CodedOutputStream out = entries.ensure(size);
        sentTimes.ensureRoom();
        if (entryCount == entryEnd.length) {
            int[] moreEnds = Arrays.copyOf(entryEnd, 2 * entryCount);
            nextEntry = Arrays.copyOf(nextEntry, 2 * entryCount);
            entryEnd = moreEnds;
        }
        if (streamCount == streams.length) {
            streams = Arrays.copyOf(streams, 2 * streamCount);
        }
        if (stream.request != requestNumber) {
            streams[streamCount++] = stream;
            stream.startRequest(requestNumber);
        }
        try {
            writeEntry(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (stream.firstEntry == NONE) {
            stream.firstEntry = entryCount;
        } else {
            nextEntry[stream.lastEntry] = entryCount;
        }
        stream.lastEntry = entryCount;
        stream.entryBytes += size;
        stream.entries++;
        stream.sent(time, eventTime, sentTimes);
        entryEnd[entryCount] = entries.size();
        nextEntry[entryCount] = NONE;
        entryCount++;
    }

    private void writeEntry(CodedOutputStream out) throws IOException {
        byte[] bytes = text.bytes();
        startMessage(out, STREAM_ENTRIES, entrySize);
        startMessage(out, ENTRY_TIMESTAMP, timestampSize());
        out.writeInt64(TIMESTAMP_SECONDS, seconds);
        out.writeInt32(TIMESTAMP_NANOS, nanos);
        out.writeByteArray(ENTRY_LINE, bytes, 0, lineLength);
        int at = lineLength;
        for (int i = 0; i < pairs; i++) {
            int name = pairLengths[2 * i];
            int value = pairLengths[2 * i + 1];
            startMessage(out, ENTRY_METADATA, pairSize(name, value));
            out.writeByteArray(PAIR_NAME, bytes, at, name);
            out.writeByteArray(PAIR_VALUE, bytes, at + name, value);
            at += name + value;
        }
    }

    /**
     * Entries in the request.
     *
     * @return 0 or more
     */
    public int entryCount() {
        return entryCount;
    }

    /**
     * Closes the request and starts the next one.
     *
     * @return the request, compressed
     */
    public byte[] build() {
        byte[] body;
        try {
            for (int i = 0; i < streamCount; i++) {
                writeStream(streams[i]);
            }
            body = scratch.compress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            // The next may be another builder's.
            scratch.clear();
        }
        for (int i = 0; i < streamCount; i++) {
            streams[i].count();
        }
        clear();
        return body;
    }

    /** Forgets the entries of the request and starts the next one. */
    public void clear() {
        entries.clear();
        sentTimes.nextRequest();
        entryCount = 0;
        streamCount = 0;
        requestNumber++;
    }

    private void writeStream(LokiStream each) throws IOException {
        int labelsSize = delimited(STREAM_LABELS, each.labels().length);
        CodedOutputStream out = scratch.whole().ensure(delimited(REQUEST_STREAMS, labelsSize + each.entryBytes));
        startMessage(out, REQUEST_STREAMS, labelsSize + each.entryBytes);
        out.writeByteArray(STREAM_LABELS, each.labels());
        for (int i = each.firstEntry; i != NONE; i = nextEntry[i]) {
            int start = i == 0 ? 0 : entryEnd[i - 1];
            out.write(entries.bytes(), start, entryEnd[i] - start);
        }
    }

    private int timestampSize() {
        return CodedOutputStream.computeInt64Size(TIMESTAMP_SECONDS, seconds)
                + CodedOutputStream.computeInt32Size(TIMESTAMP_NANOS, nanos);
    }

    private static int pairSize(int name, int value) {
        return delimited(PAIR_NAME, name) + delimited(PAIR_VALUE, value);
    }
}
