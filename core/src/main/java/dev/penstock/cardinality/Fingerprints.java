package dev.penstock.cardinality;

import java.util.Arrays;

/**
 * A set of texts of which only fingerprints of 64 bits are kept: eight bytes each, however long the texts are. Two of a
 * thousand texts have the same fingerprint once in 10<sup>13</sup> times, and then one of them is not counted.
 *
 * <p>Open addressing, because a {@code HashSet} would make an object of each look-up. Not thread-safe.
 */
final class Fingerprints {

    private static final int SMALL = 16;

    /** Of FNV-1a with 64 bits. Source: RFC 9923, section 5. */
    private static final long OFFSET = 0xcbf29ce484222325L;

    private static final long PRIME = 0x100000001b3L;

    /** Marks a free place, and is no fingerprint. */
    private static final long FREE = 0;

    private long[] places = new long[SMALL];
    private int size;

    /** The fingerprint of a text. */
    static long of(String text) {
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return mixed(hash);
    }

    /** The fingerprint of a pair; a sum of such is that of a set of pairs, in whatever order. */
    static long ofPair(long name, long value) {
        return mixed(name * 31 + value);
    }

    /** Spreads every bit over all. Source: Stafford's thirteenth variant of the finaliser of MurmurHash3. */
    private static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** Adds one; false when it was there. */
    boolean add(long fingerprint) {
        long wanted = fingerprint == FREE ? 1 : fingerprint;
        int place = place(places, wanted);
        if (places[place] == wanted) {
            return false;
        }
        if (2 * (size + 1) > places.length) {
            grow();
            place = place(places, wanted);
        }
        places[place] = wanted;
        size++;
        return true;
    }

    /** Where one is or would be. */
    private static int place(long[] places, long wanted) {
        int place = (int) wanted & (places.length - 1);
        while (places[place] != wanted && places[place] != FREE) {
            place = (place + 1) & (places.length - 1);
        }
        return place;
    }

    private void grow() {
        long[] larger = new long[2 * places.length];
        for (long each : places) {
            if (each != FREE) {
                larger[place(larger, each)] = each;
            }
        }
        places = larger;
    }

    int size() {
        return size;
    }

    void clear() {
        if (places.length > SMALL) {
            places = new long[SMALL];
        } else {
            Arrays.fill(places, FREE);
        }
        size = 0;
    }
}
