package dev.penstock.pipeline.stages;

import dev.penstock.process.Pairs;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a stage remembers of each label set; of too many, those that were used last. Not thread-safe. */
final class RecentLabelSets<T> {

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

    T put(Pairs labels, T value) {
        entries.put(probe.set(labels).copy(), value);
        return value;
    }
}
