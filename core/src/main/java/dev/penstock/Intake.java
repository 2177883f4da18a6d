package dev.penstock;

import dev.penstock.ledger.ByteBudget;
import dev.penstock.ledger.DropReason;
import dev.penstock.ledger.Ledger;
import dev.penstock.queue.EventQueue;
import dev.penstock.settings.LogLevel;
import dev.penstock.settings.OverflowPolicy;
import dev.penstock.settings.ShipperSettings;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What callers' threads run: reserves room in the budget and puts the event into the queue, or counts why not.
 *
 * <p>Thread-safe. Never throws, whatever state the caller is in.
 */
final class Intake<E> implements Front<E> {

    /** Records that one record may displace; more would be a pause that the caller feels. */
    private static final int MOST_DISPLACED = 256;

    /** More stack than it takes to displace a record; each frame here is a small one. */
    private static final int FRAMES_TO_DISPLACE = 256;

    /** The shipping thread is woken for the sake of a word on what is refused at most so often. */
    private static final long WORD_NANOS = 1_000_000_000L;

    /** Why an event is not shipped though nothing failed. */
    @SuppressWarnings("StaticAssignmentOfThrowable") // Only its words count, and a storm of these must cost nothing.
    private static final Exception NOT_SHIPPED =
            new IllegalStateException("a layout logs while it formats, or an event is null");

    private final EventQueue<E> queue;
    private final ByteBudget budget;
    private final Ledger ledger;
    private final Consumer<Throwable> refusals;
    private final Runnable unsaid;
    private final Consumer<? super E> discarded;
    private final OverflowPolicy overflow;
    private final long maxBlockNanos;
    private final LogLevel flushLevel;

    /** Reservations that callers could not give back, because their stack was used up. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // An atomic one would be a call, which overflows.
    private volatile long unreleased;

    /** Half of the budget. */
    private final long half;

    /** When the shipping thread was last woken for a word, by reason. Races cost at worst a wake-up more. */
    private final long[] wordAt = new long[DropReason.values().length];

    /**
     * An intake.
     *
     * @param settings what to do when there is no room
     * @param queue takes the events
     * @param budget bounds what they hold
     * @param ledger told of events that are not taken; those in the queue it counts by itself
     * @param refusals told why an event could not be handled, to be said by another thread
     * @param unsaid has it said that events were refused, by another thread; called now and then, not for each
     * @param discarded takes events that give way to younger ones
     */
    Intake(
            ShipperSettings settings,
            EventQueue<E> queue,
            ByteBudget budget,
            Ledger ledger,
            Consumer<Throwable> refusals,
            Runnable unsaid,
            Consumer<? super E> discarded) {
        this.queue = queue;
        this.budget = budget;
        this.ledger = ledger;
        this.refusals = refusals;
        this.unsaid = unsaid;
        this.discarded = discarded;
        overflow = settings.overflow();
        maxBlockNanos = settings.maxBlock().toNanos();
        flushLevel = settings.flushLevel();
        half = budget.limit() / 2;
        Arrays.fill(wordAt, System.nanoTime() - WORD_NANOS);
    }

    @Override
    public boolean offer(E event, int bytes, LogLevel level) {
        try {
            if (isRefusedAsOwn(event)) {
                return false;
            }
            int size = Math.max(0, bytes);
            if (unreleased != 0) {
                giveBack();
            }
            DropReason refused = place(event, size, level);
            if (refused == null) {
                return true;
            }
            refuse(refused, size);
        } catch (Throwable e) {
            // Most likely the application's stack is used up. The event is not in the queue.
            refuse(e);
        }
        return false;
    }

    @Override
    public void refuse(Throwable cause) {
        try {
            ledger.refused(DropReason.INTERNAL_ERROR, 0);
            refusals.accept(cause);
        } catch (Throwable e) {
            // Not even a counter can be called any more: the application's stack is used up.
            return;
        }
    }

    @Override
    public void refuseOwn() {
        refuse(NOT_SHIPPED);
    }

    /** Counts an event that is none, or that a shipper's own thread logs: shipped, it might log again, for ever. */
    boolean isRefusedAsOwn(@Nullable Object event) {
        boolean own = event == null || Thread.currentThread() instanceof ShipperThread;
        if (own) {
            refuseOwn();
        }
        return own;
    }

    /**
     * Counts an event for which there is no room, and has that said: the shipping thread may sleep, and would not notice.
     * When this throws, the event is not counted.
     */
    void refuse(DropReason reason, int bytes) {
        ledger.refused(reason, bytes);
        try {
            long now = System.nanoTime();
            int kind = reason.ordinal();
            if (now - wordAt[kind] >= WORD_NANOS) {
                unsaid.run();
                wordAt[kind] = now;
            }
        } catch (Throwable e) {
            // The application's stack is used up. It is counted, and the next one has it said.
            return;
        }
    }

