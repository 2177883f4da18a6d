package dev.penstock.process;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A short list of name-value pairs with unique names, reused from record to record.
 *
 * <p>Arrays and a linear search: a record has a handful of pairs, and a map would allocate for each. The first value
 * given for a name stays. Not thread-safe.
 */
public final class Pairs {

    /** The most pairs kept. */
    public static final int MOST = 1024;

    private String[] names = new String[16];
    private String[] values = new String[16];
    private int size;

    /** An empty list. */
    public Pairs() {}

    /**
     * Adds a pair, unless the name is there already or the value is empty: Loki has no empty values. Pairs beyond
     * {@link #MOST} are left out: Loki takes 128, and a map of thousands would hold up all other records.
     *
     * @param name any text
     * @param value any text
     */
    public void add(String name, String value) {
        if (value.isEmpty() || size == MOST || contains(name)) {
            return;
        }
        append(name, value);
    }

    /**
     * Adds a pair as {@link #add} does, but before all others, of which the last gives way when there is no room.
     *
     * @param name any text
     * @param value any text
     */
    public void addFirst(String name, String value) {
        if (value.isEmpty() || contains(name)) {
            return;
        }
        if (size == MOST) {
            truncate(MOST - 1);
        }
        append(name, value);
        System.arraycopy(names, 0, names, 1, size - 1);
        System.arraycopy(values, 0, values, 1, size - 1);
        names[0] = name;
        values[0] = value;
    }

    private void append(String name, String value) {
        if (size == names.length) {
            // Both or none: either may fail, and the list is used again.
            String[] moreNames = Arrays.copyOf(names, size * 2);
            values = Arrays.copyOf(values, size * 2);
            names = moreNames;
        }
        names[size] = name;
        values[size] = value;
        size++;
    }

    /**
     * Whether a name has a value.
     *
     * @param name the name
     * @return true when {@link #add} was called with it
     */
    public boolean contains(String name) {
        return indexOf(name) >= 0;
    }

    private int indexOf(String name) {
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The value of a name.
     *
     * @param name the name
     * @return null when the name has none
     */
    public @Nullable String get(String name) {
        int index = indexOf(name);
        return index < 0 ? null : values[index];
    }

    /**
     * Gives a name a value, whether it has one or not; an empty one too, which Loki takes for none. A new pair beyond
     * {@link #MOST} is left out.
     *
     * @param name any text
     * @param value any text
     */
    public void set(String name, String value) {
        int index = indexOf(name);
        if (index >= 0) {
            values[index] = value;
        } else if (size < MOST) {
            append(name, value);
        }
    }

    /**
     * Removes a pair; the others keep their order.
     *
     * @param name its name
     * @return the value it had; null when there was none
     */
    public @Nullable String remove(String name) {
        int index = indexOf(name);
        if (index < 0) {
            return null;
        }
        String value = values[index];
        removeAt(index);
        return value;
    }

    /**
     * Removes a pair; the others keep their order.
     *
     * @param index 0 to {@code size() - 1}
     */
    public void removeAt(int index) {
        System.arraycopy(names, index + 1, names, index, size - index - 1);
        System.arraycopy(values, index + 1, values, index, size - index - 1);
        truncate(size - 1);
    }

    /** Removes the pairs without a value, which Loki does not know. */
    public void removeEmpty() {
        for (int i = size - 1; i >= 0; i--) {
            if (values[i].isEmpty()) {
                removeAt(i);
            }
        }
    }

    /**
     * Takes over all pairs of another list, in place of its own.
     *
     * @param other is not changed
     */
    public void copy(Pairs other) {
        clear();
        for (int i = 0; i < other.size; i++) {
            append(other.names[i], other.values[i]);
        }
    }

    /**
     * How many pairs there are.
     *
     * @return 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * The name of a pair.
     *
     * @param index 0 to {@code size() - 1}
     * @return the name
     */
    public String name(int index) {
        return names[index];
    }

    /**
     * The value of a pair.
     *
     * @param index 0 to {@code size() - 1}
     * @return the value
     */
    public String value(int index) {
        return values[index];
    }

    /**
     * Replaces a value.
     *
     * @param index 0 to {@code size() - 1}
     * @param value the new value
     */
    public void setValue(int index, String value) {
        values[index] = value;
    }

    /**
     * Removes the last pairs.
     *
     * @param newSize how many stay, 0 to {@code size()}
     */
    public void truncate(int newSize) {
        // The strings go too: a record's values must not live on in a list that is reused.
        Arrays.fill(names, newSize, size, "");
        Arrays.fill(values, newSize, size, "");
        size = newSize;
    }

    /** Removes all pairs. */
    public void clear() {
        truncate(0);
    }

    /**
     * Calls back for each pair, in order.
     *
     * @param action takes name and value
     */
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < size; i++) {
            action.accept(names[i], values[i]);
        }
    }
}
