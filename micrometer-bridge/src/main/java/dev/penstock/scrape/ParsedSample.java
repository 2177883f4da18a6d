package dev.penstock.scrape;

import dev.penstock.remotewrite.GoFloat;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A sample of a series. The parser uses one object for all samples: take out of it what is needed before the visit ends.
 *
 * <p>Name and labels are decoded when they are asked for. A caller that knows the series by its bytes, from
 * {@link #keyOffset()} on {@link #keyLength()} of them in {@link #body()}, need not ask: the same bytes under the same
 * {@link ParsedFamily#type() type} are the same series.
 */
public final class ParsedSample {

    private static final byte[] LE = {'l', 'e'};
    private static final byte[] QUANTILE = {'q', 'u', 'a', 'n', 't', 'i', 'l', 'e'};

    final LabelSpans labels = new LabelSpans();
    final LabelSpans exemplarLabels = new LabelSpans();
    int keyStart;
    int keyEnd;
    int nameStart;
    int nameEnd;
    int valueStart;
    int valueEnd;
    double value;
    boolean hasTimestamp;
    long timestamp;
    long startTimestamp;
    boolean hasExemplar;
    double exemplarValue;
    boolean hasExemplarTimestamp;
    long exemplarTimestamp;

    private final Families families;
    private byte[] body = {};

    ParsedSample(Families families) {
        this.families = families;
    }

    void begin(byte[] bytes, int position) {
        body = bytes;
        keyStart = position;
        keyEnd = position;
        nameStart = -1;
        nameEnd = -1;
        hasTimestamp = false;
        startTimestamp = 0;
        hasExemplar = false;
        hasExemplarTimestamp = false;
        labels.clear();
        exemplarLabels.clear();
    }

    boolean hasName() {
        return nameStart >= 0;
    }

    /**
     * The body that is parsed.
     *
     * @return the bytes given to the parser; not to be changed
     */
    public byte[] body() {
        return body;
    }

    /**
     * Where the series' name and labels begin in the body, as they are written.
     *
     * @return an index into {@link #body()}
     */
    public int keyOffset() {
        return keyStart;
    }

    /**
     * How long the series' name and labels are, as they are written.
     *
     * @return a number of bytes
     */
    public int keyLength() {
        return keyEnd - keyStart;
    }

    /**
     * The name of the series.
     *
     * @return such as {@code http_seconds_bucket}
     */
    public String name() {
        return Escapes.decode(body, nameStart, nameEnd, true);
    }

    /**
     * The labels of the series, without its name. Those without a value are left out; {@code le} of a histogram and
     * {@code quantile} of a summary have the form that Prometheus 3 gives them, such as {@code 1.0}.
     *
     * @return a new map, in the order in which they are written
     */
    public Map<String, String> labels() {
        Map<String, String> decoded = labels.decode(body);
        FamilyType type = labels.size() == 0 ? FamilyType.UNKNOWN : family().type();
        if (type == FamilyType.HISTOGRAM) {
            decoded.computeIfPresent("le", (name, bound) -> normalized(bound));
        } else if (type == FamilyType.SUMMARY) {
            decoded.computeIfPresent("quantile", (name, quantile) -> normalized(quantile));
        }
        return decoded;
    }

    /**
     * The family of the series, with what was said of it so far.
     *
     * @return one of {@link FamilyType#UNKNOWN} with the series' name when nothing was said
     */
    public ParsedFamily family() {
        return families.of(body, nameStart, nameEnd);
    }

    /**
     * The value.
     *
     * @return any number; NaN has the bits that Prometheus gives to an ordinary one
     */
    public double value() {
        return value;
    }

    /**
     * Whether the sample has a timestamp of its own.
     *
     * @return whether {@link #timestampMillis()} means something
     */
    public boolean hasTimestamp() {
        return hasTimestamp;
    }

    /**
     * The sample's own timestamp.
     *
     * @return milliseconds since 1970, when it {@link #hasTimestamp() has one}
     */
    public long timestampMillis() {
        return timestamp;
    }

    /**
     * When the series began to count, from the family's {@code _created}; OpenMetrics only.
     *
     * @return milliseconds since 1970, 0 when it is not known
     */
    public long startTimestampMillis() {
        return startTimestamp;
    }

    /**
     * Whether the sample has an exemplar; OpenMetrics only.
     *
     * @return whether the other methods about it mean something
     */
    public boolean hasExemplar() {
        return hasExemplar;
    }

    /**
     * The exemplar's value.
     *
     * @return any number
     */
    public double exemplarValue() {
        return exemplarValue;
    }

    /**
     * Whether the exemplar has a timestamp.
     *
     * @return whether {@link #exemplarTimestampMillis()} means something
     */
    public boolean hasExemplarTimestamp() {
        return hasExemplarTimestamp;
    }

    /**
     * The exemplar's timestamp.
     *
     * @return milliseconds since 1970, when it {@link #hasExemplarTimestamp() has one}
     */
    public long exemplarTimestampMillis() {
        return exemplarTimestamp;
    }

    /**
     * The exemplar's labels.
     *
     * @return a new map, in the order in which they are written; empty when there are none
     */
    public Map<String, String> exemplarLabels() {
        return exemplarLabels.decode(body);
    }

    /** Whether a label says which of a point's series this is, rather than which point. */
    boolean isWithinPoint(int label, FamilyType type) {
        return type == FamilyType.HISTOGRAM && labels.isName(body, label, LE)
                || type == FamilyType.SUMMARY && labels.isName(body, label, QUANTILE);
    }

    /** A bound or a quantile as Prometheus 3 stores it, however it was exposed. */
    static String normalized(String number) {
        byte[] bytes = number.getBytes(StandardCharsets.UTF_8);
        try {
            return GoFloat.format(GoNumbers.parse(bytes, 0, bytes.length));
        } catch (NumberFormatException e) {
            return number;
        }
    }
}
