package dev.penstock.pipeline.stages;

import dev.penstock.process.Pairs;

/**
 * Labels as a key of maps, in whatever order they are: one to look up with, which turns from entry to entry, and copies to be
 * kept.
 */
final class LabelSet {

    private String[] names = new String[16];
    private String[] values = new String[16];
    private int size;
    private int hash;

    /** Takes over labels. Only for one that is no key. */
    LabelSet set(Pairs labels) {
        size = labels.size();
        if (size > names.length) {
            names = new String[size];
            values = new String[size];
        }
        hash = 0;
        for (int i = 0; i < size; i++) {
            names[i] = labels.name(i);
            values[i] = labels.value(i);
            hash += 31 * names[i].hashCode() ^ values[i].hashCode();
        }
        return this;
    }

    /** One that stays as it is. */
    LabelSet copy() {
        LabelSet copy = new LabelSet();
        copy.names = new String[size];
        copy.values = new String[size];
        System.arraycopy(names, 0, copy.names, 0, size);
        System.arraycopy(values, 0, copy.values, 0, size);
        copy.size = size;
        copy.hash = hash;
        return copy;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof LabelSet set) || set.hash != hash || set.size != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!set.contains(i, names[i], values[i])) {
                return false;
            }
        }
        return true;
    }

    /** Mostly the order is the same. */
    private boolean contains(int guess, String name, String value) {
        if (names[guess].equals(name)) {
            return values[guess].equals(value);
        }
        for (int i = 0; i < size; i++) {
            if (names[i].equals(name)) {
                return values[i].equals(value);
            }
        }
        return false;
    }
}
