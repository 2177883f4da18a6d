package dev.penstock.spring.logging;

import java.util.ArrayList;
import java.util.List;

/**
 * Events that are kept as long as there is nothing that ships them: so many, and of so many characters; what finds no room is
 * counted. Not thread-safe.
 *
 * @param <E> the framework's event
 */
final class HeldEvents<E> {

    /** How many are kept: more than any start-up logs at INFO. */
    static final int MOST = 2_000;

    /** The same in characters of their messages. */
    static final int MOST_CHARACTERS = 4 << 20;

    /** So many of a start are not left waiting for its end. */
    static final int MANY = 256;

    /** The same in characters. */
    static final int MANY_CHARACTERS = 256 << 10;

    private List<E> events = new ArrayList<>();
    private long characters;
    private int leftOut;

    /** Of both, those that somebody was to have for certain. */
    private int owed;

    /** Keeps an event, or counts it. */
    void add(E event, int size) {
        if (isFull()) {
            leftOut++;
        } else {
            events.add(event);
            characters += size;
        }
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    boolean isFull() {
        return events.size() >= MOST || characters >= MOST_CHARACTERS;
    }

    boolean areMany() {
        return events.size() >= MANY || characters >= MANY_CHARACTERS;
    }

    /** All of them, the oldest first, which are not kept any more. */
    List<E> take() {
        List<E> taken = events;
        events = new ArrayList<>();
        characters = 0;
        owed = 0;
        return taken;
    }

    /** Counts all of them as left out. */
    void leaveOut() {
        leftOut += take().size();
    }

    /** What there is so far is missed if it is forgotten. */
    void owe() {
        owed = events.size() + leftOut;
    }

    /** Forgets all of them, and what was left out, unless it is missed. */
    void clear() {
        int missed = owed;
        List<E> forgotten = take();
        leftOut = missed;
    }

    /** How many were left out; counted anew after that. */
    int takeLeftOut() {
        int count = leftOut;
        leftOut = 0;
        owed = Math.max(0, owed - count);
        return count;
    }
}
