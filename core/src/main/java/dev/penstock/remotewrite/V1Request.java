package dev.penstock.remotewrite;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.penstock.wire.SnappyBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes a 1.0 request of a 2.0 request: texts instead of references, no start timestamps, classic names. What 1.0 cannot
 * say is left out and not counted: custom buckets, which its receivers drop (source: prometheus/prometheus,
 * storage/remote/queue_manager.go, {@code nhcb_in_rw1_not_supported}), and native histograms unless they are asked for.
 */
public final class V1Request {

    private final byte[] body;
    private final RequestContent content;
    private final boolean complete;
    private final List<MetricFamily> families;

    private V1Request(byte[] body, RequestContent content, boolean complete, List<MetricFamily> families) {
        this.body = body;
        this.content = content;
        this.complete = complete;
        this.families = families;
    }

    /**
     * Rewrites a request.
     *
     * @param v2 a compressed 2.0 request
     * @param withHistograms whether native histograms are kept
     * @return the same for 1.0
     * @throws IllegalArgumentException when it cannot be read
     */
    public static V1Request of(byte[] v2, boolean withHistograms) {
        try {
            return new Rewriting(V2Request.open(v2), withHistograms).rewrite();
        } catch (IOException e) {
            throw new IllegalArgumentException("not a request of remote write 2.0: " + e.getMessage(), e);
        }
    }

    /**
     * The request.
     *
     * @return compressed
     */
    public byte[] body() {
        return body;
    }

    /**
     * What is in it: perhaps less than was in the other one.
     *
     * @return what is left
     */
    public RequestContent content() {
        return content;
    }

    /**
     * Whether all samples are in it.
     *
     * @return false when histograms were left out
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * What is known of its metrics, which 1.0 has no room for beside samples.
     *
     * @return families with a type, a help text or a unit
     */
    public List<MetricFamily> families() {
        return families;
    }

    /** One request being rewritten. */
    private static final class Rewriting {

        private final V2Request in;
        private final boolean withHistograms;
        private final String[] texts;
        private final Bytes out = new Bytes(64 * 1024);
        private final Map<String, MetricFamily> families = new HashMap<>();

        /** Escaping may make two series the same. */
        private final Set<Labels> written = new HashSet<>();

        private boolean repeated;
        private long samples;
        private long histograms;
        private long exemplars;

        Rewriting(V2Request in, boolean withHistograms) throws IOException {
            this.in = in;
            this.withHistograms = withHistograms;
            texts = new String[in.symbolCount()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = new String(in.plain(), in.symbolBegin(i), in.symbolLength(i), StandardCharsets.UTF_8);
            }
        }

        V1Request rewrite() throws IOException {
            for (int i = 0; i < in.seriesCount(); i++) {
                series(in.seriesBegin(i), in.seriesEnd(i));
            }
            long newest = RequestContent.of(in).newest();
            byte[] body = new SnappyBlock().compress(out.array(), out.size());
            return new V1Request(
                    body,
                    new RequestContent(samples, histograms, exemplars, newest),
                    samples + histograms == in.seriesCount(),
                    new ArrayList<>(families.values()));
        }

        private void series(int begin, int end) throws IOException {
            Bytes message = new Bytes(2 * (end - begin) + 64);
            Bytes moreExemplars = new Bytes(16);
            CodedInputStream series = in.read(begin, end);
            String name = "";
            int ofSamples = 0;
            int ofHistograms = 0;
            int ofExemplars = 0;
            for (int tag = series.readTag(); tag != 0; tag = series.readTag()) {
                int field = WireFormat.getTagFieldNumber(tag);
                switch (field) {
                    case WriteProto.V2_SERIES_LABELS -> {
                        Labels labels = labels(message, WriteProto.V1_SERIES_LABELS, series);
                        repeated = !written.add(labels);
                        name = Objects.requireNonNullElse(labels.get(Labels.NAME), "");
                    }
                    case WriteProto.V2_SERIES_SAMPLES -> {
                        without(WriteProto.SAMPLE_START, message, WriteProto.V1_SERIES_SAMPLES, begin, series);
                        ofSamples++;
                    }
                    case WriteProto.V2_SERIES_HISTOGRAMS -> ofHistograms += histogram(message, begin, series) ? 1 : 0;
                    case WriteProto.V2_SERIES_EXEMPLARS -> {
                        exemplar(moreExemplars, series);
                        ofExemplars++;
                    }
                    case WriteProto.V2_SERIES_METADATA -> metadata(name, series);
                    default -> series.skipField(tag);
                }
            }
            if (ofSamples + ofHistograms == 0 || repeated) {
                return;
            }
            samples += ofSamples;
            histograms += ofHistograms;
            exemplars += ofExemplars;
            message.ensure(moreExemplars.size());
            message.put(moreExemplars.array(), 0, moreExemplars.size());
            out.delimited(WriteProto.V1_REQUEST_SERIES, message.array(), 0, message.size());
        }

