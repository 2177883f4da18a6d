package dev.penstock.remotewrite;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of labels as remote write wants it: sorted by name in the order of UTF-8 bytes, each name once, none with an empty
 * value; text that is no Unicode is repaired. Immutable.
 */
public final class Labels {

    /** No label. */
    public static final Labels EMPTY = new Labels(new String[0]);

    /** The label that holds a series' name. */
    public static final String NAME = "__name__";

    private static final char REPLACEMENT = '\uFFFD';

    /** Names and values in turn. */
    private final String[] pairs;

    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        hash = Arrays.hashCode(pairs);
    }

    /**
     * A set of labels.
     *
     * @param namesAndValues names and values in turn, in any order; of two with the same name the later one counts
     * @return the set
     * @throws IllegalArgumentException when a name is empty or has no value behind it
     */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("the label " + namesAndValues[namesAndValues.length - 1]
                    + " has no value: expected names and values in turn");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(map);
    }

    /**
     * A set of labels.
     *
     * @param map names and values
     * @return the set
     * @throws IllegalArgumentException when a name is empty
     */
    public static Labels of(Map<String, String> map) {
        if (map.isEmpty()) {
            return EMPTY;
        }
        TreeMap<String, String> sorted = new TreeMap<>(Labels::compare);
        map.forEach((name, value) -> {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a label needs a name");
            }
            if (!value.isEmpty()) {
                sorted.put(repaired(name), repaired(value));
            }
        });
        String[] pairs = new String[2 * sorted.size()];
        int at = 0;
        for (Map.Entry<String, String> each : sorted.entrySet()) {
            pairs[at++] = each.getKey();
            pairs[at++] = each.getValue();
        }
        return new Labels(pairs);
    }

    /** Code points in the order of their UTF-8 bytes, in which surrogates come after the rest of the basic plane. */
    private static int compare(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean aIsPart = Character.isSurrogate(a);
                boolean bIsPart = Character.isSurrogate(b);
                // A surrogate is part of a code point that is larger than any character which is none.
                return aIsPart == bIsPart ? Character.compare(a, b) : Boolean.compare(aIsPart, bIsPart);
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static String repaired(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            repaired = repaired == null ? new StringBuilder(text) : repaired;
            repaired.setCharAt(i, REPLACEMENT);
        }
        return repaired == null ? text : repaired.toString();
    }

    /**
     * How many there are.
     *
     * @return 0 or more
     */
    public int size() {
        return pairs.length / 2;
    }

    /**
     * A label's name.
     *
     * @param i from 0
     * @return its name
     */
    public String name(int i) {
        return pairs[2 * i];
    }

    /**
     * A label's value.
     *
     * @param i from 0
     * @return its value, never empty
     */
    public String value(int i) {
        return pairs[2 * i + 1];
    }

    /**
     * Looks a label up.
     *
     * @param name its name
     * @return its value, or null when there is none
     */
    public @Nullable String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /**
     * These labels and one more.
     *
     * @param name its name; one of the same name is replaced
     * @param value its value
     * @return a new set
     */
    public Labels with(String name, String value) {
        Map<String, String> map = toMap();
        map.put(Objects.requireNonNull(name), value);
        return of(map);
    }

    /**
     * Names and values.
     *
     * @return a new map, in the order of the labels
     */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Labels labels && hash == labels.hash && Arrays.equals(pairs, labels.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The series in PromQL's words, such as {@code up{job="shop"}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(Objects.requireNonNullElse(get(NAME), "")).append('{');
        String separator = "";
        for (int i = 0; i < size(); i++) {
            if (!name(i).equals(NAME)) {
                text.append(separator)
                        .append(name(i))
                        .append("=\"")
                        .append(value(i).replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n"))
                        .append('"');
                separator = ", ";
            }
        }
        return text.append('}').toString();
    }
}
