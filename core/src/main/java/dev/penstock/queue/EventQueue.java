package dev.penstock.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between the application's threads and the one shipping thread: a ring of references.
 *
 * <p>{@link #offer} may be called by any thread; it takes no lock, allocates nothing and never waits: one
 * compare-and-set to claim a slot, one volatile store to publish it. With an {@link EventCopier} it queues a copy of the
 * event, made in one that is kept for the slot. So may {@link #discardOldest}, {@link #wake} and
 * {@link #close}; all other methods belong to the one consumer.
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

    /** An event of so many estimated bytes wakes the consumer at once. */
    private static final int LARGE = 256 * 1024;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
    private static final VarHandle CLAIMED;
    private static final VarHandle CONSUMED;
    private static final VarHandle WAKE_AT;
    private static final VarHandle TAKING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CLAIMED = lookup.findVarHandle(EventQueue.class, "claimed", long.class);
            CONSUMED = lookup.findVarHandle(EventQueue.class, "consumed", long.class);
            WAKE_AT = lookup.findVarHandle(EventQueue.class, "wakeAt", long.class);
            TAKING = lookup.findVarHandle(EventQueue.class, "taking", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The sign bit of {@link #claimed}: set for ever by {@link #close}, which makes every later claim fail. */
    private static final long CLOSED_BIT = Long.MIN_VALUE;

    /** {@link #wakeAt} while the consumer is awake: no index reaches it. */
    private static final long AWAKE = Long.MAX_VALUE;

    private final @Nullable Object[] slots;

    /** The bytes reserved for each event; of an urgent one, their complement. */
    private final int[] sizes;

    private final int mask;
    private final boolean lossy;

    private final @Nullable EventCopier<E> copier;

    private final CopyPool<E> pool;

    /** What stands for an event where not even the reason why it could not be copied can be kept. */
    private final Uncopied uncopied = new Uncopied(null);

    /** The copy that was polled last: the consumer's own until it polls again. */
    private @Nullable E lent;

    /** Slots claimed so far, by index of the next one; the sign bit says closed. */
    private volatile long claimed;

    /** Slots consumed so far. Written by the consumer only, or, in a lossy queue, by whoever holds {@link #taking}. */
    private volatile long consumed;

    /** The index whose claim wakes the consumer. */
    private volatile long wakeAt = AWAKE;

    /** Whether somebody is taking an event out; guards {@link #consumed} in a lossy queue. */
    @SuppressWarnings("unused") // By its VarHandle.
    private volatile boolean taking;

    private volatile @Nullable Thread consumer;
    private int takenSize;
    private int polledSize;

    /**
     * An empty queue.
     *
     * @param capacity slots wanted, 1 to 2^30; rounded up to a power of two
     */
    public EventQueue(int capacity) {
        this(capacity, false);
    }

    /**
     * An empty queue.
     *
     * @param capacity as for {@link #EventQueue(int)}
     * @param lossy whether {@link #discardOldest} may be called
     */
    public EventQueue(int capacity, boolean lossy) {
        this(capacity, lossy, null);
    }

    /**
     * An empty queue.
     *
     * @param capacity as for {@link #EventQueue(int)}
     * @param lossy whether {@link #discardOldest} may be called
     * @param copier makes the queue's own copies of events; null queues the events themselves. With a copier, a polled
     *     event is valid until the next poll, and {@link Uncopied} may be polled in place of an event
     */
    public EventQueue(int capacity, boolean lossy, @Nullable EventCopier<E> copier) {
        if (capacity < 1 || capacity > 1 << 30) {
            throw new IllegalArgumentException("capacity must be 1 to 2^30, was " + capacity);
        }
        int rounded = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
        slots = new Object[rounded];
        sizes = new int[rounded];
        mask = rounded - 1;
        this.lossy = lossy;
        this.copier = copier;
        pool = new CopyPool<>(copier == null ? 1 : rounded);
    }

    /**
     * Adds an event, unless the queue is full or closed. Whatever it throws, the event is not in the queue then.
     *
     * @param event the event, not null
     * @param size the bytes reserved for it, handed back by {@link #polledSize()}
     * @param urgent true wakes the consumer whatever it waits for; handed on by {@link #polledUrgent()}
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
        sizes[slot] = urgent ? ~size : size;
        Object queued = event;
        if (copier != null) {
            // The slot is claimed, so something must be published, whatever happens from here on.
            try {
                queued = copied(copier, event);
            } catch (Throwable e) {
                // No memory even to say why, or no stack: so nothing is called here.
                queued = uncopied;
            }
        }
        try {
            // Volatile, not release: it must be ordered before the read of wakeAt, or the consumer could miss the event
            // and this thread miss that the consumer went to sleep.
            SLOT.setVolatile(slots, slot, queued);
        } catch (StackOverflowError e) {
            // The application's own recursion has reached its end just here. The slot is claimed and must not stay
            // empty: a plain store calls nothing, so it cannot overflow.
            slots[slot] = queued;
        }
        try {
            if (index >= wakeAt || urgent || size >= LARGE) {
                wake();
            }
        } catch (StackOverflowError e) {
            // The event is in the queue; the next one wakes the consumer.
            return Offer.TAKEN;
        }
        return Offer.TAKEN;
    }

    private Object copied(EventCopier<E> by, E event) {
        try {
            if (!by.mustCopy(event)) {
                return event;
            }
            E copy = pool.take();
            if (copy == null) {
                copy = by.blank();
            }
            by.copy(event, copy);
            return copy;
        } catch (Throwable e) {
            return new Uncopied(e);
        }
    }

    /**
     * Takes the oldest event out to make room, on a producer's thread. Does not wait for another thread that is just
     * taking one.
     *
     * @param discarded takes it; called while no other thread can take an event, so it must be quick
     * @return the bytes that were reserved for it; -1 when there was none to take
     */
    @SuppressWarnings("unchecked")
    public int discardOldest(Consumer<? super E> discarded) {
        if (!lossy || !TAKING.compareAndSet(this, false, true)) {
            return -1;
        }
        try {
            Object event = takeFirst();
            if (event == null) {
                return -1;
            }
            int size = bytes(takenSize);
            discarded.accept((E) event);
            return size;
        } finally {
            taking = false;
        }
    }

    /** Wakes the consumer if it sleeps. */
    public void wake() {
        long waitedFor = wakeAt;
        if (waitedFor != AWAKE && WAKE_AT.compareAndSet(this, waitedFor, AWAKE)) {
            try {
                LockSupport.unpark(consumer);
            } catch (StackOverflowError e) {
                // The consumer still sleeps, and whoever comes next must wake it. At worst it is woken once too often.
                wakeAt = waitedFor;
                throw e;
            }
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
    public @Nullable E poll() {
        if (copier == null) {
            return pollShared();
        }
        // Before the next event is taken, which a failure here must not cost.
        takeBackLent(copier);
        E event = pollShared();
        if (event != null && !(event instanceof Uncopied) && copier.mustCopy(event)) {
            lent = event;
        }
        return event;
    }

    @SuppressWarnings("unchecked")
    private @Nullable E pollShared() {
        if (!lossy) {
            Object event = takeFirst();
            polledSize = takenSize;
            return (E) event;
        }
        while (!TAKING.compareAndSet(this, false, true)) {
            // A producer discards an event: a matter of nanoseconds, unless the system has just stopped its thread.
            LockSupport.parkNanos(this, 1000);
        }
        try {
            Object event = takeFirst();
            polledSize = takenSize;
            return (E) event;
        } finally {
            taking = false;
        }
    }

    private void takeBackLent(EventCopier<E> by) {
        E copy = lent;
        if (copy != null) {
            // One that cannot be emptied is not used again.
            lent = null;
            by.forget(copy);
            pool.give(copy);
        }
    }

    private @Nullable Object takeFirst() {
        long index = consumed;
        int slot = (int) index & mask;
        Object event = SLOT.getVolatile(slots, slot);
        if (event != null) {
            takenSize = sizes[slot];
            slots[slot] = null;
            // Publishes the emptied slot to producers; release is enough, for nothing is read after it that they write.
            try {
                CONSUMED.setRelease(this, index + 1);
            } catch (StackOverflowError e) {
                // A producer that discards: an emptied slot that is not consumed would stop the queue for ever.
                consumed = index + 1;
            }
        }
        return event;
    }

    /**
     * The bytes reserved for the event that was polled last.
     *
     * @return the size its producer gave
     */
    public int polledSize() {
        return bytes(polledSize);
    }

    /**
     * Whether the event that was polled last was offered as urgent.
     *
     * @return what its producer said
     */
    public boolean polledUrgent() {
        return polledSize < 0;
    }

    private static int bytes(int size) {
        return size < 0 ? ~size : size;
    }

    /**
     * Events that can be in the queue at once.
     *
     * @return a power of two
     */
    public int capacity() {
        return mask + 1;
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
    public long size() {
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
     * Whether an urgent event waits, by looking at each: for a consumer that has not polled for a while. An event that is
     * offered during the call may be missed.
     *
     * @return true when there is one
     */
    public boolean holdsUrgent() {
        long end = claimed & ~CLOSED_BIT;
        for (long index = consumed; index < end; index++) {
            int slot = (int) index & mask;
            // The size is written before the event, and read after it.
            if (SLOT.getVolatile(slots, slot) != null && sizes[slot] < 0) {
                return true;
            }
        }
        return false;
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
