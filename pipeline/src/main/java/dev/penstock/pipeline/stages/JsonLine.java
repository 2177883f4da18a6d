package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.json.JsonKind;
import dev.penstock.pipeline.json.JsonView;
import org.jspecify.annotations.Nullable;

/**
 * A text as JSON. Remembers the last one: stages that read the same line, which nobody has changed meanwhile, have it
 * scanned once. Not thread-safe.
 */
public final class JsonLine {

    private final JsonView view = new JsonView();
    private @Nullable String scanned;
    private boolean readable;

    /** Nothing is scanned. */
    public JsonLine() {}

    /**
     * Scans a text, unless it is the one that was scanned last. Source of what is read: grafana/alloy, loki.process,
     * stage.json, which decodes into a map.
     *
     * @return an object, or null as JSON has it; null for all else, which is malformed to Alloy
     */
    // A line that was changed is another instance; to compare what is in it would cost as much as to scan it.
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    @Nullable JsonView read(String text) {
        if (scanned != text) {
            scanned = null;
            readable = view.scan(text) && (view.kind() == JsonKind.OBJECT || view.kind() == JsonKind.NULL);
            scanned = text;
        }
        return readable ? view : null;
    }
}
