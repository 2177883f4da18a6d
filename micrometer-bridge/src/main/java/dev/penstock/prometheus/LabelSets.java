package dev.penstock.prometheus;

import dev.penstock.remotewrite.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the wire's labels of the client's, with names as the client's text format has them. */
final class LabelSets {

    private LabelSets() {}

    static Labels of(io.prometheus.metrics.model.snapshots.Labels labels) {
        if (labels.size() == 0) {
            return Labels.EMPTY;
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            @Nullable String value = labels.getValue(i);
            // The client does not look at values. An empty label is none.
            map.put(labels.getPrometheusName(i), value == null ? "" : value);
        }
        return Labels.of(map);
    }

    /** All characters of names and values. */
    static int length(Labels labels) {
        int length = 0;
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            String value = labels.value(i);
            length += name.codePointCount(0, name.length()) + value.codePointCount(0, value.length());
        }
        return length;
    }
}
