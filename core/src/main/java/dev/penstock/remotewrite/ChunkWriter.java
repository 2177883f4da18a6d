package dev.penstock.remotewrite;

import dev.penstock.wire.SnappyBlock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the 2.0 requests of chunks, compressed. Reuses its buffers; not thread-safe.
 *
 * <p>Each series comes once in a request, with one sample: its value, a stale marker, or the zero it started from.
 */
final class ChunkWriter {

    /** Value, timestamp, start: at most 9 + 11 + 11. */
    private static final int MOST_SAMPLE = 31;

    private static final int VALUE_TAG = Bytes.tag(WriteProto.SAMPLE_VALUE, Bytes.FIXED64);
    private static final int TIMESTAMP_TAG = Bytes.tag(WriteProto.SAMPLE_TIMESTAMP, Bytes.VARINT);
    private static final int START_TAG = Bytes.tag(WriteProto.SAMPLE_START, Bytes.VARINT);
    private static final int SERIES_TAG = Bytes.tag(WriteProto.V2_REQUEST_SERIES, Bytes.DELIMITED);
    private static final int SAMPLES_TAG = Bytes.tag(WriteProto.V2_SERIES_SAMPLES, Bytes.DELIMITED);

    private static final NativeHistogram NOTHING_OBSERVED =
            NativeHistogram.builder(0).build();

    private final Bytes request = new Bytes(64 * 1024);
    private final Bytes message = new Bytes(256);
    private final Bytes exemplars = new Bytes(64);
    private final SnappyBlock snappy = new SnappyBlock();
    private int records;
    private int backwards;
    private boolean hasLater;

    /** How many samples the request holds that was written last. */
    int records() {
        return records;
    }

    /** The zeros that series began with; null when there is none to send. */
    byte @Nullable [] zeros(Chunk chunk, int publish, long now) {
        begin(chunk);
        for (int i = 0; i < chunk.series().size(); i++) {
            Series each = chunk.series().get(i);
            if (each.setIn == publish && each.start != each.zeroFor) {
                each.zeroFor = each.start;
                long time = each.timestamp == Series.OF_PUBLISH ? now : each.timestamp;
                if (each.family.type().isCumulative()
                        && each.start > each.sentAt
                        && each.start > 0
                        && each.start < time) {
                    if (each.histogram == null) {
                        sample(chunk, each, 0, each.start, 0, 0);
                    } else {
                        histogram(chunk, each, NOTHING_OBSERVED, each.start, 0, 0);
                    }
                    each.sentAt = each.start;
                }
            }
        }
        return end();
    }

    /**
     * What was set in a publish, and the ends of what was not, whose series are dead then; null when there is nothing.
     *
     * @param histograms whether native histograms are taken
     */
    byte @Nullable [] samples(Chunk chunk, int publish, long now, boolean histograms) {
        SymbolTable.More more = begin(chunk, publish);
        for (int i = 0; i < chunk.series().size(); i++) {
            Series each = chunk.series().get(i);
            if (each.setIn == publish) {
                if (each.timestamp == Series.OF_PUBLISH) {
                    value(chunk, each, now, more);
                }
            } else {
                stale(chunk, each, now, histograms);
            }
        }
        return end();
    }

    /** What was set with a time of its own; null when there is nothing. */
    byte @Nullable [] ownTimes(Chunk chunk, int publish) {
        SymbolTable.More more = begin(chunk, publish);
        for (int i = 0; i < chunk.series().size(); i++) {
            Series each = chunk.series().get(i);
            if (each.setIn == publish && each.timestamp != Series.OF_PUBLISH) {
                value(chunk, each, each.timestamp, more);
            }
        }
        return end();
    }

    /** How many points since it was asked last were older than what had been sent of their series. */
    int takeBackwards() {
        int taken = backwards;
        backwards = 0;
        return taken;
    }

    /** The next point of each series that was set several times; null when there is none. */
    byte @Nullable [] later(Chunk chunk, int publish) {
        begin(chunk);
        hasLater = false;
        for (int i = 0; i < chunk.series().size(); i++) {
            Series each = chunk.series().get(i);
            List<Series.Point> later = each.later;
            if (later == null || each.setIn != publish) {
                each.later = null;
                continue;
            }
            Series.Point point = later.remove(0);
            if (later.isEmpty()) {
                each.later = null;
            } else {
                hasLater = true;
            }
            backwards += point.timestampMillis() < each.sentAt ? 1 : 0;
            if (point.timestampMillis() > each.sentAt) {
                long start = each.start < point.timestampMillis() ? each.start : 0;
                sample(chunk, each, point.valueBits(), point.timestampMillis(), start, 0);
                each.sentAt = point.timestampMillis();
            }
        }
        return end();
    }

    /** Whether some series has more points than {@link #later} has written. */
    boolean hasLater() {
        return hasLater;
    }

    /** Begins with the texts of exemplars too, if there are any. */
    private SymbolTable.@Nullable More begin(Chunk chunk, int publish) {
        SymbolTable.More more = exemplarTexts(chunk, publish);
        if (more == null) {
            begin(chunk);
        } else {
            request.clear();
            records = 0;
            more.writeTo(request);
        }
        return more;
    }

    private void begin(Chunk chunk) {
        request.clear();
        records = 0;
        chunk.symbols().writeTo(request);
    }

    private byte @Nullable [] end() {
        return records == 0 ? null : snappy.compress(request.array(), request.size());
    }

