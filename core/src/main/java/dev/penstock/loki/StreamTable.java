package dev.penstock.loki;

import dev.penstock.process.Pairs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stream of an entry by its labels, and adds the labels that every stream has when it sees one first.
 *
 * <p>The look-up allocates nothing: the probe is a key that is filled anew each time. Not thread-safe.
 */
final class StreamTable {

    /** Streams remembered; a source of endless new label values starts the table over instead of filling memory. */
    private static final int REMEMBERED = 10_000;

    /** And so many characters, for labels may be long. */
    private static final long CHARACTERS_REMEMBERED = 2L << 20;

    private final StreamDefaults defaults;
    private final Map<Key, LokiStream> byLabels = new HashMap<>();
    private final Map<String, LokiStream> byText = new HashMap<>();
    private final Key probe = new Key();
    private int nextId;
    private long characters;

    StreamTable(StreamDefaults defaults) {
        this.defaults = defaults;
    }

    LokiStream find(Pairs labels) {
        probe.fill(labels);
        LokiStream known = byLabels.get(probe);
        return known != null ? known : add(labels);
    }

    private LokiStream add(Pairs labels) {
        if (byLabels.size() >= REMEMBERED || characters > CHARACTERS_REMEMBERED) {
            byLabels.clear();
            byText.clear();
            characters = 0;
        }
        Map<String, String> all = new TreeMap<>();
        labels.forEach(all::put);
        defaults.complete(all);
        // The same labels in another order are the same stream.
        String text = LabelText.of(all);
        LokiStream stream = byText.computeIfAbsent(text, each -> new LokiStream(nextId++, each));
        byLabels.put(probe.copy(), stream);
        characters += 2L * text.length();
        return stream;
    }

    /** Label names and values in the order they came. */
    private static final class Key {

        private String[] texts = new String[0];
        private int size;
        private int hash;

        void fill(Pairs labels) {
            size = 2 * labels.size();
            if (texts.length < size) {
                texts = new String[size];
            }
            int mixed = 0;
            for (int i = 0; i < size; i += 2) {
                texts[i] = labels.name(i / 2);
                texts[i + 1] = labels.value(i / 2);
                mixed = 31 * (31 * mixed + texts[i].hashCode()) + texts[i + 1].hashCode();
            }
            hash = mixed;
        }

        Key copy() {
            Key copy = new Key();
            copy.texts = Arrays.copyOf(texts, size);
            copy.size = size;
            copy.hash = hash;
            return copy;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && Arrays.equals(texts, 0, size, key.texts, 0, key.size);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
