package dev.penstock.loki;

import dev.penstock.process.Pairs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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

    /** Most applications have a stream for each level they use. */
    private static final int RECENT = 4;

    private final StreamDefaults defaults;
    private final StreamCounts counts;
    private final Map<Key, LokiStream> byLabels = new HashMap<>();
    private final Map<String, LokiStream> byText = new HashMap<>();
    private final Key probe = new Key();

    /** The streams found last, to be known again by the identity of their labels' texts alone. */
    private final Key[] recentKeys = Stream.generate(Key::new).limit(RECENT).toArray(Key[]::new);

    private final @Nullable LokiStream[] recentStreams = new LokiStream[RECENT];
    private int oldest;
    private int nextId;
    private long characters;

    StreamTable(StreamDefaults defaults, StreamCounts counts) {
        this.defaults = defaults;
        this.counts = counts;
    }

    LokiStream find(Pairs labels) {
        for (int i = 0; i < RECENT; i++) {
            LokiStream stream = recentStreams[i];
            if (stream != null && recentKeys[i].isSame(labels)) {
                return stream;
            }
        }
        probe.fill(labels);
        LokiStream known = byLabels.get(probe);
        LokiStream found = known != null ? known : add(labels);
        oldest = (oldest + 1) % RECENT;
        // Filling may fail for want of memory, and what is half filled must not be compared with.
        recentStreams[oldest] = null;
        recentKeys[oldest].fill(labels);
        recentStreams[oldest] = found;
        return found;
    }

    private LokiStream add(Pairs labels) {
        if (byLabels.size() >= REMEMBERED || characters > CHARACTERS_REMEMBERED) {
            byLabels.clear();
            byText.clear();
            Arrays.fill(recentStreams, null);
            characters = 0;
        }
        Map<String, String> all = new TreeMap<>();
        labels.forEach(all::put);
        defaults.complete(all);
        // The same labels in another order are the same stream.
        String text = LabelText.of(all);
        LokiStream stream = byText.computeIfAbsent(text, each -> new LokiStream(nextId++, each, counts.counter(each)));
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

        /** Whether it was filled with the very same strings. */
        @SuppressWarnings("ReferenceEquality") // Other strings with the same text are found by the table.
        boolean isSame(Pairs labels) {
            if (size != 2 * labels.size()) {
                return false;
            }
            for (int i = 0; i < size; i += 2) {
                if (texts[i + 1] != labels.value(i / 2) || texts[i] != labels.name(i / 2)) {
                    return false;
                }
            }
            return true;
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
