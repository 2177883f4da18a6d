package dev.penstock.testkit.store;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of labels in one array, because a million entries may each have their own.
 *
 * <p>An immutable map, sorted by name unless its maker had an order of his own.
 */
public final class Labels extends AbstractMap<String, String> {

    /** No labels. */
    public static final Labels EMPTY = new Labels(new String[0]);

    private final String[] pairs;
    private int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
    }

    /** Copies a map. */
    public static Labels of(Map<String, String> map) {
        if (map instanceof Labels labels) {
            return labels;
        }
        if (map.isEmpty()) {
            return EMPTY;
        }
        TreeMap<String, String> sorted = new TreeMap<>(map);
        String[] pairs = new String[2 * sorted.size()];
        int i = 0;
        for (Entry<String, String> pair : sorted.entrySet()) {
            pairs[i++] = pair.getKey();
            pairs[i++] = pair.getValue();
        }
        return new Labels(pairs);
    }

    /**
     * Labels in the order in which they are given.
     *
     * @param pairs name, value, name, value, …; no name twice. Sets of labels that are to be equal have one order
     */
    public static Labels inOrder(List<String> pairs) {
        return pairs.isEmpty() ? EMPTY : new Labels(pairs.toArray(new String[0]));
    }

    /** These labels and those, which win where both have a name. */
    public Labels plus(Labels others) {
        if (others.pairs.length == 0) {
            return this;
        }
        TreeMap<String, String> merged = new TreeMap<>(this);
        merged.putAll(others);
        return of(merged);
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return get(name) != null;
    }

    @Override
    public int size() {
        return pairs.length / 2;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new Pairs();
    }

    @Override
    public int hashCode() {
        int known = hash;
        if (known == 0) {
            known = super.hashCode();
            hash = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Labels labels ? Arrays.equals(pairs, labels.pairs) : super.equals(other);
    }

    private final class Pairs extends AbstractSet<Entry<String, String>> {

        @Override
        public int size() {
            return Labels.this.size();
        }

        @Override
        public Iterator<Entry<String, String>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < pairs.length;
                }

                @Override
                public Entry<String, String> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    next += 2;
                    return Map.entry(pairs[next - 2], pairs[next - 1]);
                }
            };
        }
    }
}
