package dev.penstock.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Copies of events that wait to be used again: one thread gives them back, many take them. Takes no lock and never waits.
 *
 * <p>As many copies go round as events were ever queued at a time.
 */
final class CopyPool<E> {

    private static final VarHandle TAKEN;

    static {
        try {
            TAKEN = MethodHandles.lookup().findVarHandle(CopyPool.class, "taken", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Object[] places;
    private final int mask;

    /** Copies taken so far. */
    private volatile long taken;

    /** Copies given back so far, those included that were taken since. Written by the one thread that gives. */
    private volatile long given;

    /**
     * An empty pool.
     *
     * @param capacity places, a power of two
     */
    CopyPool(int capacity) {
        places = new Object[capacity];
        mask = capacity - 1;
    }

    /** A copy that nobody else has; null when there is none. */
    @SuppressWarnings("unchecked")
    @Nullable E take() {
        while (true) {
            long index = taken;
            if (index >= given) {
                return null;
            }
            // Before the place is free to be overwritten: whoever fails to take the index has read in vain.
            Object copy = places[(int) index & mask];
            if (TAKEN.compareAndSet(this, index, index + 1)) {
                return (E) copy;
            }
        }
    }

    /** Keeps a copy, if there is a place for it. For one thread. */
    void give(E copy) {
        long index = given;
        if (index - taken <= mask) {
            places[(int) index & mask] = copy;
            given = index + 1;
        }
    }
}
