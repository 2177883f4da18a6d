package dev.penstock.remotewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Series that are sent in one request, with their texts and label references as they stand on the wire: only what changes
 * is written anew in each publish. Not thread-safe.
 */
final class Chunk {

    /** A request's texts shall not grow without bounds. Bytes. */
    private static final int MOST_SYMBOLS = 1 << 20;

    private final int capacity;
    private final List<Series> series = new ArrayList<>();
    private SymbolTable symbols = new SymbolTable();
    private final Map<MetricFamily, byte[]> tails = new HashMap<>();
    private final Bytes heads = new Bytes(1024);
    private final Bytes scratch = new Bytes(64);

    /** Series that are gone, whose texts and references are still here. */
    private int garbage;

    Chunk(int capacity) {
        this.capacity = capacity;
    }

    boolean hasRoom() {
        return series.size() < capacity && symbols.bytes() < MOST_SYMBOLS;
    }

    boolean isEmpty() {
        return series.isEmpty();
    }

    List<Series> series() {
        return series;
    }

    SymbolTable symbols() {
        return symbols;
    }

    Bytes heads() {
        return heads;
    }

    void add(Series added) {
        encode(added);
        series.add(added);
    }

    /** Takes dead series out. */
    void clean() {
        int before = series.size();
        series.removeIf(each -> each.dead);
        garbage += before - series.size();
        if (garbage > series.size()) {
            garbage = 0;
            symbols = new SymbolTable();
            tails.clear();
            heads.clear();
            series.forEach(this::encode);
        }
    }

    private void encode(Series added) {
        Labels labels = added.labels;
        scratch.clear();
        scratch.ensure(10 * labels.size());
        for (int i = 0; i < labels.size(); i++) {
            scratch.putVarint(symbols.reference(labels.name(i)));
            scratch.putVarint(symbols.reference(labels.value(i)));
        }
        added.headAt = heads.size();
        heads.delimited(WriteProto.V2_SERIES_LABELS, scratch.array(), 0, scratch.size());
        added.headLength = heads.size() - added.headAt;
        added.tail = tails.computeIfAbsent(added.family, this::metadata);
    }

    private byte[] metadata(MetricFamily family) {
        Bytes message = new Bytes(16);
        if (family.type() != MetricType.UNKNOWN) {
            message.varint(WriteProto.V2_METADATA_TYPE, family.type().ordinal());
        }
        reference(message, WriteProto.V2_METADATA_HELP, family.help());
        reference(message, WriteProto.V2_METADATA_UNIT, family.unit());
        if (message.size() == 0) {
            return new byte[0];
        }
        Bytes field = new Bytes(16);
        field.delimited(WriteProto.V2_SERIES_METADATA, message.array(), 0, message.size());
        return Arrays.copyOf(field.array(), field.size());
    }

    private void reference(Bytes message, int field, String text) {
        if (!text.isEmpty()) {
            message.varint(field, symbols.reference(text));
        }
    }
}
