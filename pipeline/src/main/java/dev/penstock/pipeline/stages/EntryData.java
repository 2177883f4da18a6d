package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.template.TemplateData;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What templates see of an entry: all extracted values that have a text, as texts, and what the stage adds. Reads only what
 * it is asked for. Not thread-safe.
 */
final class EntryData implements TemplateData {

    private static final String VALUE = "Value";
    private static final String ENTRY = "Entry";

    private final boolean hasEntry;
    private @Nullable LogEntry entry;
    private @Nullable String value;

    /**
     * The data of a stage.
     *
     * @param hasEntry whether {@code .Entry} is the line
     */
    EntryData(boolean hasEntry) {
        this.hasEntry = hasEntry;
    }

    /**
     * Turns to an entry.
     *
     * @param newValue what {@code .Value} is; null for whatever was extracted under that name
     */
    void begin(@Nullable LogEntry newEntry, @Nullable String newValue) {
        entry = newEntry;
        value = newValue;
    }

    @Override
    public @Nullable Object get(String key) {
        if (entry == null) {
            return null;
        }
        if (value != null && key.equals(VALUE)) {
            return value;
        }
        return hasEntry && key.equals(ENTRY) ? entry.line() : entry.extracted().string(key);
    }

    @Override
    public Collection<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        if (entry != null) {
            entry.extracted().forEach((name, each) -> {
                if (Extracted.text(each) != null) {
                    keys.add(name);
                }
            });
            if (value != null) {
                keys.add(VALUE);
            }
            if (hasEntry) {
                keys.add(ENTRY);
            }
        }
        return keys;
    }
}