        /** Writes labels, which stay in their order if their names need no change; returns them. */
        private Labels labels(Bytes message, int field, CodedInputStream series) throws IOException {
            Map<String, String> labels = new HashMap<>();
            int limit = series.pushLimit(series.readRawVarint32());
            while (!series.isAtEnd()) {
                String name = text(series.readUInt32());
                String value = text(series.readUInt32());
                if (name.equals(Labels.NAME)) {
                    labels.put(name, V1Names.metric(value));
                } else {
                    labels.putIfAbsent(V1Names.label(name), value);
                }
            }
            series.popLimit(limit);
            Labels sorted = Labels.of(labels);
            for (int i = 0; i < sorted.size(); i++) {
                Bytes label = new Bytes(64);
                text(label, WriteProto.LABEL_NAME, sorted.name(i));
                text(label, WriteProto.LABEL_VALUE, sorted.value(i));
                message.delimited(field, label.array(), 0, label.size());
            }
            return sorted;
        }

        private String text(int reference) throws IOException {
            if (reference < 0 || reference >= texts.length) {
                throw new IOException("reference " + reference + " to one of " + texts.length + " symbols");
            }
            return texts[reference];
        }

        private static void text(Bytes message, int field, String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            message.delimited(field, utf8, 0, utf8.length);
        }

        /** Copies an inner message but for one of its fields. */
        private void without(int left, Bytes message, int field, int base, CodedInputStream series) throws IOException {
            int length = series.readRawVarint32();
            int begin = base + series.getTotalBytesRead();
            series.skipRawBytes(length);
            Bytes copy = new Bytes(length);
            CodedInputStream inner = in.read(begin, begin + length);
            int at = begin;
            for (int tag = inner.readTag(); tag != 0; tag = inner.readTag()) {
                inner.skipField(tag);
                int to = begin + inner.getTotalBytesRead();
                if (WireFormat.getTagFieldNumber(tag) != left) {
                    copy.ensure(to - at);
                    copy.put(in.plain(), at, to - at);
                }
                at = to;
            }
            message.delimited(field, copy.array(), 0, copy.size());
        }

        private boolean histogram(Bytes message, int base, CodedInputStream series) throws IOException {
            int length = series.readRawVarint32();
            int begin = base + series.getTotalBytesRead();
            CodedInputStream inner = in.read(begin, begin + length);
            boolean custom = false;
            for (int tag = inner.readTag(); tag != 0; tag = inner.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == WriteProto.HISTOGRAM_SCHEMA) {
                    custom = inner.readSInt32() == NativeHistogram.CUSTOM_BUCKETS;
                } else {
                    inner.skipField(tag);
                }
            }
            if (custom || !withHistograms) {
                series.skipRawBytes(length);
                return false;
            }
            Bytes rewritten = new Bytes(length + 16);
            // From its length on, which is read once more.
            CodedInputStream again = in.read(begin - Bytes.sizeOf(length), begin + length);
            without(
                    WriteProto.HISTOGRAM_START,
                    rewritten,
                    WriteProto.V1_SERIES_HISTOGRAMS,
                    begin - Bytes.sizeOf(length),
                    again);
            series.skipRawBytes(length);
            message.ensure(rewritten.size());
            message.put(rewritten.array(), 0, rewritten.size());
            return true;
        }

        private void exemplar(Bytes out, CodedInputStream series) throws IOException {
            Bytes message = new Bytes(64);
            int limit = series.pushLimit(series.readRawVarint32());
            for (int tag = series.readTag(); tag != 0; tag = series.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case WriteProto.EXEMPLAR_LABELS -> {
                        Labels unused = labels(message, WriteProto.EXEMPLAR_LABELS, series);
                    }
                    case WriteProto.EXEMPLAR_VALUE -> message.fixed64(WriteProto.EXEMPLAR_VALUE, series.readFixed64());
                    case WriteProto.EXEMPLAR_TIMESTAMP ->
                        message.varint(WriteProto.EXEMPLAR_TIMESTAMP, series.readInt64());
                    default -> series.skipField(tag);
                }
            }
            series.popLimit(limit);
            out.delimited(WriteProto.V1_SERIES_EXEMPLARS, message.array(), 0, message.size());
        }

        private void metadata(String seriesName, CodedInputStream series) throws IOException {
            int type = 0;
            String help = "";
            String unit = "";
            int limit = series.pushLimit(series.readRawVarint32());
            for (int tag = series.readTag(); tag != 0; tag = series.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case WriteProto.V2_METADATA_TYPE -> type = series.readEnum();
                    case WriteProto.V2_METADATA_HELP -> help = text(series.readUInt32());
                    case WriteProto.V2_METADATA_UNIT -> unit = text(series.readUInt32());
                    default -> series.skipField(tag);
                }
            }
            series.popLimit(limit);
            MetricType[] types = MetricType.values();
            MetricType known = type > 0 && type < types.length ? types[type] : MetricType.UNKNOWN;
            String family = FamilyName.of(seriesName, known);
            families.putIfAbsent(family, new MetricFamily(family, known, help, unit));
        }
    }
}
