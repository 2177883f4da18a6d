package dev.penstock.pipeline.stages;

import dev.penstock.process.Pairs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a stage remembers of each label set; of too many, those that were used last. Not thread-safe. */
final class RecentLabelSets<T> {

    /** Characters of a label set that is remembered: Loki takes 15 labels of 2 KiB each, and there are thousands of sets. */
    private static final int LONGEST = 4096;

    private final LabelSet probe = new LabelSet();
    private final Map<LabelSet, T> entries;

    RecentLabelSets(int most) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<LabelSet, T> eldest) {
                return size() > most;
            }
        };
    }

    @Nullable T get(Pairs labels) {
        return entries.get(probe.set(labels));
    }

    /** Remembers a value, unless the labels are so long that many of them would take much memory. */
    T put(Pairs labels, T value) {
        if (length(labels) <= LONGEST) {
            entries.put(probe.set(labels).copy(), value);
        }
        return value;
    }

    private static long length(Pairs labels) {
        long length = 0;
        for (int i = 0; i < labels.size(); i++) {
            length += labels.name(i).length() + labels.value(i).length();
        }
        return length;
    }
}