    private static SymbolTable.@Nullable More exemplarTexts(Chunk chunk, int publish) {
        SymbolTable.More more = null;
        for (int i = 0; i < chunk.series().size(); i++) {
            Series each = chunk.series().get(i);
            Exemplar exemplar = each.exemplar;
            if (exemplar == null) {
                continue;
            }
            if (each.setIn != publish || exemplar.timestampMillis() <= each.exemplarSentAt) {
                each.exemplar = null;
                continue;
            }
            more = more == null ? chunk.symbols().new More() : more;
            for (int j = 0; j < exemplar.labels().size(); j++) {
                int unusedName = more.reference(exemplar.labels().name(j));
                int unusedValue = more.reference(exemplar.labels().value(j));
            }
        }
        return more;
    }

    private void value(Chunk chunk, Series each, long time, SymbolTable.@Nullable More more) {
        if (time <= each.sentAt) {
            backwards += time < each.sentAt ? 1 : 0;
            // Never two samples at the same time, and never backwards: the receiver would refuse it.
            each.exemplar = null;
            return;
        }
        int exemplarBytes = 0;
        if (each.exemplar != null && more != null) {
            exemplars.clear();
            writeExemplar(each.exemplar, more);
            exemplarBytes = exemplars.size();
            each.exemplarSentAt = each.exemplar.timestampMillis();
            each.exemplar = null;
        }
        long start = each.start < time ? each.start : 0;
        NativeHistogram histogram = each.histogram;
        if (histogram == null) {
            sample(chunk, each, each.valueBits, time, start, exemplarBytes);
        } else {
            histogram(chunk, each, histogram, time, start, exemplarBytes);
        }
        each.sentHistogram = histogram != null;
        each.sentAt = time;
        each.histogram = null;
    }

    private void stale(Chunk chunk, Series each, long now, boolean histograms) {
        each.dead = true;
        if (each.sentAt == Long.MIN_VALUE || each.timestamp != Series.OF_PUBLISH || now <= each.sentAt) {
            return;
        }
        if (each.sentHistogram && !histograms) {
            // A receiver that turned out not to take them has nothing that could end.
            return;
        }
        if (each.sentHistogram) {
            message.clear();
            HistogramMessage.writeStale(message, now);
            series(chunk, each, WriteProto.V2_SERIES_HISTOGRAMS, 0);
        } else {
            sample(chunk, each, WriteProto.STALE, now, 0, 0);
        }
    }

    /** The way of nearly all samples, written in one go. */
    private void sample(Chunk chunk, Series each, long bits, long time, long start, int exemplarBytes) {
        byte[] tail = each.tail;
        int timeSize = Bytes.sizeOf(time);
        int sampleSize = 10 + timeSize + (start == 0 ? 0 : 1 + Bytes.sizeOf(start));
        int size = each.headLength + 2 + sampleSize + exemplarBytes + tail.length;
        request.ensure(each.headLength + MOST_SAMPLE + 10 + exemplarBytes + tail.length);
        request.put(SERIES_TAG);
        request.putVarint(size);
        request.put(chunk.heads().array(), each.headAt, each.headLength);
        request.put(SAMPLES_TAG);
        request.put(sampleSize);
        request.put(VALUE_TAG);
        request.putFixed64(bits);
        request.put(TIMESTAMP_TAG);
        request.putVarint(time);
        if (start != 0) {
            request.put(START_TAG);
            request.putVarint(start);
        }
        if (exemplarBytes > 0) {
            request.put(exemplars.array(), 0, exemplarBytes);
        }
        request.put(tail, 0, tail.length);
        records++;
    }

    private void histogram(
            Chunk chunk, Series each, NativeHistogram histogram, long time, long start, int exemplarBytes) {
        message.clear();
        HistogramMessage.write(message, histogram, time, start);
        series(chunk, each, WriteProto.V2_SERIES_HISTOGRAMS, exemplarBytes);
    }

    /** A series with {@link #message} as what it holds. */
    private void series(Chunk chunk, Series each, int field, int exemplarBytes) {
        byte[] tail = each.tail;
        int size = each.headLength + 1 + Bytes.sizeOf(message.size()) + message.size() + exemplarBytes + tail.length;
        request.ensure(size + 10);
        request.put(SERIES_TAG);
        request.putVarint(size);
        request.put(chunk.heads().array(), each.headAt, each.headLength);
        request.delimited(field, message.array(), 0, message.size());
        request.ensure(exemplarBytes + tail.length);
        request.put(exemplars.array(), 0, exemplarBytes);
        request.put(tail, 0, tail.length);
        records++;
    }

    private void writeExemplar(Exemplar exemplar, SymbolTable.More more) {
        Bytes references = new Bytes(32);
        Labels labels = exemplar.labels();
        references.ensure(10 * labels.size());
        for (int i = 0; i < labels.size(); i++) {
            references.putVarint(more.reference(labels.name(i)));
            references.putVarint(more.reference(labels.value(i)));
        }
        Bytes inner = new Bytes(64);
        if (references.size() > 0) {
            inner.delimited(WriteProto.EXEMPLAR_LABELS, references.array(), 0, references.size());
        }
        inner.fixed64(WriteProto.EXEMPLAR_VALUE, Double.doubleToRawLongBits(exemplar.value()));
        inner.varint(WriteProto.EXEMPLAR_TIMESTAMP, exemplar.timestampMillis());
        exemplars.delimited(WriteProto.V2_SERIES_EXEMPLARS, inner.array(), 0, inner.size());
    }
}
