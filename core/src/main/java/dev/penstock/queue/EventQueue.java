package dev.penstock.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the application's threads and the one shipping thread: a ring of references.
 *
 * <p>{@link #offer} may be called by any thread; it takes no lock, allocates nothing and never waits: one
 * compare-and-set to claim a slot, one volatile store to publish it. All other methods but {@link #wake} and
 * {@link #close} belong to the one consumer.
 *
 * <p>The consumer sleeps until it is woken, and says how soon it wants to be: at the next event when it has nothing to
 * do, or only once many have gathered while a batch is open anyway, so that a trickle of events does not pay for a
 * wake-up each.
 *
 * @param <E> the event type
 */
public final class EventQueue<E> {

    /** What became of an offered event. */
    public enum Offer {
        /** It is in the queue. */
        TAKEN,
        /** Every slot is in use. */
        FULL,
        /** The queue takes no more events. */
        CLOSED
    }

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle CLAIMED;
    private static final VarHandle CONSUMED;
    private static final VarHandle WAKE_AT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CLAIMED = lookup.findVarHandle(EventQueue.class, "claimed", long.class);
            CONSUMED = lookup.findVarHandle(EventQueue.class, "consumed", long.class);
            WAKE_AT = lookup.findVarHandle(EventQueue.class, "wakeAt", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The sign bit of {@link #claimed}: set for ever by {@link #close}, which makes every later claim fail. */
    private static final long CLOSED_BIT = Long.MIN_VALUE;

    /** {@link #wakeAt} while the consumer is awake: no index reaches it. */
    private static final long AWAKE = Long.MAX_VALUE;

    private final @Nullable Object[] slots;
    private final int[] sizes;
    private final int mask;

    /** Slots claimed so far, by index of the next one; the sign bit says closed. */
    private volatile long claimed;

    /** Slots consumed so far. Written by the consumer only. */
    private volatile long consumed;

    /** The index whose claim wakes the consumer. */
    private volatile long wakeAt = AWAKE;

    private volatile @Nullable Thread consumer;
    private int polledSize;

    /**
     * An empty queue.
     *
     * @param capacity slots wanted, 1 to 2^30; rounded up to a power of two
     */
    public EventQueue(int capacity) {
        if (capacity < 1 || capacity > 1 << 30) {
            throw new IllegalArgumentException("capacity must be 1 to 2^30, was " + capacity);
        }
        int rounded = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        slots = new Object[rounded];
        sizes = new int[rounded];
        mask = rounded - 1;
    }

    /**
     * Adds an event, unless the queue is full or closed. Whatever it throws, the event is not in the queue then.
     *
     * @param event the event, not null
     * @param size the bytes reserved for it, handed back by {@link #polledSize()}
     * @param urgent true wakes the consumer whatever it waits for
     * @return what became of it
     */
    public Offer offer(E event, int size, boolean urgent) {
        long index;
        do {
            index = claimed;
            if (index < 0) {
                return Offer.CLOSED;
            }
            if (index - consumed > mask) {
                return Offer.FULL;
            }
        } while (!CLAIMED.compareAndSet(this, index, index + 1));
        int slot = (int) index & mask;
        sizes[slot] = size;
        try {
            // Volatile, not release: it must be ordered before the read of wakeAt, or the consumer could miss the event
            // and this thread miss that the consumer went to sleep.
            SLOT.setVolatile(slots, slot, event);
        } catch (StackOverflowError e) {
            // The application's own recursion has reached its end just here. The slot is claimed and must not stay
            // empty: a plain store calls nothing, so it cannot overflow.
            slots[slot] = event;
        }
        try {
            if (index >= wakeAt || urgent) {
                wake();
            }
        } catch (StackOverflowError e) {
            // The event is in the queue; the next one wakes the consumer.
            return Offer.TAKEN;
        }
        return Offer.TAKEN;
    }

    /** Wakes the consumer if it sleeps. */
    public void wake() {
        long waitedFor = wakeAt;
        if (waitedFor != AWAKE && WAKE_AT.compareAndSet(this, waitedFor, AWAKE)) {
            LockSupport.unpark(consumer);
        }
    }

    /** Refuses every later offer and wakes the consumer. Events already claimed will still be seen by the consumer. */
    public void close() {
        long index;
        do {
            index = claimed;
            if (index < 0) {
                return;
            }
        } while (!CLAIMED.compareAndSet(this, index, index | CLOSED_BIT));
        wake();
    }

    /**
     * Takes the oldest event.
     *
     * @return the event, or null when none is published yet
     */
    @SuppressWarnings("unchecked")
    public @Nullable E poll() {
        long index = consumed;
        int slot = (int) index & mask;
        Object event = SLOT.getVolatile(slots, slot);
        if (event == null) {
            return null;
        }
        polledSize = sizes[slot];
        slots[slot] = null;
        // Publishes the emptied slot to producers; release is enough, for nothing is read after it that they write.
        CONSUMED.setRelease(this, index + 1);
        return (E) event;
    }

    /**
     * The bytes reserved for the event that was polled last.
     *
     * @return the size its producer gave
     */
    public int polledSize() {
        return polledSize;
    }

    /**
     * Whether the queue is closed and every event was polled.
     *
     * @return true once no event can ever come
     */
    public boolean isExhausted() {
        long index = claimed;
        return index < 0 && (index & ~CLOSED_BIT) == consumed;
    }

    /**
     * Whether the queue takes no more events.
     *
     * @return true after {@link #close}
     */
    public boolean isClosed() {
        return claimed < 0;
    }

    /**
     * Events claimed and not yet polled.
     *
     * @return the number at some instant during the call
     */
    long size() {
        long done = consumed;
        return Math.max(0, (claimed & ~CLOSED_BIT) - done);
    }

    /**
     * The number of events ever claimed; an event offered before the call has a lower index.
     *
     * @return the index of the next event
     */
    public long nextIndex() {
        return claimed & ~CLOSED_BIT;
    }

    /**
     * The number of events ever polled.
     *
     * @return the index of the next event to poll
     */
    public long polledIndex() {
        return consumed;
    }

    /**
     * Announces that the consumer is about to sleep. It must then look once more at everything it may have to do, and
     * only if there is nothing call {@link #sleep}; whatever is done later by others wakes it.
     *
     * @param events how many events must gather before one of them wakes the consumer, at least 1
     */
    public void prepareToSleep(int events) {
        consumer = Thread.currentThread();
        wakeAt = consumed + Math.min(events, slots.length) - 1;
    }

    /**
     * Whether an event can be polled, or has been claimed and is about to be published.
     *
     * @return false when the queue is empty
     */
    public boolean hasEvents() {
        return (claimed & ~CLOSED_BIT) != consumed;
    }

    /**
     * Sleeps until woken. May return early, as {@link LockSupport#park()} may.
     *
     * @param nanos the longest time in nanoseconds; {@link Long#MAX_VALUE} for no end
     */
    public void sleep(long nanos) {
        // An interrupt that nobody meant would let every sleep end at once.
        boolean unused = Thread.interrupted();
        if (wakeAt != AWAKE) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
            }
        }
        wakeAt = AWAKE;
    }

    /** Takes {@link #prepareToSleep} back. */
    public void stayAwake() {
        wakeAt = AWAKE;
    }
}