    /** Puts an event into the queue, now or after a wait; null when it is there. Throws only when it is not. */
    private @Nullable DropReason place(E event, int bytes, LogLevel level) {
        if (isShed(level)) {
            return queue.isClosed() ? DropReason.SHUTDOWN : DropReason.QUEUE_FULL;
        }
        boolean urgent = isUrgent(level);
        DropReason refused = tryPlace(event, bytes, urgent);
        if (refused != DropReason.QUEUE_FULL) {
            return refused;
        }
        return switch (overflow) {
            case BLOCK -> waitForRoom(event, bytes, urgent);
            case DROP_OLDEST -> displaceOldest(event, bytes, urgent);
            case DROP_NEWEST, SHED -> refused;
        };
    }

    /** Whether a record of that level is sent at once. */
    private boolean isUrgent(LogLevel level) {
        return level.compareTo(flushLevel) >= 0;
    }

    private boolean isShed(LogLevel level) {
        boolean debug = level.compareTo(LogLevel.DEBUG) <= 0;
        return isSheddable(level)
                && (isFuller(budget.used(), budget.limit(), debug) || isFuller(queue.size(), queue.capacity(), debug));
    }

    /** Whether a record gives way when there is little room left. */
    boolean isSheddable(LogLevel level) {
        return overflow == OverflowPolicy.SHED && level.compareTo(LogLevel.INFO) <= 0;
    }

    /** Whether there is so little room of some kind that a record of that level gives way. */
    boolean isShed(LogLevel level, long used, long limit) {
        return isSheddable(level) && isFuller(used, limit, level.compareTo(LogLevel.DEBUG) <= 0);
    }

    /** Whether more than half (or three quarters) is taken. */
    private static boolean isFuller(long used, long limit, boolean half) {
        return half ? used > limit / 2 : used > limit / 4 * 3;
    }

    private @Nullable DropReason displaceOldest(E event, int bytes, boolean urgent) {
        // An event that is taken out must be counted too: where the application's stack does not suffice for that, it
        // has to overflow here, while nothing is taken out.
        int unused = descend(FRAMES_TO_DISPLACE);
        DropReason refused = DropReason.QUEUE_FULL;
        for (int i = 0; i < MOST_DISPLACED && refused == DropReason.QUEUE_FULL; i++) {
            discardOldest();
            refused = tryPlace(event, bytes, urgent);
        }
        return refused;
    }

    /** Takes the oldest event out, if there is one to be had. */
    private void discardOldest() {
        int freed = queue.discardOldest(discarded);
        if (freed >= 0) {
            budget.release(freed);
            ledger.dropped(DropReason.QUEUE_FULL, 1, freed);
        } else {
            Thread.onSpinWait();
        }
    }

    /** One step of making room elsewhere, as in a journal; false when there is no use in trying again. */
    boolean makeRoom(int step, Patience patience) {
        return switch (overflow) {
            case BLOCK -> patience.waitALittle();
            case DROP_OLDEST -> {
                if (step < MOST_DISPLACED) {
                    int unused = descend(FRAMES_TO_DISPLACE);
                    discardOldest();
                }
                yield step < MOST_DISPLACED;
            }
            case DROP_NEWEST, SHED -> false;
        };
    }

    private static int descend(int frames) {
        return frames == 0 ? 0 : 1 + descend(frames - 1);
    }

    /** One attempt; null when the event is in the queue. */
    private @Nullable DropReason tryPlace(E event, int bytes, boolean urgent) {
        if (!budget.tryReserve(bytes)) {
            if (overflow == OverflowPolicy.DROP_OLDEST || queue.size() > 0) {
                queue.wake();
            }
            if (queue.isClosed()) {
                return DropReason.SHUTDOWN;
            }
            return bytes > budget.limit() ? DropReason.TOO_LARGE : DropReason.QUEUE_FULL;
        }
        boolean heldByNobody = true;
        try {
            long used = budget.used();
            if (used > half && used - bytes <= half) {
                // The consumer may wait for more events than there is room for; above the half it does not.
                queue.wake();
            }
            EventQueue.Offer result = queue.offer(event, bytes, urgent);
            if (result == EventQueue.Offer.TAKEN) {
                heldByNobody = false;
                return null;
            }
            budget.release(bytes);
            heldByNobody = false;
            return result == EventQueue.Offer.FULL ? DropReason.QUEUE_FULL : DropReason.SHUTDOWN;
        } finally {
            if (heldByNobody) {
                // Where the stack is used up nothing can be called any more: a plain addition calls nothing.
                unreleased += bytes;
            }
        }
    }

    private @Nullable DropReason waitForRoom(E event, int bytes, boolean urgent) {
        Patience patience = patience();
        DropReason refused = DropReason.QUEUE_FULL;
        while (refused == DropReason.QUEUE_FULL && patience.waitALittle()) {
            refused = tryPlace(event, bytes, urgent);
        }
        return refused;
    }

    /** How long a caller may wait for room now: not at all, unless the policy is {@code block}. */
    Patience patience() {
        return new Patience(overflow == OverflowPolicy.BLOCK ? maxBlockNanos : 0);
    }

    /** Gives back what callers could not. */
    synchronized void giveBack() {
        // In this order: the stack of a caller may end here once more, and what is not released must stay known.
        long left = unreleased;
        budget.release(left);
        unreleased -= left;
    }

    /** Has the shipping thread see to what waits. */
    void wake() {
        queue.wake();
    }
}
