package dev.penstock.loki;

import com.google.protobuf.CodedOutputStream;
import dev.penstock.wire.OpenedRequest;
import dev.penstock.wire.RequestScratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Writes entries of a push request, as they are, into new requests. */
final class OpenedPushRequest implements OpenedRequest {

    /**
     * Loki refuses what is this much older than the newest entry of its stream: half of {@code max_chunk_age}. Streams
     * that are written to have one of about now. Source: grafana/loki, pkg/ingester/stream.go.
     */
    private static final Duration OLDEST = Duration.ofHours(1);

    /** {@code creation_grace_period}. Source: grafana/loki, pkg/validation/limits.go. */
    private static final Duration FURTHEST_AHEAD = Duration.ofMinutes(10);

    private final PushRequestIndex index;
    private final RequestScratch scratch;

    OpenedPushRequest(PushRequestIndex index, RequestScratch scratch) {
        this.index = index;
        this.scratch = scratch;
    }

    @Override
    public int records() {
        return index.records();
    }

    @Override
    public int stream(int record) {
        return index.stream(Objects.checkIndex(record, index.records()));
    }

    @Override
    public Order order(Instant now) {
        long oldest = epochNanos(now.minus(OLDEST));
        long newest = epochNanos(now.plus(FURTHEST_AHEAD));
        int[] order = new int[index.records()];
        int trusted = 0;
        for (int i = 0; i < order.length; i++) {
            if (!isSuspect(i, oldest, newest)) {
                order[trusted++] = i;
            }
        }
        int at = trusted;
        for (int i = 0; at < order.length; i++) {
            if (isSuspect(i, oldest, newest)) {
                order[at++] = i;
            }
        }
        return new Order(order, order.length - trusted);
    }

    private boolean isSuspect(int record, long oldest, long newest) {
        long time = index.time(record);
        return time < oldest || time > newest;
    }

    private static long epochNanos(Instant instant) {
        return PushRequestIndex.epochNanos(instant.getEpochSecond(), instant.getNano());
    }

    /**
     * {@inheritDoc}
     *
     * <p>Neighbours of the same stream share one stream message.
     */
    @Override
    public byte[] select(int[] order, int from, int to) {
        Objects.checkFromToIndex(from, to, order.length);
        if (from == to) {
            throw new IllegalArgumentException("a request needs a record");
        }
        try {
            int at = from;
            while (at < to) {
                at = writeStream(order, at, to);
            }
            return scratch.compress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            scratch.clear();
        }
    }

    /** All records in a request in which each stream comes once, in the order of their first records. */
    byte[] selectByStream() {
        // Sorted by counting, which keeps the order within the streams.
        int[] next = new int[index.streams() + 1];
        for (int i = 0; i < index.records(); i++) {
            next[index.stream(i) + 1]++;
        }
        for (int i = 1; i < next.length; i++) {
            next[i] += next[i - 1];
        }
        int[] order = new int[index.records()];
        for (int i = 0; i < order.length; i++) {
            order[next[index.stream(i)]++] = i;
        }
        return select(order, 0, order.length);
    }

    /** Writes the records up to the first one of another stream; returns where that is. */
    private int writeStream(int[] order, int from, int to) throws IOException {
        int stream = stream(order[from]);
        int end = from;
        int entryBytes = 0;
        // Exact, because nothing keeps an order from naming a record more than once.
        while (end < to && stream(order[end]) == stream) {
            entryBytes = Math.addExact(entryBytes, index.end(order[end]) - index.start(order[end]));
            end++;
        }
        int size = PushProto.delimited(
                        PushProto.STREAM_LABELS, index.labels(stream).size())
                + entryBytes;
        CodedOutputStream out = scratch.whole().ensure(PushProto.delimited(PushProto.REQUEST_STREAMS, size));
        PushProto.startMessage(out, PushProto.REQUEST_STREAMS, size);
        out.writeBytes(PushProto.STREAM_LABELS, index.labels(stream));
        for (int i = from; i < end; i++) {
            out.write(index.plain(), index.start(order[i]), index.end(order[i]) - index.start(order[i]));
        }
        return end;
    }
}
