package dev.penstock.pipeline.relabel;

import java.util.LinkedHashMap;
import java.util.Map;

/** A label set on its way through the rules: the caller's own until something changes, a copy from then on. */
final class LabelEdits {

    private final Map<String, String> original;
    private Map<String, String> labels;

    LabelEdits(Map<String, String> original) {
        this.original = original;
        this.labels = original;
    }

    /** A label's value, empty when there is none. */
    String get(String name) {
        String value = labels.get(name);
        return value == null ? "" : value;
    }

    /** Sets a label; the empty value removes it, for Prometheus knows no difference. */
    void set(String name, String value) {
        if (value.isEmpty()) {
            remove(name);
        } else if (!value.equals(labels.get(name))) {
            own().put(name, value);
        }
    }

    void remove(String name) {
        if (labels.containsKey(name)) {
            own().remove(name);
        }
    }

    /** The labels as they are now; not to be changed, and not to be looked at during a change. */
    Map<String, String> labels() {
        return labels;
    }

    private Map<String, String> own() {
        if (labels == original) {
            labels = new LinkedHashMap<>(original);
        }
        return labels;
    }
}
