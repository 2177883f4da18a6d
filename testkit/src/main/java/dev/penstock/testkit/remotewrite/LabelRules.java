package dev.penstock.testkit.remotewrite;

import com.google.protobuf.ByteString;
import dev.penstock.testkit.RemoteWriteVersion;
import dev.penstock.testkit.push.GoText;
import dev.penstock.testkit.store.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for labels: which names and values there may be, each name once, in the order of their bytes. */
final class LabelRules {

    private static final String METRIC_NAME = "__name__";
    private static final Pattern LEGACY_METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern LEGACY_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private LabelRules() {}

    /** The labels of a series. */
    static Labels series(List<ByteString> pairs, RemoteWriteVersion version) throws BadPartException {
        Labels labels = read(pairs);
        String name = labels.get(METRIC_NAME);
        if (name == null) {
            throw new BadPartException("no label " + METRIC_NAME, true);
        }
        if (version == RemoteWriteVersion.V1) {
            legacy(labels, name);
        }
        return labels;
    }

    /** The labels of an exemplar, which may have any names in both versions. */
    static Labels exemplar(List<ByteString> pairs) throws BadPartException {
        return read(pairs);
    }

    /** Labels as they came, for a message. */
    static String text(List<ByteString> pairs) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            text.append(i == 0 ? "" : ", ").append(string(pairs.get(i))).append('=');
            text.append(GoText.quote(string(pairs.get(i + 1))));
        }
        return text.append('}').toString();
    }

    private static Labels read(List<ByteString> pairs) throws BadPartException {
        List<String> texts = new ArrayList<>(pairs.size());
        Set<ByteString> names = new HashSet<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            ByteString name = pairs.get(i);
            ByteString value = pairs.get(i + 1);
            if (name.isEmpty()) {
                throw new BadPartException("empty label name, of the value " + quote(value), true);
            }
            if (!name.isValidUtf8()) {
                throw new BadPartException("label name " + quote(name) + " is not valid UTF-8", true);
            }
            if (!value.isValidUtf8()) {
                throw new BadPartException(
                        "value " + quote(value) + " of label " + quote(name) + " is not valid UTF-8", true);
            }
            if (!names.add(name)) {
                throw new BadPartException("duplicate label name " + quote(name), true);
            }
            texts.add(string(name));
            texts.add(string(value));
        }
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i + 1).isEmpty()) {
                throw new BadPartException(
                        "empty value of label " + quote(pairs.get(i)) + "; a label without a value is to be left out");
            }
            if (i > 0) {
                order(pairs.get(i - 2), pairs.get(i));
            }
        }
        return Labels.inOrder(texts);
    }

    private static void order(ByteString first, ByteString second) throws BadPartException {
        if (ByteString.unsignedLexicographicalComparator().compare(first, second) > 0) {
            throw new BadPartException("labels are not sorted: " + quote(first) + " stands before " + quote(second)
                    + "; they must be in the order of their names' bytes");
        }
    }

    private static void legacy(Labels labels, String metric) throws BadPartException {
        if (!LEGACY_METRIC.matcher(metric).matches()) {
            throw new BadPartException(
                    "metric name " + GoText.quote(metric) + " is none of remote write 1.0, which has " + LEGACY_METRIC,
                    true);
        }
        for (String label : labels.keySet()) {
            if (!LEGACY_LABEL.matcher(label).matches()) {
                throw new BadPartException(
                        "label name " + GoText.quote(label) + " is none of remote write 1.0, which has " + LEGACY_LABEL,
                        true);
            }
        }
    }

    private static String quote(ByteString text) {
        return GoText.quote(string(text));
    }

    private static String string(ByteString text) {
        return text.toString(StandardCharsets.UTF_8);
    }
}
