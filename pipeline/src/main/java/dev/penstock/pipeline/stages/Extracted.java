package dev.penstock.pipeline.stages;

import dev.penstock.pipeline.text.GoFloat;
import dev.penstock.process.EventValues;
import dev.penstock.process.Pairs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What stages have found out about an entry, by name: the {@code extracted} map of Alloy. Below it lies what the event has
 * by itself ({@link EventValues}), which is read only when it is asked for.
 *
 * <p>A value is a {@link String}, a {@link Double}, a {@link Boolean} or {@link #NULL}. Arrays and a linear search: an entry
 * has a handful of values, and is processed by the million. One with many has an index besides. Not thread-safe.
 */
public final class Extracted {

    /** JSON's null: the name is there, and has no value. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    /** The name is not there, though the event has it. */
    private static final Object REMOVED = new Object();

    /** More values than this are found by an index: a regex on keys may take all that a huge line has. */
    private static final int SEARCHED = 64;

    /** Arrays that one huge entry made larger than this are not kept. */
    private static final int KEPT = 1024;

    private static final int SMALL = 16;

    private String[] names = new String[SMALL];
    private Object[] values = new Object[SMALL];
    private int size;

    /** Of all names, while there are more than {@link #SEARCHED}; else null. */
    private @Nullable Map<String, Integer> index;

    private EventValues event = EventValues.NONE;

    /** Nothing. */
    public Extracted() {
        Arrays.fill(names, "");
        Arrays.fill(values, REMOVED);
    }

    /** Forgets everything, and begins with what an event has. */
    void begin(EventValues ofEvent) {
        int used = size;
        size = 0;
        index = null;
        if (names.length > KEPT) {
            String[] fewerNames = new String[SMALL];
            values = new Object[SMALL];
            names = fewerNames;
            used = SMALL;
        }
        Arrays.fill(names, 0, used, "");
        Arrays.fill(values, 0, used, REMOVED);
        event = ofEvent;
    }

    /** Takes over all that another entry has. */
    void copy(Extracted other) {
        begin(other.event);
        for (int i = 0; i < other.size; i++) {
            append(other.names[i], other.values[i]);
        }
    }

    /** Puts all labels in, as every pipeline does when it begins. Source: grafana/alloy, loki.process. */
    void putAll(Pairs labels) {
        for (int i = 0; i < labels.size(); i++) {
            put(labels.name(i), labels.value(i));
        }
    }

    /**
     * The value of a name.
     *
     * @param name the name
     * @return a value, {@link #NULL} for JSON's null, {@code null} when the name is not there
     */
    public @Nullable Object get(String name) {
        int index = indexOf(name);
        if (index >= 0) {
            Object value = values[index];
            return value == REMOVED ? null : value;
        }
        String ofEvent = event.get(name);
        if (ofEvent != null) {
            append(name, ofEvent);
        }
        return ofEvent;
    }

    /**
     * Whether a name is there, with a value or with {@link #NULL}.
     *
     * @param name the name
     * @return true when it is
     */
    public boolean has(String name) {
        return get(name) != null;
    }

    /**
     * The value of a name as text. Source: grafana/alloy, loki.process, getString.
     *
     * @param name the name
     * @return {@code null} when the name is not there, or has no text
     */
    public @Nullable String string(String name) {
        return text(get(name));
    }

    /**
     * A value as text: numbers in decimal digits without exponent, as short as they are exact.
     *
     * @param value a value, or null
     * @return {@code null} when there is none
     */
    public static @Nullable String text(@Nullable Object value) {
        return GoFloat.toText(value);
    }

    /**
     * Gives a name a value.
     *
     * @param name the name
     * @param value a {@link String}, a {@link Double}, a {@link Boolean} or {@link #NULL}
     */
    public void put(String name, Object value) {
        int index = indexOf(name);
        if (index >= 0) {
            values[index] = value;
        } else {
            append(name, value);
        }
    }

    /**
     * Takes a name away.
     *
     * @param name the name
     */
    public void remove(String name) {
        put(name, REMOVED);
    }

    /**
     * Hands on all that is there, the event's own values too.
     *
     * @param out takes name and value, each name once; must not change this
     */
    public void forEach(BiConsumer<? super String, Object> out) {
        event.forEach((name, value) -> {
            if (indexOf(name) < 0) {
                append(name, value);
            }
        });
        for (int i = 0; i < size; i++) {
            if (values[i] != REMOVED) {
                out.accept(names[i], values[i]);
            }
        }
    }

    private void append(String name, Object value) {
        if (size == names.length) {
            String[] moreNames = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
            names = moreNames;
        }
        names[size] = name;
        values[size] = value;
        size++;
        if (index != null) {
            index.put(name, size - 1);
        } else if (size > SEARCHED) {
            Map<String, Integer> all = new HashMap<>();
            for (int i = 0; i < size; i++) {
                all.put(names[i], i);
            }
            index = all;
        }
    }

    private int indexOf(String name) {
        if (index != null) {
            return index.getOrDefault(name, -1);
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
